// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/transfertext.h"

#include "ui/text/errortext.h"
#include "ui/text/formatting.h"

#include <QCoreApplication>
#include <QLocale>

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::State;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("TransferText", text);
}

QString filesText(int files)
{
    return (files == 1 ? tr("%1 file") : tr("%1 files")).arg(QLocale().toString(files));
}

QString confirmedText(const Transfer& transfer)
{
    const QString amount = formatBytesOf(transfer.acknowledgedBytes, transfer.totalBytes);
    const QString bytes
        = (transfer.isDownload() ? tr("%1 verified") : tr("%1 confirmed")).arg(amount);
    if (transfer.parts < 2)
        return bytes;
    //: bytes, then parts: "12.0 of 52.4 MB confirmed, 2 of 5 parts"
    return tr("%1, %2 of %3 parts")
        .arg(bytes, QLocale().toString(transfer.acknowledgedParts),
             QLocale().toString(transfer.parts));
}

QString holdText(transfer::HoldReason reason)
{
    using transfer::HoldReason;
    switch (reason) {
    case HoldReason::Offline:
        return tr("Held: the service cannot be reached");
    case HoldReason::Maintenance:
        return tr("Held: the service is under maintenance");
    case HoldReason::AccountRestricted:
        return tr("Held: the account is restricted");
    case HoldReason::LoginExpired:
        return tr("Held: sign in again");
    case HoldReason::KeychainLocked:
        return tr("Held: the keychain is locked");
    case HoldReason::DiskFull:
        return tr("Held: the disk is full");
    case HoldReason::SourceOffline:
        return tr("Held: no source can be reached");
    }
    Q_UNREACHABLE();
}

} // namespace

StatusText phaseText(const Transfer& transfer)
{
    switch (transfer.state) {
    case State::Queued:
        return {tr("Waiting for its turn"), u"waiting"_s, Tone::Neutral};
    case State::Packing:
        return {tr("Reading"), u"file"_s, Tone::Accent};
    case State::Sending:
        return {tr("Sending"), u"upload"_s, Tone::Accent};
    case State::Waiting:
        return {transfer.nextAttempt
                    ? tr("Waiting until %1").arg(formatTime(toLocalTime(*transfer.nextAttempt)))
                    : tr("Waiting"),
                u"waiting"_s, Tone::Caution};
    case State::Confirming:
        return {tr("Confirming"), u"search"_s, Tone::Accent};
    case State::Stored:
        return {tr("Stored"), u"done"_s, Tone::Good};
    case State::Cancelled:
        return {tr("Cancelled"), u"cancel"_s, Tone::Neutral};
    case State::Failed:
        return {tr("Failed"), u"error"_s, Tone::Bad};
    case State::Paused:
        return {transfer.resumeAt
                    ? tr("Paused until %1").arg(formatTime(toLocalTime(*transfer.resumeAt)))
                    : tr("Paused"),
                u"waiting"_s, Tone::Neutral};
    case State::Held:
        return {transfer.hold ? holdText(*transfer.hold) : tr("Held"), u"waiting"_s, Tone::Caution};
    case State::Incomplete:
        return {tr("Incomplete"), u"error"_s, Tone::Bad};
    case State::Receiving:
        return {tr("Downloading"), u"download"_s, Tone::Accent};
    case State::Saved:
        return {tr("Saved"), u"done"_s, Tone::Good};
    }
    Q_UNREACHABLE();
}

QString progressText(const Transfer& transfer)
{
    switch (transfer.state) {
    case State::Queued:
        return {};
    case State::Packing:
        return transfer.bytesHashed > 0 || transfer.files > 0
            ? tr("%1 read from %2").arg(formatBytes(transfer.bytesHashed),
                                        filesText(transfer.files))
            : QString();
    case State::Sending:
    case State::Waiting:
    case State::Cancelled:
    case State::Failed:
    case State::Paused:
    case State::Held:
    case State::Incomplete:
    case State::Receiving:
        return transfer.totalBytes > 0 ? confirmedText(transfer) : QString();
    case State::Confirming:
        return tr("All %1 confirmed; asking whether the service lists it")
            .arg(formatBytes(transfer.totalBytes));
    case State::Stored:
    case State::Saved:
        return transfer.files > 0
            ? tr("%1 in %2").arg(formatBytes(transfer.sourceBytes), filesText(transfer.files))
            : formatBytes(transfer.totalBytes);
    }
    Q_UNREACHABLE();
}

QString transferSentence(const Transfer& transfer)
{
    QStringList parts{transfer.name, phaseText(transfer).text};
    if (const QString progress = progressText(transfer); !progress.isEmpty())
        parts << progress;
    if (transfer.error)
        parts << errorText(*transfer.error);
    return parts.join(u", "_s);
}

} // namespace cairn
