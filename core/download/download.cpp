// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/download.h"

#include "core/base/posix/file.h"
#include "core/content/codec/links.h"
#include "core/content/unixfs/directorylisting.h"
#include "core/download/treewriter.h"

#include <QThread>

#include <mutex>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// For one of another process that was told to stop and may be waiting for a disk.
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
    if (node)
        return node;
    Error error = node.error();
    if (error.code == content::dagNoEntry || error.code == content::dagNotALink) {
        error.kind = Error::Kind::NotFound;
        error.code = u"NO_SUCH_PATH"_s;
    }
    return fail(std::move(error));
}

/// A folder that holds one file and nothing else is how packers give a file its name. Whoever asks
/// for all of it wants the file, whatever they call it here.
Result<content::NodeInfo> unwrapped(Fetcher& fetcher, const content::NodeInfo& node)
{
    if (node.kind != content::NodeKind::Directory || node.isSharded)
        return node;
    auto listing = content::DirectoryListing::open(fetcher, node.cid);
    if (!listing)
        return node; // Whoever writes it tells what is wrong.
    const auto only = listing->next();
    if (!only || !*only)
        return node;
    if (const auto second = listing->next(); !second || *second)
        return node;
    const auto file = content::DagReader(fetcher).stat((*only)->cid);
    if (!file)
        return lastingReason(file.error()) ? Result<content::NodeInfo>(node) : file;
    return file->kind == content::NodeKind::File ? *file : node;
}

/// What the root says of itself and all below it; 0, which is unknown, for what is no size.
quint64 claimedBytes(Fetcher& fetcher, const content::NodeInfo& node)
{
    if (node.kind == content::NodeKind::File)
        return node.size <= mostClaimed ? node.size : 0;
    const auto bytes = fetcher.block(node.cid); // Read a moment ago, and kept.
    const quint64 size = bytes ? content::dagSize(node.cid, *bytes).value_or(node.size) : node.size;
    return size <= mostClaimed ? size : 0;
}

/// Before a byte is written: a disk that cannot hold it all is not filled first.
Done checkSpace(const WorkFolder& folder, quint64 total)
{
    const auto free = posix::freeBytes(folder.descriptor());
    const quint64 written = folder.record().verified();
    if (free && total > written && total - written > *free) {
        return fail(Error{Error::Kind::DiskFull,
                          u"%1 bytes are to come, %2 are free"_s.arg(total - written).arg(*free),
                          {},
                          u"TARGET_TOO_SMALL"_s});
    }
    return {};
}

Done fetch(const DownloadJob& job, DownloadOutcome& outcome)
{
    auto folder = openFolder(job);
    if (!folder)
        return fail(folder.error());
    DownloadFigures& figures = outcome.figures;
    const auto count = [&](const DownloadRecord& record) {
        figures.verifiedBytes = qint64(record.verified());
        figures.files = record.files;
        figures.sourceBytes = qint64(record.sourceBytes);
        outcome.leftOut = folder->leftOut(record);
        outcome.leftOutCount = qint64(record.leftOut);
    };
    count(folder->record());
    if (folder->isWhole()) {
        figures.totalBytes = figures.verifiedBytes;
        return folder->place(folder->record());
    }

    std::mutex mutex; // What comes is counted by the threads that read it.
    const auto change = [&](const std::function<void()>& set) {
        const std::scoped_lock lock(mutex);
        set();
        job.tell(figures);
    };
    TransferControl control = job.control;
    control.received = [&](qint64 bytes) { change([&] { figures.receivedBytes += bytes; }); };
    TraversalPath way;
    Fetcher fetcher(job.origins, job.distrusted, control, *job.verdicts, job.hasNetwork);
    if (!folder->isEmpty())
        fetcher.goOn();
    const auto run = [&]() -> Done {
        const auto root = find(fetcher, job.request);
        if (!root)
            return fail(root.error());
        // What is looked at here is the beginning of what is written then: one CAR brings both.
        way = {{root->cid, false, claimedBytes(fetcher, *root)}};
        if (folder->isEmpty())
            fetcher.follow(&way);
        const auto node = job.request.path.isEmpty() ? unwrapped(fetcher, *root) : root;
        if (!node)
            return fail(node.error());
        const quint64 total = claimedBytes(fetcher, *node);
        change([&] {
            figures.root = root->cid;
            figures.totalBytes = qint64(total);
        });
        if (const Done fits = checkSpace(*folder, total); !fits)
            return fits;
        TreeWriter writer(fetcher, *folder, total, [&](const TreeWriter::Figures& written) {
            change([&] {
                figures.verifiedBytes = written.verified;
                figures.files = written.files;
                figures.sourceBytes = written.sourceBytes;
                figures.totalBytes = std::max(figures.totalBytes, written.verified);
            });
        });
        const Done written = writer.write(*node);
        change([&] { count(writer.record()); });
        if (!written)
            return written;
        change([&] { figures.totalBytes = figures.verifiedBytes; });
        return folder->place(writer.record(), writer.rights());
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
            if (error.code.isEmpty()) {
                error.code = error.kind == Error::Kind::DiskFull ? u"TARGET_DISK_FULL"_s
                                                                 : u"TARGET_UNWRITABLE"_s;
            }
            error.subject = job.request.target;
        }
        return error;
    });
    return outcome;
}

void discardDownload(const DownloadRequest& request, WorkFolder::Discard when)
{
    WorkFolder::discard(request, when);
}

} // namespace cairn
