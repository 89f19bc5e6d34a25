// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/transferrun.h"

#include "app/ctl/output.h"
#include "app/ctl/translation.h"
#include "core/api/source/sourceanswer.h"
#include "core/base/filepath.h"
#include "ui/text/downloadtext.h"
#include "ui/text/errortext.h"
#include "ui/text/formatting.h"

#include <QCoreApplication>

namespace cairn::ctl {
using namespace Qt::StringLiterals;
using transfer::State;

namespace {

QString figures(const Transfer& transfer)
{
    const QString done = QString::number(transfer.acknowledgedBytes);
    const QString all = exactBytes(transfer.totalBytes);
    if (transfer.isDownload()) {
        if (transfer.totalBytes == 0)
            return {};
        //: a number, then an amount: "3 of 12 bytes verified"
        return Cairnctl::tr("%1 of %2 verified").arg(done, all);
    }
    if (transfer.parts == 0)
        return {};
    //: a number, an amount, then parts: "3 of 12 bytes confirmed, 1 of 2 parts"
    return Cairnctl::tr("%1 of %2 confirmed, %3 of %n part(s)", nullptr, transfer.parts)
        .arg(done, all, QString::number(transfer.acknowledgedParts));
}

} // namespace

QString stateText(State state)
{
    switch (state) {
    case State::Queued:
        return Cairnctl::tr("queued");
    case State::Packing:
        return Cairnctl::tr("reading");
    case State::Sending:
        return Cairnctl::tr("sending");
    case State::Waiting:
        return Cairnctl::tr("waiting to try again");
    case State::Confirming:
        return Cairnctl::tr("confirming");
    case State::Stored:
        return Cairnctl::tr("stored");
    case State::Cancelled:
        return Cairnctl::tr("cancelled");
    case State::Failed:
        return Cairnctl::tr("failed");
    case State::Paused:
        return Cairnctl::tr("paused");
    case State::Suspended:
        return Cairnctl::tr("held");
    case State::Incomplete:
        return Cairnctl::tr("incomplete");
    case State::Receiving:
        return Cairnctl::tr("downloading");
    case State::Saved:
        return Cairnctl::tr("saved");
    }
    Q_UNREACHABLE();
}

TransferRun::TransferRun(TransferQueue& queue, Kept kept)
    : m_queue(queue)
    , m_kept(kept)
{
    connect(&m_queue, &TransferQueue::changed, this, &TransferRun::look);
}

bool TransferRun::takeUp(const UploadRequest& request)
{
    m_id = m_queue.takeUp(request);
    if (m_id)
        printRemark(Cairnctl::tr("Going on with the upload begun earlier."));
    return m_id.has_value();
}

bool TransferRun::takeUp(const DownloadRequest& request)
{
    m_id = m_queue.takeUp(request);
    if (m_id)
        printRemark(Cairnctl::tr("Going on with the download begun earlier."));
    return m_id.has_value();
}

Reply<Transfer> TransferRun::follow()
{
    m_promise.start();
    look(*m_id); // It may have come to rest before we listened.
    return m_promise.future();
}

Reply<Transfer> TransferRun::follow(const Result<TransferId>& added)
{
    if (!added)
        return ready<Transfer>(fail(added.error()));
    m_id = *added;
    return follow();
}

void TransferRun::look(TransferId id)
{
    const auto transfer = id == m_id ? m_queue.find(id) : std::nullopt;
    if (!transfer || m_isOver)
        return;
    m_line.show(stateText(transfer->state), figures(*transfer), transfer->acknowledgedBytes,
                transfer->totalBytes);
    sayWait(*transfer);
    if (!transfer::isOver(transfer->state) && transfer->state != State::Suspended
        && transfer->state != State::Paused)
        return;
    m_line.end();
    const bool isSaid = transfer->error && !answersOf(*transfer->error).empty();
    for (const DroppedSource& source : isSaid ? std::vector<DroppedSource>() : transfer->dropped)
        printMessage(droppedSourceText(source.source, source.error));
    if (transfer->state == State::Stored || transfer->state == State::Saved)
        return finish(*transfer);
    const bool isUnfinished
        = transfer->state == State::Suspended || transfer->state == State::Incomplete;
    if (isUnfinished && m_kept == Kept::Yes) {
        printMessage(transfer->isDownload()
                         ? Cairnctl::tr("The download is kept; the same command goes on with it.")
                         : Cairnctl::tr("The upload is kept; the same command goes on with it."));
    }
    finish(fail(transfer->error.value_or(Error{Error::Kind::Cancelled, {}})));
}

/// A wait that a person would notice is said once: for what, and until when.
void TransferRun::sayWait(const Transfer& transfer)
{
    constexpr std::chrono::seconds worthAWord{5};
    const Timestamp now = SystemClock().now();
    if (transfer.state != State::Waiting || !transfer.error || !transfer.nextAttempt
        || transfer.nextAttempt == m_saidWait || *transfer.nextAttempt - now < worthAWord)
        return;
    m_saidWait = transfer.nextAttempt;
    m_line.end();
    //: a time, then the reason as a sentence
    printRemark(
        Cairnctl::tr("Next attempt %1. %2")
            .arg(formatMoment(*transfer.nextAttempt, now), passingErrorText(*transfer.error)));
}

void TransferRun::finish(const Result<Transfer>& outcome)
{
    m_isOver = true;
    m_line.end();
    m_promise.addResult(outcome);
    m_promise.finish();
}

QStringList absolutePaths(const QStringList& paths)
{
    QStringList result;
    for (const QString& path : paths)
        result.append(absolutePath(path));
    return result;
}

UploadRequest uploadRequest(const Options& options)
{
    UploadRequest request;
    request.name = options.name;
    request.partTarget = qint64(options.partMebibytes) * 1024 * 1024;
    if (options.command == Command::PutCar) {
        request.carFile = absolutePaths(options.arguments).front();
        return request;
    }
    request.paths = absolutePaths(options.arguments);
    request.profile = options.profile;
    request.hidden = options.hidden ? UploadRequest::Hidden::Include : UploadRequest::Hidden::Skip;
    request.links = options.links;
    request.exclude = options.exclude;
    if (options.skipUnreadable)
        request.unreadable = UploadRequest::Unreadable::IsLeftOut;
    if (options.wrap)
        request.wrap = *options.wrap ? UploadRequest::Wrap::Yes : UploadRequest::Wrap::No;
    return request;
}

} // namespace cairn::ctl
