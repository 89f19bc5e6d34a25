// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/async.h"
#include "core/download/download.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <map>
#include <memory>

namespace cairn {

/// The threads of an account's downloads: one for each download() that runs, and one that removes
/// work folders. Owned by TransferQueue; main thread.
///
/// A worker that was told to stop may go on for long: it waits until the disk has what was written.
/// Until it has ended its work folder is locked, and the next download() of the same is not to be
/// started. Whoever wants the folder removed meanwhile leaves that to the worker.
class DownloadWorkers final : public QObject
{
    Q_OBJECT

public:
    /// What runs on a worker's thread: cairn::download, or what a test has instead.
    using Work = std::function<DownloadOutcome(const DownloadJob&)>;

    explicit DownloadWorkers(Work work);
    /// Waits for all workers; they must have been told to stop.
    ~DownloadWorkers() override;

    [[nodiscard]] Reply<DownloadOutcome> start(DownloadJob job);
    /// The work folder of this request is in use.
    bool isAtWork(const DownloadRequest& request) const;

    /// Removes the work folder, now or when the worker there ends.
    void discard(const DownloadRequest& request);
    /// Removes it if it is only what a download that is in place has left.
    void clearUp(const DownloadRequest& request);

signals:
    void ended(); ///< A work folder is free.

private:
    enum class Phase { Working, WorkingThenDiscard, Ended };
    struct Worker
    {
        DownloadRequest request;
        std::atomic<Phase> phase = Phase::Working; ///< Both threads.
    };

    void run(QThreadPool& pool, const std::shared_ptr<Worker>& worker, std::function<void()> work);
    void remove(const DownloadRequest& request, WorkFolder::Discard when);

    Work m_work;
    std::multimap<QString, std::shared_ptr<Worker>> m_workers; ///< By what they work on.
    QThreadPool m_removing;
    QThreadPool m_receiving;
};

} // namespace cairn
