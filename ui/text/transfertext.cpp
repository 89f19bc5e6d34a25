// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/transfertext.h"

#include "ui/text/downloadtext.h"
#include "ui/text/errortext.h"
#include "ui/text/formatting.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::State;

namespace {

struct TransferSentences
{
    Q_DECLARE_TR_FUNCTIONS(TransferSentences)
};

QString filesText(int files)
{
    return (files == 1 ? TransferSentences::tr("%1 file") : TransferSentences::tr("%1 files")).arg(QLocale().toString(files));
}

QString confirmedText(const Transfer& transfer)
{
    const QString amount = formatBytesOf(transfer.acknowledgedBytes, transfer.totalBytes);
    const QString bytes
        = (transfer.isDownload() ? TransferSentences::tr("%1 verified") : TransferSentences::tr("%1 confirmed")).arg(amount);
    if (transfer.parts < 2)
        return bytes;
    //: bytes, then parts: "12.0 of 52.4 MB confirmed, 2 of 5 parts"
    return TransferSentences::tr("%1, %2 of %3 parts")
        .arg(bytes, QLocale().toString(transfer.acknowledgedParts),
             QLocale().toString(transfer.parts));
}

QString suspensionText(transfer::SuspensionReason reason)
{
    using transfer::SuspensionReason;
    switch (reason) {
    case SuspensionReason::Offline:
        return TransferSentences::tr("the service cannot be reached");
    case SuspensionReason::Maintenance:
        return TransferSentences::tr("the service is under maintenance");
    case SuspensionReason::AccountRestricted:
        return TransferSentences::tr("the account is restricted");
    case SuspensionReason::LoginExpired:
        return TransferSentences::tr("the login is not accepted");
    case SuspensionReason::KeychainLocked:
        return TransferSentences::tr("the keychain is locked");
    case SuspensionReason::DiskFull:
        return TransferSentences::tr("the disk is full");
    case SuspensionReason::SourceOffline:
        return TransferSentences::tr("no source can be reached");
    }
    Q_UNREACHABLE();
}

/// The first few of what was left out, and how many there are.
QString leftOutText(const QStringList& paths)
{
    constexpr qsizetype shown = 3;
    QStringList names;
    for (const QString& path : paths.first(std::min(shown, paths.size())))
        names << QFileInfo(path).fileName();
    const QString list = QLocale().createSeparatedList(names);
    if (paths.size() <= shown)
        return TransferSentences::tr("Left out: %1.").arg(list);
    return TransferSentences::tr("Left out: %1 and %2 more.")
        .arg(names.join(u", "_s), QLocale().toString(paths.size() - shown));
}

QString figuresText(const Transfer& transfer, const TransferPace& pace)
{
    QStringList figures;
    if (const QString progress = progressText(transfer); !progress.isEmpty())
        figures << progress;
    if (pace.rate > 0) {
        figures << formatRate(pace.rate);
        if (pace.left)
            figures << TransferSentences::tr("%1 left").arg(formatDuration(*pace.left));
    }
    return figures.join(u" · "_s);
}

QString detailText(const Transfer& transfer)
{
    QStringList sentences;
    for (const DroppedSource& source : transfer.dropped)
        sentences << droppedSourceText(source.source, source.error);
    const bool passes = transfer.state == State::Suspended || transfer.state == State::Waiting;
    if (transfer.error)
        sentences << (passes ? passingErrorText(*transfer.error) : errorText(*transfer.error));
    // What a source's error says of the end is enough.
    const bool saysEnd = transfer.suspension == transfer::SuspensionReason::SourceOffline && transfer.error
        && !downloadErrorText(*transfer.error).isEmpty();
    if (transfer.state == State::Suspended && transfer.suspension && !saysEnd)
        sentences << suspensionEndText(*transfer.suspension);
    if (transfer.state == State::Incomplete)
        sentences << TransferSentences::tr("Resume sends only what is missing.");
    if (!transfer.notes.isEmpty())
        sentences << leftOutText(transfer.notes);
    return sentences.join(u' ');
}

QString untilText(const QString& until, const QString& otherwise, std::optional<Timestamp> time,
                  Timestamp now)
{
    return time ? until.arg(formatMoment(*time, now)) : otherwise;
}

} // namespace

std::optional<std::chrono::seconds> stalledFor(const Transfer& transfer, Timestamp now)
{
    constexpr std::chrono::seconds worthAWord{5};
    const bool isOnItsWay = transfer.state == State::Receiving
        || (transfer.state == State::Sending && transfer.partsInFlight > 0);
    if (!isOnItsWay || !transfer.lastProgress)
        return std::nullopt;
    const auto still = std::chrono::floor<std::chrono::seconds>(now - *transfer.lastProgress);
    return still < worthAWord ? std::nullopt : std::optional(still);
}

StatusText phaseText(const Transfer& transfer, Timestamp now)
{
    switch (transfer.state) {
    case State::Queued:
        return {TransferSentences::tr("Waiting for its turn"), u"waiting"_s, Tone::Neutral};
    case State::Packing:
        return {TransferSentences::tr("Reading"), u"file"_s, Tone::Accent};
    case State::Sending:
        if (const auto still = stalledFor(transfer, now))
            return {TransferSentences::tr("Stalled %1").arg(formatDuration(*still)), u"waiting"_s, Tone::Caution};
        return {TransferSentences::tr("Sending"), u"upload"_s, Tone::Accent};
    case State::Waiting:
        return {untilText(TransferSentences::tr("Next attempt %1"),
                          TransferSentences::tr("Waiting"), transfer.nextAttempt, now),
                u"waiting"_s, Tone::Caution};
    case State::Confirming:
        return {TransferSentences::tr("Confirming"), u"search"_s, Tone::Accent};
    case State::Stored:
        return {TransferSentences::tr("Stored"), u"done"_s, Tone::Good};
    case State::Cancelled:
        return {TransferSentences::tr("Cancelled"), u"cancel"_s, Tone::Neutral};
    case State::Failed:
        return {TransferSentences::tr("Failed"), u"error"_s, Tone::Bad};
    case State::Paused:
        return {untilText(TransferSentences::tr("Paused until %1"),
                          TransferSentences::tr("Paused"), transfer.resumeAt, now),
                u"pause"_s, Tone::Neutral};
    case State::Suspended:
        return {transfer.suspension ? TransferSentences::tr("Held: %1").arg(suspensionText(*transfer.suspension)) : TransferSentences::tr("Held"),
                u"waiting"_s, Tone::Caution};
    case State::Incomplete:
        return {transfer.parts > 1
                    ? TransferSentences::tr("Incomplete (%1 of %2 parts)")
                          .arg(QLocale().toString(transfer.acknowledgedParts),
                               QLocale().toString(transfer.parts))
                    : TransferSentences::tr("Incomplete"),
                u"error"_s, Tone::Bad};
    case State::Receiving:
        if (const auto still = stalledFor(transfer, now))
            return {TransferSentences::tr("Stalled %1").arg(formatDuration(*still)), u"waiting"_s, Tone::Caution};
        return {TransferSentences::tr("Downloading"), u"download"_s, Tone::Accent};
    case State::Saved:
        return {TransferSentences::tr("Saved"), u"done"_s, Tone::Good};
    }
    Q_UNREACHABLE();
}

QString suspensionEndText(transfer::SuspensionReason reason)
{
    using transfer::SuspensionReason;
    switch (reason) {
    case SuspensionReason::Offline:
        return TransferSentences::tr("Sending goes on by itself when the service answers.");
    case SuspensionReason::Maintenance:
        return TransferSentences::tr("Sending goes on by itself when the service takes changes again.");
    case SuspensionReason::AccountRestricted:
        return TransferSentences::tr("Sending goes on by itself when the restriction is lifted.");
    case SuspensionReason::LoginExpired:
        return TransferSentences::tr("Sending goes on by itself with a token that the service accepts.");
    case SuspensionReason::KeychainLocked:
        return TransferSentences::tr("Sending goes on by itself when the keychain is unlocked.");
    case SuspensionReason::DiskFull:
        return TransferSentences::tr("It is tried again every 15 seconds.");
    case SuspensionReason::SourceOffline:
        return TransferSentences::tr("It goes on by itself when a source answers.");
    }
    Q_UNREACHABLE();
}

QString accountSuspensionText(transfer::SuspensionReason reason)
{
    return TransferSentences::tr("Uploads are held: %1. %2").arg(suspensionText(reason), suspensionEndText(reason));
}

QString progressText(const Transfer& transfer)
{
    switch (transfer.state) {
    case State::Queued:
        return {};
    case State::Packing:
        return transfer.bytesHashed > 0 || transfer.files > 0
            ? TransferSentences::tr("%1 read from %2").arg(formatBytes(transfer.bytesHashed),
                                        filesText(transfer.files))
            : QString();
    case State::Sending:
    case State::Waiting:
    case State::Cancelled:
    case State::Failed:
    case State::Paused:
    case State::Suspended:
    case State::Incomplete:
    case State::Receiving:
        return transfer.totalBytes > 0 ? confirmedText(transfer) : QString();
    case State::Confirming:
        return TransferSentences::tr("All %1 confirmed; asking whether the service lists it")
            .arg(formatBytes(transfer.totalBytes));
    case State::Stored:
    case State::Saved:
        return transfer.files > 0
            ? TransferSentences::tr("%1 in %2").arg(formatBytes(transfer.sourceBytes), filesText(transfer.files))
            : formatBytes(transfer.totalBytes);
    }
    Q_UNREACHABLE();
}

TransferText transferText(const Transfer& transfer, const TransferPace& pace)
{
    return {transfer.name, phaseText(transfer, pace.now), figuresText(transfer, pace),
            shortCid(transfer.root), detailText(transfer)};
}

QString transferSentence(const TransferText& text)
{
    QStringList parts{text.name, text.phase.text, text.figures, text.cid, text.detail};
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

} // namespace cairn
