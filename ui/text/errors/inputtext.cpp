// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/errors/inputtext.h"

#include "ui/text/errors/sentences.h"

#include <QCoreApplication>

#include <array>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

// %1 is the path or name. Of two of one name, %2 is the other; of a CAR, %2 is the offset in bytes,
// %3 a block's CID and %4 what was found.
constexpr std::array inputSentences{
    CodeSentence{"FILE_MISSING"_L1,
                 QT_TRANSLATE_NOOP(
                     "InputText",
                     "There is no “%1”. Check how it is written, and that its disk is connected.")},
    CodeSentence{"OUTPUT_NOT_A_FILE"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "“%1” is a folder, a device or a link to one, so no CAR can be "
                                   "put in its place. Choose another name for the CAR.")},
    CodeSentence{
        "PIPE_TAKES_A_FILE"_L1,
        QT_TRANSLATE_NOOP("InputText",
                          "“%1” is a folder, and only a file can go to standard output, a "
                          "pipe or a device. Ask for a file in it, or choose the name of a "
                          "folder for it.")},
    CodeSentence{"EXPORT_INCOMPLETE"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "The service does not have all of “%1”, so no CAR was written. "
                                   "Upload what is missing, or ask another service.")},
    CodeSentence{"SAME_NAME"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "“%1” and “%2” would have the same name in the upload, so "
                                   "nothing was read. Rename one, or leave it out.")},
    CodeSentence{"NAME_TWICE"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "Two files of the upload are to be called “%1”, and one is "
                                   "within the other. Give one of them another name.")},
    CodeSentence{
        "NAME_LEFT_OUT"_L1,
        QT_TRANSLATE_NOOP("InputText",
                          "“%1” has a name that cannot be stored: it is not UTF-8, or has a "
                          "backslash in it. Rename it; there is nothing else to upload.")},
    CodeSentence{"INPUT_NAME_INVALID"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "“%1” has a name that cannot be stored: it is not UTF-8, or has "
                                   "“..” or a backslash in it. Rename it and try again.")},
    CodeSentence{
        "INPUT_HAS_NO_NAME"_L1,
        QT_TRANSLATE_NOOP(
            "InputText",
            "“%1” has no name that an upload could have. Choose files or folders that are in it.")},
    CodeSentence{
        "PATH_EMPTY"_L1,
        QT_TRANSLATE_NOOP(
            "InputText",
            "One of the paths is empty. Leave it out, or use the path of a file or folder.")},
    CodeSentence{
        "NO_INPUTS"_L1,
        QT_TRANSLATE_NOOP(
            "InputText",
            "Nothing was chosen, so there is nothing to upload. Choose files or a folder.")},
    CodeSentence{
        "ONLY_LINKS"_L1,
        QT_TRANSLATE_NOOP("InputText",
                          "There is nothing in that but symbolic links such as “%1”, which are "
                          "skipped. Have them followed or kept to upload them.")},
    CodeSentence{"ONLY_HIDDEN"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "There is nothing in that but hidden files such as “%1”, which "
                                   "are left out. Have them included to upload them.")},
    CodeSentence{"SEVERAL_INPUTS"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "Several files or folders have no common root without a folder "
                                   "around them. Choose one, or have a folder put around them.")},
    CodeSentence{"PROFILE_UNKNOWN"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "There is no profile “%1”. Use one of those that are listed.")},
    CodeSentence{
        "PREVIEW_NOT_READY"_L1,
        QT_TRANSLATE_NOOP(
            "InputText",
            "The files have not all been read yet. Wait until they are, then start the upload.")},
    CodeSentence{
        "ERROR_INVALID_CID"_L1,
        QT_TRANSLATE_NOOP("InputText", "“%1” is not a CID. Check that it was copied completely.")},
    CodeSentence{
        "ERROR_INVALID_CAR"_L1,
        QT_TRANSLATE_NOOP("InputText",
                          "The service did not accept the data made from “%1”. Retry the upload; "
                          "if it happens again, the file may have changed while it was read.")},
    CodeSentence{"CAR_EMPTY"_L1,
                 QT_TRANSLATE_NOOP("InputText", "“%1” is empty, so it is no CAR. Get it again.")},
    CodeSentence{"CAR_NOT_A_CAR"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "“%1” is no CAR: it begins with “%4”. Choose a file that is "
                                   "one, or get it again.")},
    CodeSentence{
        "CAR_VERSION"_L1,
        QT_TRANSLATE_NOOP(
            "InputText",
            "“%1” is a CAR of version %4. Cairn reads versions 1 and 2; get it in one of these.")},
    CodeSentence{"CAR_CUT_SHORT"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "“%1” ends within what begins at byte %2: it is cut short, or "
                                   "something else was written behind it. Get it again.")},
    CodeSentence{"CAR_BAD_SECTION"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "At byte %2 of “%1” no block of a CAR begins, though something "
                                   "is there. What is before it is right; get the CAR again.")},
    CodeSentence{"CAR_WRONG_HASH"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "Block %3 at byte %2 of “%1” has not the bytes that its hash "
                                   "says. Get the CAR from another source.")},
    CodeSentence{"CAR_HASH_UNKNOWN"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "Cairn cannot compute the hash of block %3 at byte %2 of “%1”, "
                                   "so nothing could tell whether it is right. Make the CAR with "
                                   "another hash, such as sha2-256.")},
    CodeSentence{"CAR_IDENTITY_BLOCK"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "Block %3 at byte %2 of “%1” has the identity hash: its CID is "
                                   "all of it. A CAR may link to such a block, not hold it; make "
                                   "the CAR without it.")},
    CodeSentence{"CAR_BLOCK_TOO_BIG"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "Block %3 at byte %2 of “%1” is larger than the 2 MiB that a "
                                   "block may have. Pack the files anew.")},
    CodeSentence{"CAR_BAD_BLOCK"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "Block %3 at byte %2 of “%1” has the right hash, but is not "
                                   "what its codec says. Whoever made the CAR must make it anew.")},
    CodeSentence{"CAR_NO_ROOTS"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "“%1” names no root, so there is no CID to store its blocks "
                                   "under. Make the CAR with a root.")},
    CodeSentence{"CAR_SEVERAL_ROOTS"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "“%1” names %4 roots, and an upload has one. “cairnctl put-car "
                                   "--each-root” makes an upload of each.")},
    CodeSentence{"CAR_IDENTITY_ROOT"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "The root %3 of “%1” has the identity hash: its CID is all of "
                                   "it, so no CAR can hold it. Keep the CID.")},
    CodeSentence{"CAR_ROOT_ABSENT"_L1,
                 QT_TRANSLATE_NOOP("InputText",
                                   "“%1” does not hold its root %3, and a service takes no CAR "
                                   "without. Make the CAR with the root's block.")},
};

struct InputText
{
    Q_DECLARE_TR_FUNCTIONS(InputText)
};

} // namespace

QString inputErrorText(const Error& error)
{
    const char* const text = sentenceOf(inputSentences, error);
    return text ? filled(InputText::tr(text), error) : QString();
}

} // namespace cairn
