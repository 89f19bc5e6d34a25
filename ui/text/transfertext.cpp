// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/transfertext.h"

#include "core/api/source/sourceanswer.h"
#include "ui/text/displaytext.h"
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
    return TransferSentences::tr("%Ln file(s)", nullptr, files);
}

QString confirmedText(const Transfer& transfer)
{
    const QString amount = formatBytesOf(transfer.acknowledgedBytes, transfer.totalBytes);
    if (transfer.parts < 2)
        return (transfer.isDownload() ? TransferSentences::tr("%1 verified")
                                      : TransferSentences::tr("%1 confirmed"))
            .arg(amount);
    const QString sentence = transfer.isDownload()
        //: bytes, then parts: "12.0 of 52.4 MB verified, 2 of 5 parts"
        ? TransferSentences::tr("%1 verified, %2 of %Ln part(s)", nullptr, transfer.parts)
        //: bytes, then parts: "12.0 of 52.4 MB confirmed, 2 of 5 parts"
        : TransferSentences::tr("%1 confirmed, %2 of %Ln part(s)", nullptr, transfer.parts);
    return sentence.arg(amount, QLocale().toString(transfer.acknowledgedParts));
}

QString heldText(const Transfer& transfer)
{
    using transfer::SuspensionReason;
    if (!transfer.suspension)
        return TransferSentences::tr("Held");
    switch (*transfer.suspension) {
    case SuspensionReason::Offline:
        return TransferSentences::tr("Held: the service cannot be reached");
    case SuspensionReason::Maintenance:
        return TransferSentences::tr("Held: the service is under maintenance");
    case SuspensionReason::AccountRestricted:
        return TransferSentences::tr("Held: the account is restricted");
    case SuspensionReason::LoginExpired:
        return TransferSentences::tr("Held: the login is not accepted");
    case SuspensionReason::KeychainLocked:
        return TransferSentences::tr("Held: the keychain is locked");
    case SuspensionReason::DiskFull:
        return TransferSentences::tr("Held: the disk is full");
    case SuspensionReason::SourceOffline:
        return TransferSentences::tr("Held: no source can be reached");
    }
    Q_UNREACHABLE();
}

/// Of all uploads of an account.
QString allHeldText(transfer::SuspensionReason reason)
{
    using transfer::SuspensionReason;
    switch (reason) {
    case SuspensionReason::Offline:
        return TransferSentences::tr("Uploads are held: the service cannot be reached.");
    case SuspensionReason::Maintenance:
        return TransferSentences::tr("Uploads are held: the service is under maintenance.");
    case SuspensionReason::AccountRestricted:
        return TransferSentences::tr("Uploads are held: the account is restricted.");
    case SuspensionReason::LoginExpired:
        return TransferSentences::tr("Uploads are held: the login is not accepted.");
    case SuspensionReason::KeychainLocked:
        return TransferSentences::tr("Uploads are held: the keychain is locked.");
    case SuspensionReason::DiskFull:
        return TransferSentences::tr("Uploads are held: the disk is full.");
    case SuspensionReason::SourceOffline:
        return TransferSentences::tr("Uploads are held: no source can be reached.");
    }
    Q_UNREACHABLE();
}

/// The first few of what was left out, and how many there are.
QString leftOutText(const QStringList& paths)
{
    constexpr qsizetype shown = 3;
    QStringList names;
    for (const QString& path : paths.first(std::min(shown, paths.size())))
        names << nameText(QFileInfo(path).fileName());
    if (paths.size() <= shown)
        return TransferSentences::tr("Left out: %1.").arg(QLocale().createSeparatedList(names));
    return TransferSentences::tr("Left out: %1 and %Ln more.", nullptr, int(paths.size() - shown))
        .arg(formatList(names));
}

/// The same of a download, with the reasons.
QString leftOutText(const std::vector<LeftOut>& entries, qint64 count)
{
    constexpr std::size_t shown = 3;
    QStringList names;
    for (std::size_t i = 0; i < std::min(shown, entries.size()); ++i) {
        //: a path, then why it is not there: "a/b (its blocks do not fit together)"
        names << TransferSentences::tr("%1 (%2)").arg(nameText(entries[i].path),
                                                      leftOutReasonText(entries[i]));
    }
    if (count <= qint64(names.size()))
        return TransferSentences::tr("Not as stored: %1.").arg(formatList(names));
    return TransferSentences::tr("Not as stored: %1 and %Ln more.", nullptr,
                                 pluralForm(count - names.size()))
        .arg(formatList(names));
}

/// Letters; more would be a row higher than the list.
constexpr qsizetype maxDetail = 1000;

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

/// Its error says it of all of them.
bool saysSources(const Transfer& transfer)
{
    return transfer.error && !answersOf(*transfer.error).empty();
}

QString detailText(const Transfer& transfer)
{
    QStringList sentences;
    if (!saysSources(transfer)) {
        for (const DroppedSource& source : transfer.dropped)
            sentences << droppedSourceText(source.source, source.error);
    }
    const bool passes = transfer.state == State::Suspended || transfer.state == State::Waiting;
    if (transfer.error)
        sentences << (passes ? passingErrorText(*transfer.error) : errorText(*transfer.error));
    // What a source's error says of the end is enough.
    const bool saysEnd = transfer.suspension == transfer::SuspensionReason::SourceOffline
        && transfer.error && !downloadErrorText(*transfer.error).isEmpty();
    if (transfer.state == State::Suspended && transfer.suspension && !saysEnd)
        sentences << suspensionEndText(*transfer.suspension);
    if (transfer.state == State::Incomplete)
        sentences << TransferSentences::tr("Resume sends only what is missing.");
    if (!transfer.notes.isEmpty())
        sentences << leftOutText(transfer.notes);
    if (transfer.leftOutCount > 0)
        sentences << leftOutText(transfer.leftOut, transfer.leftOutCount);
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
            return {TransferSentences::tr("Stalled %1").arg(formatDuration(*still)), u"waiting"_s,
                    Tone::Caution};
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
        return {untilText(TransferSentences::tr("Paused until %1"), TransferSentences::tr("Paused"),
                          transfer.resumeAt, now),
                u"pause"_s, Tone::Neutral};
    case State::Suspended:
        return {untilText(TransferSentences::tr("Held, next attempt %1"), heldText(transfer),
                          transfer.resumeAt, now),
                u"waiting"_s, Tone::Caution};
    case State::Incomplete:
        return {transfer.parts > 1 ? TransferSentences::tr("Incomplete (%1 of %Ln part(s))",
                                                           nullptr, transfer.parts)
                                         .arg(QLocale().toString(transfer.acknowledgedParts))
                                   : TransferSentences::tr("Incomplete"),
                u"error"_s, Tone::Bad};
    case State::Receiving:
        if (const auto still = stalledFor(transfer, now))
            return {TransferSentences::tr("Stalled %1").arg(formatDuration(*still)), u"waiting"_s,
                    Tone::Caution};
        return {TransferSentences::tr("Downloading"), u"download"_s, Tone::Accent};
    case State::Saved:
        if (transfer.leftOutCount > 0)
            return {TransferSentences::tr("Saved in part"), u"error"_s, Tone::Caution};
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
        return TransferSentences::tr(
            "Sending goes on by itself when the service takes changes again.");
    case SuspensionReason::AccountRestricted:
        return TransferSentences::tr("Sending goes on by itself when the restriction is lifted.");
    case SuspensionReason::LoginExpired:
        return TransferSentences::tr(
            "Sending goes on by itself with a token that the service accepts.");
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
    return allHeldText(reason) + u' ' + suspensionEndText(reason);
}

QString progressText(const Transfer& transfer)
{
    switch (transfer.state) {
    case State::Queued:
        return {};
    case State::Packing:
        return transfer.bytesHashed > 0 || transfer.files > 0
            ? TransferSentences::tr("%1 read from %2")
                  .arg(formatBytes(transfer.bytesHashed), filesText(transfer.files))
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
            ? TransferSentences::tr("%1 in %2")
                  .arg(formatBytes(transfer.sourceBytes), filesText(transfer.files))
            : formatBytes(transfer.totalBytes);
    }
    Q_UNREACHABLE();
}

TransferText transferText(const Transfer& transfer, const TransferPace& pace)
{
    return {nameText(transfer.name), phaseText(transfer, pace.now), figuresText(transfer, pace),
            displayText(shortCid(transfer.root)),
            shortText(displayText(detailText(transfer)), maxDetail)};
}

QString transferSentence(const TransferText& text)
{
    QStringList parts{text.name, text.phase.text, text.figures, text.cid, text.detail};
    parts.removeAll(QString());
    return formatList(parts);
}

} // namespace cairn
