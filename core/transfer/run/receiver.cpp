// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/run/receiver.h"

#include "core/api/http/bandwidth.h"
#include "core/api/http/retrypolicy.h"
#include "core/transfer/run/downloadworkers.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QPointer>
#include <QSemaphore>

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::Event;
using transfer::State;
using transfer::SuspensionReason;

namespace {

constexpr qint64 tellPauseMilliseconds = 100;

/// What comes unasked comes beside the limit: a small part of a second's at most.
qint64 readAhead(qint64 limit)
{
    return limit == 0 ? HttpStream::defaultReadAhead
                      : std::clamp<qint64>(limit / 20, 16 * 1024, HttpStream::defaultReadAhead);
}

Error notFound(Error error)
{
    error.kind = Error::Kind::NotFound;
    return error;
}

/// The worker's requests to the account's service, which take their turn on the main thread.
class Turns
{
public:
    Turns(ApiClient& api, std::shared_ptr<std::atomic_bool> isStopped)
        : m_api(&api)
        , m_isStopped(std::move(isStopped))
    { }

    /// Waits on the worker's thread for the main thread's word.
    Done acquire()
    {
        constexpr int pollIntervalMs = 100;
        const auto come = std::make_shared<QSemaphore>();
        const auto word = std::make_shared<Result<int>>();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [api = m_api, isStopped = m_isStopped, come, word] {
                if (!api || *isStopped)
                    return;
                whenDone(api->acquire(), api, [api, isStopped, come, word](const auto& turn) {
                    if (turn && *isStopped) // Nobody is there any more to use it.
                        api->ended(*turn, fail(Error::Kind::Cancelled));
                    *word = turn;
                    come->release();
                });
            },
            Qt::QueuedConnection);
        while (!come->tryAcquire(1, pollIntervalMs)) {
            if (*m_isStopped)
                return fail(Error::Kind::Cancelled);
        }
        m_pauses = word->value_or(0);
        return *word ? Done() : fail(word->error());
    }
    void ended(const Done& outcome)
    {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [api = m_api, pauses = m_pauses, outcome] {
                if (api)
                    api->ended(pauses, outcome);
            },
            Qt::QueuedConnection);
    }

private:
    QPointer<ApiClient> m_api;
    std::shared_ptr<std::atomic_bool> m_isStopped;
    int m_pauses = 0; ///< Of the limit, when the latest request went.
};

} // namespace

Receiver::Receiver(Transfer transfer, std::vector<BlockOrigin> origins,
                   const Dependencies& dependencies, QObject* parent)
    : Runner(std::move(transfer), dependencies.clock, parent)
    , m_origins(std::move(origins))
    , m_dependencies(dependencies)
{ }

Receiver::~Receiver()
{
    letGo();
}

void Receiver::letGo()
{
    if (m_isStopped)
        *m_isStopped = true;
    m_isStopped.reset();
}

void Receiver::start()
{
    if (step(Event::Receive))
        receive();
}

void Receiver::tryAgain()
{
    start();
}

void Receiver::receive()
{
    m_isStopped = std::make_shared<std::atomic_bool>(false);
    m_verifiedBefore = m_transfer.acknowledgedBytes;
    m_transfer.resumeAt.reset();
    m_place = m_dependencies.api.place();
    for (BlockOrigin& origin : m_origins) {
        if (origin.kind == BlockOrigin::Kind::Service)
            origin.url = m_place.endpoint;
    }
    m_transfer.lastProgress = m_dependencies.clock.now(); // From here on a silence is one.
    const auto tell = [self = QPointer(this), isStopped = m_isStopped,
                       sinceTold = QElapsedTimer()](const DownloadFigures& figures) mutable {
        if (sinceTold.isValid() && sinceTold.elapsed() < tellPauseMilliseconds)
            return;
        sinceTold.start();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, isStopped, figures] {
                if (self && self->m_isStopped == isStopped)
                    self->moved(figures);
            },
            Qt::QueuedConnection);
    };
    const auto turns = std::make_shared<Turns>(m_dependencies.api, m_isStopped);
    DownloadJob job{
        *m_transfer.download,
        m_origins,
        {},
        {[isStopped = m_isStopped] { return isStopped->load(); },
         [&bandwidth = m_dependencies.bandwidth,
          isStopped = m_isStopped](qint64 wanted, const std::function<bool()>& isOver) {
             // Whoever reads next is told to stop.
             const auto ends = [&] { return isStopped->load() || isOver(); };
             return std::max<qint64>(bandwidth.await(wanted, ends), 1);
         },
         {},
         [&bandwidth = m_dependencies.bandwidth](qint64 bytes) { bandwidth.charge(bytes); },
         [turns] { return turns->acquire(); },
         [turns](const Done& outcome) { turns->ended(outcome); },
         [&bandwidth = m_dependencies.bandwidth] { return readAhead(bandwidth.limit()); }},
        m_dependencies.verdicts,
        hasNetwork,
        tell};
    job.control.timeout = m_dependencies.api.timeouts().download;
    for (const DroppedSource& source : m_transfer.dropped) {
        if (source.error.kind == Error::Kind::Corrupt)
            job.distrusted.push_back(source);
    }
    m_transfer.dropped = job.distrusted;
    whenDone(m_dependencies.workers.start(std::move(job)), this,
             [this, isStopped = m_isStopped](const Result<DownloadOutcome>& outcome) {
                 if (m_isStopped != isStopped)
                     return;
                 outcome ? ended(*outcome) : giveUp(Event::Refuse, outcome.error());
             });
}

void Receiver::take(const DownloadFigures& figures)
{
    if (!figures.root.isNull())
        m_transfer.root = content::CidString(figures.root);
    if (figures.totalBytes > 0)
        m_transfer.totalBytes = figures.totalBytes;
    m_transfer.acknowledgedBytes = figures.verifiedBytes;
    m_transfer.sentBytes
        = std::clamp(m_verifiedBefore + figures.receivedBytes, figures.verifiedBytes,
                     std::max(m_transfer.totalBytes, figures.verifiedBytes));
    m_transfer.files = figures.files;
    m_transfer.sourceBytes = figures.sourceBytes;
}

void Receiver::moved(const DownloadFigures& figures)
{
    const bool isMeasured = m_transfer.totalBytes > 0;
    m_transfer.lastProgress = m_dependencies.clock.now();
    take(figures);
    if (isMeasured)
        emit progressed();
    else
        emit changed(m_transfer);
}

void Receiver::ended(const DownloadOutcome& outcome)
{
    m_isStopped.reset();
    take(outcome.figures);
    m_transfer.sentBytes = m_transfer.acknowledgedBytes;
    m_transfer.leftOut = outcome.leftOut;
    m_transfer.leftOutCount = outcome.leftOutCount;
    m_transfer.dropped.insert(m_transfer.dropped.end(), outcome.dropped.begin(),
                              outcome.dropped.end());
    if (!outcome.done)
        return trouble(outcome.done.error());
    m_transfer.attempt = 0;
    step(Event::Placed);
}

void Receiver::trouble(const Error& error)
{
    if (error.kind == Error::Kind::DiskFull)
        return suspend(SuspensionReason::DiskFull, error);
    // Every byte that came is a reason to try again at once.
    if (m_transfer.acknowledgedBytes > m_verifiedBefore)
        m_transfer.attempt = 0;
    m_transfer.attempt += isFailedAttempt(error) ? 1 : 0;
    if (const auto pause = pauseBeforeRetry(error, m_transfer.attempt, routes::Repeat::Safe)) {
        waitUntil(m_dependencies.clock.now() + *pause, error);
        return follow(error);
    }
    const bool isSilence = error.kind == Error::Kind::Offline || error.kind == Error::Kind::Timeout;
    if (error.code == fault::noRecord) // However often it is asked for.
        return giveUp(Event::Refuse, notFound(error));
    if (isSilence)
        return holdForSource(error);
    giveUp(Event::Refuse, error);
}

void Receiver::holdForSource(const Error& error)
{
    constexpr std::chrono::seconds shortestHold{15};
    m_transfer.resumeAt = m_dependencies.clock.now()
        + std::max(error.retryAfter.value_or(shortestHold), shortestHold);
    suspend(SuspensionReason::SourceOffline, error);
}

/// A service that has moved is asked at once, there.
void Receiver::follow(const Error& error)
{
    whenDone(m_dependencies.api.hasMovedFrom(m_place, error), this,
             [this](const Result<bool>& hasMoved) {
                 if (hasMoved && *hasMoved && m_transfer.state == State::Waiting)
                     tryAgain();
             });
}

} // namespace cairn
