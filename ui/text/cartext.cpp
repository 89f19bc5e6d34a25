// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/cartext.h"

#include "ui/text/sentences.h"

#include <QCoreApplication>

#include <array>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

// %1 is the file, %2 the offset in bytes, %3 a block's CID, %4 what was found.
constexpr std::array carSentences{
    CodeSentence{"CAR_EMPTY"_L1,
                 QT_TRANSLATE_NOOP("CarText", "“%1” is empty, so it is no CAR. Get it again.")},
    CodeSentence{"CAR_NOT_A_CAR"_L1,
                 QT_TRANSLATE_NOOP("CarText",
                                   "“%1” is no CAR: it begins with “%4”. Choose a file that is "
                                   "one, or get it again.")},
    CodeSentence{
        "CAR_VERSION"_L1,
        QT_TRANSLATE_NOOP(
            "CarText",
            "“%1” is a CAR of version %4. Cairn reads versions 1 and 2; get it in one of these.")},
    CodeSentence{"CAR_CUT_SHORT"_L1,
                 QT_TRANSLATE_NOOP("CarText",
                                   "“%1” ends within what begins at byte %2: it is cut short, or "
                                   "something else was written behind it. Get it again.")},
    CodeSentence{"CAR_BAD_SECTION"_L1,
                 QT_TRANSLATE_NOOP("CarText",
                                   "At byte %2 of “%1” no block of a CAR begins, though something "
                                   "is there. What is before it is right; get the CAR again.")},
    CodeSentence{"CAR_WRONG_HASH"_L1,
                 QT_TRANSLATE_NOOP("CarText",
                                   "Block %3 at byte %2 of “%1” has not the bytes that its hash "
                                   "says. Get the CAR from another source.")},
    CodeSentence{"CAR_HASH_UNKNOWN"_L1,
                 QT_TRANSLATE_NOOP("CarText",
                                   "Cairn cannot compute the hash of block %3 at byte %2 of “%1”, "
                                   "so nothing could tell whether it is right. Make the CAR with "
                                   "another hash, such as sha2-256.")},
    CodeSentence{"CAR_IDENTITY_BLOCK"_L1,
                 QT_TRANSLATE_NOOP("CarText",
                                   "Block %3 at byte %2 of “%1” has the identity hash: its CID is "
                                   "all of it. A CAR may link to such a block, not hold it; make "
                                   "the CAR without it.")},
    CodeSentence{"CAR_BLOCK_TOO_BIG"_L1,
                 QT_TRANSLATE_NOOP("CarText",
                                   "Block %3 at byte %2 of “%1” is larger than the 2 MiB that a "
                                   "block may have. Pack the files anew.")},
    CodeSentence{"CAR_BAD_BLOCK"_L1,
                 QT_TRANSLATE_NOOP("CarText",
                                   "Block %3 at byte %2 of “%1” has the right hash, but is not "
                                   "what its codec says. Whoever made the CAR must make it anew.")},
    CodeSentence{"CAR_NO_ROOTS"_L1,
                 QT_TRANSLATE_NOOP("CarText",
                                   "“%1” names no root, so there is no CID to store its blocks "
                                   "under. Make the CAR with a root.")},
    CodeSentence{"CAR_SEVERAL_ROOTS"_L1,
                 QT_TRANSLATE_NOOP("CarText",
                                   "“%1” names %4 roots, and an upload has one. “cairnctl put-car "
                                   "--each-root” makes an upload of each.")},
    CodeSentence{"CAR_IDENTITY_ROOT"_L1,
                 QT_TRANSLATE_NOOP("CarText",
                                   "The root %3 of “%1” has the identity hash: its CID is all of "
                                   "it, so no CAR can hold it. Keep the CID.")},
    CodeSentence{"CAR_ROOT_ABSENT"_L1,
                 QT_TRANSLATE_NOOP("CarText",
                                   "“%1” does not hold its root %3, and a service takes no CAR "
                                   "without. Make the CAR with the root's block.")},
};

struct CarText
{
    Q_DECLARE_TR_FUNCTIONS(CarText)
};

} // namespace

QString carErrorText(const Error& error)
{
    const char* const text = sentenceOf(carSentences, error);
    return text ? filled(CarText::tr(text), error) : QString();
}

} // namespace cairn
