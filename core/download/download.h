// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/download/downloadrequest.h"
#include "core/download/fetcher.h"
#include "core/download/workfolder.h"

#include <functional>

namespace cairn {

/// The progress of a download; the members mean the same as those of Transfer.
struct DownloadFigures
{
    content::Cid root{};
    qint64 totalBytes = 0; ///< As the root claims; once all is there, as counted.
    qint64 verifiedBytes = 0;
    qint64 receivedBytes = 0; ///< In this run.
    int files = 0;
    qint64 sourceBytes = 0;
    bool operator==(const DownloadFigures&) const = default;
};

struct DownloadJob
{
    DownloadRequest request;
    std::vector<BlockOrigin> origins; ///< In the order they are asked.
    std::vector<DroppedSource> distrusted;
    TransferControl control;
    std::shared_ptr<SourceVerdicts> verdicts; ///< Never null.
    std::function<bool()> hasNetwork;
    std::function<void(const DownloadFigures&)>
        tell; ///< Often; one call at a time, on a worker's thread.
};

struct DownloadOutcome
{
    Done done;
    DownloadFigures figures;
    std::vector<LeftOut> leftOut{}; ///< The first mostLeftOut.
    qint64 leftOutCount = 0;
    std::vector<DroppedSource> dropped{}; ///< In this run.
};

/// Fetches, verifies, writes and puts in place; goes on where an earlier run stopped. For a worker
/// thread: it returns when the download has ended or was stopped. Errors: Fetcher's, TreeWriter's
/// and WorkFolder's, and NotFound (NO_SUCH_PATH) when the path leads nowhere.
[[nodiscard]] DownloadOutcome download(const DownloadJob& job);

/// Removes the work folder of a download, unless somebody works in it.
void discardDownload(const DownloadRequest& request, WorkFolder::Discard when);

} // namespace cairn
