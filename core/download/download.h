// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/download/downloadrequest.h"
#include "core/download/fetcher.h"
#include "core/download/workfolder.h"

#include <functional>

namespace cairn {

/// How a download stands, for whoever shows it; as the same members of Transfer.
struct DownloadFigures
{
    QString root{};
    qint64 totalBytes = 0;
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
    std::function<bool()> hasNetwork;
    std::function<void(const DownloadFigures&)> tell; ///< Often; one call at a time, on a worker's thread.
};

struct DownloadOutcome
{
    Done done;
    DownloadFigures figures;
    QStringList leftOut{};
    std::vector<DroppedSource> dropped{}; ///< In this run.
};

/// Fetches, verifies, writes and puts in place, going on where an earlier run stopped. Takes as
/// long as that takes: for a worker thread. Errors: Fetcher's, TreeWriter's and WorkFolder's, and
/// NotFound (NO_SUCH_PATH) when the path leads nowhere.
[[nodiscard]] DownloadOutcome download(const DownloadJob& job);

/// Throws away what an unfinished download has written; waits a moment for its worker to end.
void discardDownload(const DownloadRequest& request, WorkFolder::Discard when);

} // namespace cairn
