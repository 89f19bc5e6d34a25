// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/run/downloadworkers.h"

#include <QCoreApplication>
#include <QPointer>

#include <limits>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// The same for two requests that have one work folder.
QString keyOf(const DownloadRequest& request)
{
    return request.cid.text() + '\n'_L1 + request.path + '\n'_L1 + request.target;
}

} // namespace

DownloadWorkers::DownloadWorkers(Work work)
    : m_work(std::move(work))
{
    m_removing.setMaxThreadCount(1);
    // The queue decides how many run; those that are about to end are beside them.
    m_receiving.setMaxThreadCount(std::numeric_limits<int>::max());
}

DownloadWorkers::~DownloadWorkers()
{
    m_receiving.waitForDone();
    m_removing.waitForDone();
}

void DownloadWorkers::run(QThreadPool& pool, const std::shared_ptr<Worker>& worker,
                          std::function<void()> work)
{
    const auto entry = m_workers.emplace(keyOf(worker->request), worker);
    pool.start([worker, work = std::move(work), self = QPointer(this), entry] {
        work();
        if (worker->phase.exchange(Phase::Ended) == Phase::WorkingThenDiscard)
            discardDownload(worker->request, WorkFolder::Discard::Always);
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, entry] {
                if (!self)
                    return;
                self->m_workers.erase(entry);
                emit self->ended();
            },
            Qt::QueuedConnection);
    });
}

Reply<DownloadOutcome> DownloadWorkers::start(DownloadJob job)
{
    const auto worker = std::make_shared<Worker>();
    worker->request = job.request;
    auto promise = std::make_shared<QPromise<Result<DownloadOutcome>>>();
    promise->start();
    run(m_receiving, worker, [promise, work = m_work, job = std::move(job)] {
        promise->addResult(work(job));
        promise->finish();
    });
    return promise->future();
}

bool DownloadWorkers::isAtWork(const DownloadRequest& request) const
{
    return m_workers.contains(keyOf(request));
}

void DownloadWorkers::discard(const DownloadRequest& request)
{
    const auto [begin, end] = m_workers.equal_range(keyOf(request));
    for (auto entry = begin; entry != end; ++entry) {
        Phase before = Phase::Working;
        const bool isTold
            = entry->second->phase.compare_exchange_strong(before, Phase::WorkingThenDiscard);
        if (isTold || before == Phase::WorkingThenDiscard)
            return;
    }
    remove(request, WorkFolder::Discard::Always);
}

void DownloadWorkers::clearUp(const DownloadRequest& request)
{
    remove(request, WorkFolder::Discard::IfPlaced);
}

void DownloadWorkers::remove(const DownloadRequest& request, WorkFolder::Discard when)
{
    const auto worker = std::make_shared<Worker>();
    worker->request = request;
    worker->phase = Phase::Ended; // It is not asked to remove more than that.
    run(m_removing, worker, [request, when] { discardDownload(request, when); });
}

} // namespace cairn
