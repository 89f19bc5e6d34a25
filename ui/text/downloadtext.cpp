// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/downloadtext.h"

#include "core/api/source/sourceanswer.h"
#include "ui/text/displaytext.h"
#include "ui/text/formatting.h"

#include <QCoreApplication>
#include <QDir>

#include <array>

namespace cairn {
namespace {

struct Sentence
{
    QLatin1StringView code;
    const char* text;
};

// %1 is the subject: a CID, a host or a path.
constexpr std::array sentences{
    Sentence{
        QLatin1StringView("NO_RECORD"),
        QT_TRANSLATE_NOOP("DownloadText",
                          "No source knows “%1”. Check that the CID was copied completely; if "
                          "it is right, ask whoever stored it, or add a gateway that has it.")},
    Sentence{QLatin1StringView("SOURCE_OFFLINE"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "“%1” cannot be reached. The download goes on when a source answers "
                               "again; what was verified is kept.")},
    Sentence{QLatin1StringView("LACKS_BLOCK"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "No source has block %1, so this cannot be completed now. What was "
                               "verified is kept; retry when another source can be asked.")},
    Sentence{
        QLatin1StringView("SOURCE_REFUSED"),
        QT_TRANSLATE_NOOP("DownloadText",
                          "“%1” refuses to give this out. Ask its operator why, or use another "
                          "source.")},
    Sentence{
        QLatin1StringView("WRONG_BYTES"),
        QT_TRANSLATE_NOOP("DownloadText",
                          "Block %1 came with wrong bytes, and no other source has it. What was "
                          "verified is kept; retry when another source can be asked.")},
    Sentence{QLatin1StringView("NO_NETWORK"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "This computer has no network connection, so “%1” cannot be asked. "
                               "The download goes on when there is one.")},
    Sentence{QLatin1StringView("TARGET_EXISTS"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "“%1” exists already, and nothing is overwritten. Choose another "
                               "name, or move it away first.")},
    Sentence{QLatin1StringView("TARGET_FOLDER_MISSING"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "There is no folder “%1”. Make it, or choose another one.")},
    Sentence{
        QLatin1StringView("TARGET_BUSY"),
        QT_TRANSLATE_NOOP("DownloadText",
                          "Another download is writing to “%1”. Wait for it, or choose another "
                          "name.")},
    Sentence{QLatin1StringView("TARGET_UNWRITABLE"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "“%1” cannot be written. Check that the disk is there and that you "
                               "may write to the folder, then retry.")},
    Sentence{QLatin1StringView("TARGET_DISK_FULL"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "There is no space left on the disk for “%1”. Free some; the "
                               "download then goes on with what it has.")},
    Sentence{QLatin1StringView("TARGET_TOO_SMALL"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "The disk of “%1” has less space left than this says it needs, so "
                               "nothing was written. Free some, or choose another disk.")},
    Sentence{QLatin1StringView("DAG_CONTRADICTS"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "Block %1 is what its hash says, but does not fit to the blocks "
                               "around it: it was made wrong, and no source has a better one.")},
    Sentence{QLatin1StringView("DAG_NOT_UNIXFS"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "Block %1 is no part of a file or folder, so it cannot be saved as "
                               "one.")},
    Sentence{QLatin1StringView("DAG_TOO_DEEP"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "This is nested deeper at block %1 than Cairn reads. That is a "
                               "limit of Cairn: save it as a CAR instead.")},
    Sentence{QLatin1StringView("HASH_UNKNOWN"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "Cairn cannot compute the hash of block %1, so nothing could tell "
                               "whether its bytes are right. It was not asked for.")},
    Sentence{QLatin1StringView("NOT_A_FILE"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "“%1” is neither a file nor a folder, so it cannot be saved as "
                               "one.")},
    Sentence{QLatin1StringView("NO_SUCH_PATH"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "There is no “%1” in this folder. Check the path behind the CID.")},
};

// %1 is what each source said, %2 the subject.
constexpr std::array sourcesSentences{
    Sentence{QLatin1StringView("NO_RECORD"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "Not found: %1. Check that the CID was copied completely; if it is "
                               "right, ask whoever stored it, or add a gateway that has it.")},
    Sentence{QLatin1StringView("LACKS_BLOCK"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "Block %2 was not found: %1. What was verified is kept; retry when "
                               "another source can be asked.")},
    Sentence{QLatin1StringView("SOURCE_OFFLINE"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "“%2” cannot be reached now: %1. What was verified is kept.")},
    Sentence{QLatin1StringView("SOURCE_BUSY"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "“%2” cannot be asked now: %1. What was verified is kept.")},
    Sentence{QLatin1StringView("SOURCE_FAILS"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "“%2” gives no answer that can be used: %1. What was verified is "
                               "kept.")},
    Sentence{QLatin1StringView("SOURCE_REFUSED"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "“%2” does not give this out: %1. Ask its operator why, or use "
                               "another source.")},
    Sentence{QLatin1StringView("SOURCE_UNTRUSTED"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "“%2” cannot show that it is the right one: %1. Check its address, "
                               "or use another source.")},
    Sentence{QLatin1StringView("WRONG_BYTES"),
             QT_TRANSLATE_NOOP("DownloadText",
                               "Block %2 came with wrong bytes: %1. What was verified is kept; "
                               "retry when another source can be asked.")},
};

struct DownloadText
{
    Q_DECLARE_TR_FUNCTIONS(DownloadText)
};

QString dayText(const QString& day)
{
    const QDate date = QDate::fromString(day, Qt::ISODate);
    return date.isValid()
        ? formatDate(Timestamp(std::chrono::milliseconds(date.startOfDay().toMSecsSinceEpoch())))
        : QString();
}

/// What the download's error says of each source; empty if that is not known.
QString sourcesText(const Error& error)
{
    QStringList phrases;
    for (const SourceAnswer& said : answersOf(error))
        phrases << sourceAnswerText(said);
    if (phrases.isEmpty())
        return {};
    for (const Sentence& sentence : sourcesSentences) {
        if (sentence.code != error.code)
            continue;
        const QString text = DownloadText::tr(sentence.text);
        const QString said = formatList(phrases);
        return text.contains(QLatin1StringView("%2")) ? text.arg(said, displayText(error.subject))
                                                      : text.arg(said);
    }
    return {};
}

} // namespace

QString sourceAnswerText(const SourceAnswer& said)
{
    const QString source = displayText(said.source);
    const QString day = dayText(said.value);
    if (said.code == answer::retired && day.isEmpty())
        return DownloadText::tr("%1 is retired").arg(source);
    if (said.code == answer::retired)
        //: a host, then a day
        return DownloadText::tr("%1 is retired since %2").arg(source, day);
    if (said.code == answer::busy)
        return DownloadText::tr("%1 asks for fewer requests").arg(source);
    if (said.code == answer::wantsPayment)
        return DownloadText::tr("%1 wants payment").arg(source);
    if (said.code == answer::refusesPrograms)
        return DownloadText::tr("%1 refuses programs").arg(source);
    if (said.code == answer::refused)
        return DownloadText::tr("%1 refuses to give this out").arg(source);
    if (said.code == answer::notHere)
        return DownloadText::tr("%1 does not have it").arg(source);
    if (said.code == answer::wrongBytes)
        //: a host, then the CID of a block
        return DownloadText::tr("%1 gave wrong bytes at block %2")
            .arg(source, displayText(shortCid(said.value)));
    if (said.code == answer::noAddress)
        return DownloadText::tr("%1 has no address in the DNS").arg(source);
    if (said.code == answer::notAccepted)
        return DownloadText::tr("%1 accepts no connection").arg(source);
    if (said.code == answer::untrusted)
        return DownloadText::tr("%1 has a certificate that is not trusted").arg(source);
    if (said.code == answer::silent)
        return DownloadText::tr("%1 does not answer").arg(source);
    if (said.code == answer::cutShort)
        return DownloadText::tr("%1 breaks off its answers").arg(source);
    if (said.code == answer::offline)
        return DownloadText::tr("%1 cannot be reached").arg(source);
    if (said.code == answer::failing)
        return DownloadText::tr("%1 fails while answering").arg(source);
    return DownloadText::tr("%1 does not answer as a source should").arg(source);
}

QString downloadErrorText(const Error& error)
{
    if (QString text = sourcesText(error); !text.isEmpty())
        return text;
    for (const Sentence& sentence : sentences) {
        if (sentence.code == error.code)
            return DownloadText::tr(sentence.text)
                .arg(displayText(QDir::toNativeSeparators(error.subject)));
    }
    return {};
}

QString leftOutReasonText(const LeftOut& entry)
{
    using enum LeftOut::Reason;
    switch (entry.reason) {
    case NotSaid:
        return DownloadText::tr("could not be written");
    case NoName:
        return DownloadText::tr("no file can have that name");
    case NameTooLong:
        return DownloadText::tr("the name is longer than 255 bytes");
    case NameNotHere:
        return DownloadText::tr("the name is not possible on this system");
    case NameTaken:
        return DownloadText::tr("another entry has that name already");
    case LinkLeadsOut:
        return DownloadText::tr("a link that may lead out of the folder");
    case NotAFile:
        return DownloadText::tr("neither a file nor a folder nor a link");
    case Contradicts:
        return DownloadText::tr("block %1 does not fit to the blocks around it").arg(entry.block);
    case TooDeep:
        return DownloadText::tr("nested deeper than Cairn reads, which is a limit of Cairn");
    case HashUnknown:
        return DownloadText::tr("Cairn cannot compute the hash of block %1").arg(entry.block);
    case SizesDiffer:
        return DownloadText::tr("written whole, though its block %1 says other sizes")
            .arg(entry.block);
    }
    return DownloadText::tr("could not be written");
}

QString droppedSourceText(const QString& name, const Error& error)
{
    if (error.kind == Error::Kind::Corrupt) {
        return DownloadText::tr("%1 sent wrong bytes for block %2 and is asked no more.")
            .arg(displayText(name), displayText(shortCid(error.subject)));
    }
    //: what a source does, as a sentence: "one.example wants payment."
    return DownloadText::tr("%1.").arg(sourceAnswerText(answerOf(name, error)));
}

} // namespace cairn
