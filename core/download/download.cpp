// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/download.h"

#include "core/content/codec/links.h"
#include "core/download/treewriter.h"

#include <QThread>

#include <mutex>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// For a worker that was told to stop and may be waiting for a disk.
constexpr int busyTries = 100;
constexpr unsigned long busyMilliseconds = 50;

Result<WorkFolder> openFolder(const DownloadJob& job)
{
    auto folder = WorkFolder::open(job.request);
    for (int i = 0; i < busyTries && !folder && folder.error().code == "TARGET_BUSY"_L1
         && !job.control.isStopping();
         ++i) {
        QThread::msleep(busyMilliseconds);
        folder = WorkFolder::open(job.request);
    }
    return folder;
}

Result<content::NodeInfo> find(Fetcher& fetcher, const DownloadRequest& request)
{
    const auto cid = content::Cid::parse(request.cid.text());
    if (!cid)
        return fail(cid.error());
    auto node = content::DagReader(fetcher).resolve(*cid, request.path.toUtf8());
    if (!node && node.error().kind == Error::Kind::NotFound && node.error().code.isEmpty()) {
        Error error = node.error();
        error.code = u"NO_SUCH_PATH"_s;
        return fail(std::move(error));
    }
    return node;
}

/// What the root says of itself and all below it; 0, which is unknown, for what is no size.
quint64 cumulativeBytes(Fetcher& fetcher, const content::NodeInfo& node)
{
    const auto bytes = fetcher.block(node.cid); // Read a moment ago, and kept.
    const quint64 size = bytes ? content::dagSize(node.cid, *bytes).value_or(node.size) : node.size;
    return size <= mostClaimed ? size : 0;
}

Done fetch(const DownloadJob& job, DownloadOutcome& outcome)
{
    auto folder = openFolder(job);
    if (!folder)
        return fail(folder.error());
    DownloadFigures& figures = outcome.figures;
    const auto count = [&](const DownloadRecord& record) {
        figures.verifiedBytes = qint64(record.verified);
        figures.files = record.files;
        figures.sourceBytes = qint64(record.sourceBytes);
        outcome.leftOut = record.leftOut;
    };
    count(folder->record());
    if (folder->isPlaced())
        return folder->place(folder->record());

    std::mutex mutex; // What comes is counted by the threads that read it.
    const auto change = [&](const std::function<void()>& set) {
        const std::scoped_lock lock(mutex);
        set();
        job.tell(figures);
    };
    TransferControl control = job.control;
    control.received = [&](qint64 bytes) { change([&] { figures.receivedBytes += bytes; }); };
    Fetcher fetcher(job.origins, job.distrusted, control, job.hasNetwork);
    const auto run = [&]() -> Done {
        const auto node = find(fetcher, job.request);
        if (!node)
            return fail(node.error());
        const quint64 total = cumulativeBytes(fetcher, *node);
        change([&] {
            figures.root = node->cid;
            figures.totalBytes = qint64(total);
        });
        TreeWriter writer(fetcher, *folder, [&](const TreeWriter::Figures& written) {
            change([&] {
                figures.verifiedBytes = written.verified;
                figures.files = written.files;
                figures.sourceBytes = written.sourceBytes;
            });
        });
        const Done written = writer.write(*node, total);
        change([&] { count(writer.record()); });
        return written ? folder->place(writer.record()) : written;
    };
    Done done = run();
    outcome.dropped = fetcher.dropped();
    if (!done && folder->isEmpty())
        folder->clear(); // Nothing to go on with.
    return done;
}

} // namespace

DownloadOutcome download(const DownloadJob& job)
{
    DownloadOutcome outcome;
    outcome.done = fetch(job, outcome).map_error([&](Error error) {
        // Both are about where it is written, not about our own data.
        if (error.kind == Error::Kind::DiskFull || error.kind == Error::Kind::Storage) {
            error.code = error.kind == Error::Kind::DiskFull ? u"TARGET_DISK_FULL"_s
                                                             : u"TARGET_UNWRITABLE"_s;
            error.subject = job.request.target;
        }
        return error;
    });
    return outcome;
}

void discardDownload(const DownloadRequest& request, WorkFolder::Discard when)
{
    for (int i = 0; i < busyTries && !WorkFolder::discard(request, when); ++i)
        QThread::msleep(busyMilliseconds);
}

} // namespace cairn
