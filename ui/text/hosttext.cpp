// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/hosttext.h"

#include "ui/text/sentences.h"

#include <QCoreApplication>

#include <array>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

// %1 is the address to listen at, or what was given.
constexpr std::array hostSentences{
    CodeSentence{"PORT_IN_USE"_L1,
                 QT_TRANSLATE_NOOP(
                     "HostText",
                     "Another program listens at “%1” already. End it, or choose another port.")},
    CodeSentence{
        "PORT_NOT_ALLOWED"_L1,
        QT_TRANSLATE_NOOP("HostText",
                          "The system does not let you listen at “%1”. Choose a port above 1023.")},
    CodeSentence{"LISTEN_ADDRESS_ELSEWHERE"_L1,
                 QT_TRANSLATE_NOOP("HostText",
                                   "“%1” is not at this computer, so nothing can listen there. "
                                   "Choose an address that this computer has.")},
    CodeSentence{"LISTEN_FAILED"_L1,
                 QT_TRANSLATE_NOOP("HostText",
                                   "Nothing can listen at “%1”: the system does not allow it now. "
                                   "Choose another address or port.")},
    CodeSentence{
        "LISTEN_ADDRESS_INVALID"_L1,
        QT_TRANSLATE_NOOP(
            "HostText",
            "“%1” is not an address to listen at. Use one such as 127.0.0.1 or localhost.")},
    CodeSentence{
        "LISTEN_ADDRESS_OPEN"_L1,
        QT_TRANSLATE_NOOP("HostText",
                          "Other computers could reach “%1”, and what they send would not be "
                          "encrypted. Use 127.0.0.1, or allow it with --insecure-listen.")},
    CodeSentence{"MODE_INVALID"_L1,
                 QT_TRANSLATE_NOOP("HostText", "“%1” is no mode of a service. Use rw, r- or --.")},
    CodeSentence{
        "USER_NAME_EMPTY"_L1,
        QT_TRANSLATE_NOOP("HostText", "A user needs a name, and none was given. Choose one.")},
    CodeSentence{
        "USER_NAME_TAKEN"_L1,
        QT_TRANSLATE_NOOP("HostText", "There is a user “%1” already. Choose another name.")},
    CodeSentence{"USER_UNKNOWN"_L1,
                 QT_TRANSLATE_NOOP("HostText",
                                   "There is no user “%1”. Check the name in the list of users.")},
    CodeSentence{"TAG_UNKNOWN"_L1,
                 QT_TRANSLATE_NOOP("HostText", "A user has no tag “%1”. Check how it is written.")},
    CodeSentence{
        "TAG_VALUE_INVALID"_L1,
        QT_TRANSLATE_NOOP(
            "HostText",
            "“%1” is no value for that tag. Use true or false, or for a limit a number of bytes.")},
    CodeSentence{"UNASSIGNED_CAR_UNKNOWN"_L1,
                 QT_TRANSLATE_NOOP("HostText",
                                   "No CAR that belongs to nobody has the CID “%1”. Look at the "
                                   "list of such CARs again.")},
};

struct HostText
{
    Q_DECLARE_TR_FUNCTIONS(HostText)
};

} // namespace

QString hostErrorText(const Error& error)
{
    const char* const text = sentenceOf(hostSentences, error);
    return text ? filled(HostText::tr(text), error) : QString();
}

} // namespace cairn
