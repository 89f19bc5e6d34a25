// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/http/bandwidth.h"
#include "core/transfer/queue/transferqueue.h"
#include "core/transfer/run/downloadworkers.h"
#include "core/transfer/run/partsemaphore.h"

#include <QThreadPool>

namespace cairn {

/// The worker threads of a queue's transfers, and the limits that they share.
struct TransferQueue::Workers
{
    Workers(const Clock& clock, DownloadWorkers::Work download)
        : bandwidth(clock)
        , verdicts(std::make_shared<SourceVerdicts>(clock))
        , downloads(std::move(download))
    {
        packing.setMaxThreadCount(1);
        setParts(Limits().partsInFlight);
    }
    void setParts(int limit)
    {
        sending.setMaxThreadCount(limit);
        partSemaphore.setMaximum(limit);
    }
    PartSemaphore partSemaphore{0};
    Bandwidth bandwidth;
    std::shared_ptr<SourceVerdicts> verdicts;
    // Their threads use the bandwidth, so they are destroyed first; that waits for the threads.
    QThreadPool packing;
    QThreadPool sending;
    DownloadWorkers downloads;
};

} // namespace cairn
