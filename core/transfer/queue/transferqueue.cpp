// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/queue/transferqueue.h"

#include "core/api/client/apiclient.h"
#include "core/base/logging.h"
#include "core/transfer/queue/workers.h"
#include "core/transfer/run/receiver.h"
#include "core/transfer/run/sender.h"
#include "core/transfer/store/transferstore.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::Event;
using transfer::State;
using transfer::SuspensionReason;

namespace {

/// Enough that one packs while others send; hashing itself uses every core.
constexpr size_t maxRunning = 3;
constexpr int latestFinished = 500;
constexpr size_t maxHandedOver = 16;
/// What is over and older than these is forgotten, a little with each that ends.
constexpr qint64 historyKept = 100'000;
constexpr int prunedAtOnce = 100;

} // namespace

TransferQueue::TransferQueue(ApiClient& api, TransferStore& store, const Clock& clock,
                             QObject* parent, Download download)
    : QObject(parent)
    , m_api(api)
    , m_store(store)
    , m_clock(clock)
    , m_workers(std::make_unique<Workers>(clock, std::move(download)))
    , m_monitor(api, clock)
{
    m_timer.setInterval(std::chrono::milliseconds(200));
    connect(&m_timer, &QTimer::timeout, this, &TransferQueue::tick);
    connect(&m_workers->downloads, &DownloadWorkers::ended, this, &TransferQueue::startNext);
    // Queued: it may be told from within anything that reads.
    connect(&m_store, &TransferStore::troubled, this, &TransferQueue::storeFailed,
            Qt::QueuedConnection);
    connect(&m_monitor, &ConnectivityMonitor::passed, this, &TransferQueue::released);
    connect(&m_api, &ApiClient::exchanged, this,
            [this](qint64 bytes) { m_workers->bandwidth.charge(bytes); });
}

TransferQueue::~TransferQueue()
{
    // The runners stop their workers; the pools then wait for them.
    m_running.clear();
}

void TransferQueue::start()
{
    m_store.adopt(nullptr);
    m_pausedUntil = m_store.pausedUntil();
    // Of all there is only this: what waits is read when its turn comes, and nothing is suspended
    // yet.
    m_resumes = m_store.pauseEnds();
    tick();
    startNext();
    updateTimer();
    if (isPaused())
        emit pausedChanged();
}

std::optional<TransferId> TransferQueue::takeUp(const UploadRequest& request)
{
    return takeUp([&request](const Transfer& transfer) {
        return !transfer.isDownload() && transfer.request == request;
    });
}

std::optional<TransferId> TransferQueue::takeUp(const std::function<bool(const Transfer&)>& isThis)
{
    m_store.adopt(isThis);
    for (const Transfer& transfer : m_store.unfinished()) {
        if (!isThis(transfer))
            continue;
        m_sourceMayDiffer.insert(transfer.id);
        resume(transfer.id);
        startNext();
        return transfer.id;
    }
    return std::nullopt;
}

std::vector<Transfer> TransferQueue::all() const
{
    auto transfers = m_store.finished(0, latestFinished);
    std::ranges::move(unfinished(), std::back_inserter(transfers));
    std::ranges::sort(transfers, {}, &Transfer::id);
    return transfers;
}

std::vector<Transfer> TransferQueue::unfinished(int limit, qint64 position) const
{
    auto transfers = m_store.unfinished(limit, position);
    for (Transfer& transfer : transfers) {
        // With the figures of this moment.
        if (const Runner* running = runner(transfer.id))
            transfer = running->transfer();
    }
    return transfers;
}

std::vector<Transfer> TransferQueue::history(TransferId before, int limit) const
{
    return m_store.finished(before, limit);
}

/// The runner of a transfer that runs. One that has come to rest lives on for a moment, and what is
/// stored counts then: the transfer may have been changed since.
Runner* TransferQueue::runner(TransferId id) const
{
    const auto running = m_running.find(id);
    const bool isAtWork
        = running != m_running.end() && transfer::isRunning(running->second->transfer().state);
    return isAtWork ? running->second.get() : nullptr;
}

std::optional<Transfer> TransferQueue::find(TransferId id) const
{
    const Runner* running = runner(id);
    return running ? running->transfer() : m_store.find(id);
}

qint64 TransferQueue::unfinishedCount() const
{
    return m_store.unfinishedCount();
}

bool TransferQueue::isBusy() const
{
    return unfinishedCount() > 0;
}

qint64 TransferQueue::atWork() const
{
    return isPaused() ? 0 : m_store.unfinishedCount() - m_store.pausedCount();
}

Result<TransferId> TransferQueue::add(UploadRequest request,
                                      std::shared_ptr<const PackedUpload> packed)
{
    request.paths.removeAll(QString());
    if (request.paths.isEmpty() && request.carFile.isEmpty())
        return fail(Error::Kind::Empty, u"nothing to upload"_s);
    Transfer transfer;
    transfer.name = shownName(request);
    transfer.request = std::move(request);
    if (packed)
        transfer.root = content::CidString(packed->root);
    return enqueue(std::move(transfer), std::move(packed));
}

TransferId TransferQueue::enqueue(Transfer transfer, std::shared_ptr<const PackedUpload> packed)
{
    transfer.created = m_clock.now();
    const TransferId id = m_store.add(std::move(transfer)).id;
    if (packed && m_handedOver.size() < maxHandedOver)
        m_handedOver.emplace(id, std::move(packed));
    emit added(id);
    startNext();
    return id;
}

void TransferQueue::startNext()
{
    if (m_wantedNow && m_running.size() < maxRunning && !m_pausedUntil)
        startWanted(*std::exchange(m_wantedNow, {}));
    qint64 position = TransferStore::beforeAll;
    while (!m_pausedUntil && m_running.size() < maxRunning) {
        // What keeps the account from sending keeps nobody from reading.
        const auto next = m_accountSuspension ? m_store.queuedDownloads(int(maxRunning), position)
                                              : m_store.queued(int(maxRunning), position);
        if (next.empty())
            return;
        for (const Transfer& transfer : next)
            startIfPossible(transfer.id);
        position = next.back().position;
    }
}

/// One that a person retried goes before all others.
void TransferQueue::startWanted(TransferId id)
{
    const auto wanted = m_store.find(id);
    if (wanted && (wanted->isDownload() || !m_accountSuspension))
        startIfPossible(id);
}

/// One that waits for its next attempt is queued again for the sake of one that a person wants now.
void TransferQueue::makePlace()
{
    for (const auto& [id, running] : m_running) {
        if (!runner(id) || running->transfer().state != State::Waiting)
            continue;
        return running->interrupt();
    }
}

/// Whoever heard of the one before may have paused or cancelled this one.
void TransferQueue::startIfPossible(TransferId id)
{
    const auto transfer = m_store.find(id);
    if (transfer && transfer->state == State::Queued && !m_pausedUntil
        && m_running.size() < maxRunning && !m_running.contains(id) && !hasWorker(*transfer))
        startOne(*transfer);
}

std::shared_ptr<const PackedUpload> TransferQueue::takeHandedOver(TransferId id)
{
    const auto handedOver = m_handedOver.extract(id);
    return handedOver ? handedOver.mapped() : nullptr;
}

std::unique_ptr<Runner> TransferQueue::makeRunner(const Transfer& transfer)
{
    if (transfer.isDownload()) {
        return std::make_unique<Receiver>(
            transfer, origins(),
            Receiver::Dependencies{m_api, m_clock, m_workers->bandwidth, m_workers->verdicts,
                                   m_workers->downloads});
    }
    const auto source = m_sourceMayDiffer.contains(transfer.id) ? Sender::Source::MayDiffer
                                                                : Sender::Source::MustBeSame;
    return std::make_unique<Sender>(
        transfer, source,
        Sender::Dependencies{m_api, m_store, m_clock, m_workers->partSemaphore,
                             m_workers->bandwidth, m_workers->packing, m_workers->sending},
        takeHandedOver(transfer.id));
}

void TransferQueue::startOne(const Transfer& transfer)
{
    const auto made = m_running.emplace(transfer.id, makeRunner(transfer)).first;
    Runner& runner = *made->second;
    connect(&runner, &Runner::changed, this, &TransferQueue::saved);
    connect(&runner, &Runner::progressed, this, [this, id = transfer.id] { emit changed(id); });
    runner.start();
}

/// What a runner tells: stored first, then told on.
void TransferQueue::saved(const Transfer& transfer)
{
    m_store.save(transfer);
    noteTimes(transfer);
    // Before anybody hears of a suspension, what ends it is watched.
    updateTimer();
    emit changed(transfer.id);
    if (transfer::isRunning(transfer.state))
        return;
    if (transfer::isOver(transfer.state))
        m_handedOver.erase(transfer.id);
    if (transfer.state == State::Stored)
        emit stored(transfer.id, transfer.root);
    if (transfer.state == State::Cancelled || transfer.state == State::Saved)
        discard(transfer);
    // Not here: the runner that told us is still in its own function.
    QMetaObject::invokeMethod(
        this, [this, id = transfer.id] { finish(id); }, Qt::QueuedConnection);
}

void TransferQueue::finish(TransferId id)
{
    if (m_running.contains(id) && !runner(id)) {
        // The store's word: it may have been started anew since its runner ended.
        const auto now = m_store.find(id);
        if (!now || transfer::isOver(now->state))
            m_sourceMayDiffer.erase(id);
        m_running.erase(id);
        m_store.prune(historyKept, prunedAtOnce);
    }
    startNext();
    updateTimer();
}

/// What may wake a transfer that is at rest.
void TransferQueue::noteTimes(const Transfer& transfer)
{
    m_suspended.erase(transfer.id);
    m_resumes.erase(transfer.id);
    const bool isAtRest = transfer.state == State::Paused || transfer.state == State::Suspended;
    if (isAtRest && transfer.resumeAt)
        m_resumes.emplace(transfer.id, *transfer.resumeAt);
    if (transfer.state != State::Suspended || !transfer.suspension)
        return;
    m_suspended.emplace(transfer.id, *transfer.suspension);
    if (transfer::concernsAll(*transfer.suspension))
        setAccountSuspension(*transfer.suspension);
}

std::optional<Transfer> TransferQueue::moved(TransferId id, Event event) const
{
    auto transfer = m_store.find(id);
    const auto state = transfer ? transfer::next(transfer->state, event) : std::nullopt;
    if (!state)
        return std::nullopt;
    transfer->state = *state;
    transfer->suspension.reset();
    return transfer;
}

void TransferQueue::cancel(TransferId id)
{
    if (Runner* running = runner(id))
        return running->cancel();
    if (auto transfer = moved(id, Event::Cancel)) {
        transfer->finished = m_clock.now();
        saved(*transfer);
    }
}

void TransferQueue::pause(TransferId id, std::optional<Timestamp> until)
{
    if (Runner* running = runner(id))
        return running->pause(until);
    if (auto transfer = moved(id, Event::Pause)) {
        transfer->resumeAt = until;
        saved(*transfer);
    }
}

void TransferQueue::resume(TransferId id)
{
    if (auto transfer = moved(id, Event::Resume)) {
        transfer->resumeAt.reset();
        saved(*transfer);
    }
}

void TransferQueue::retry(TransferId id)
{
    auto transfer = moved(id, Event::Retry);
    if (!transfer)
        return;
    transfer->error.reset();
    transfer->finished.reset();
    transfer->attempt = 0;
    transfer->dropped.clear();
    m_workers->verdicts->forget(); // Whoever retries wants all of them to be asked.
    m_sourceMayDiffer.insert(id);
    m_api.tryNow();
    m_wantedNow = id;
    saved(*transfer);
    if (m_running.size() >= maxRunning)
        makePlace();
    if (!transfer->isDownload() && m_accountSuspension)
        askWhetherAllGoOn();
}

/// Whose place @p moving takes: its neighbour's, or that of the one at the end it goes to.
std::optional<Transfer> TransferQueue::placeFor(const Transfer& moving, Move where) const
{
    const auto after = [this](qint64 position) {
        auto found = m_store.queued(1, position);
        return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
    };
    switch (where) {
    case Move::Up:
        return m_store.queuedBefore(moving.position);
    case Move::Down:
        return after(moving.position);
    case Move::First:
        return after(TransferStore::beforeAll);
    case Move::Last:
        return m_store.queuedBefore(TransferStore::afterAll);
    }
    Q_UNREACHABLE();
}

void TransferQueue::move(TransferId id, Move where)
{
    auto moving = m_store.find(id);
    auto place = moving && moving->state == State::Queued ? placeFor(*moving, where) : std::nullopt;
    if (!place || place->id == id)
        return;
    if (where == Move::First || where == Move::Last) {
        moving->position = m_store.freePosition(where == Move::First ? TransferStore::End::Front
                                                                     : TransferStore::End::Back);
    } else {
        std::swap(moving->position, place->position);
        m_store.save(*place);
        emit changed(place->id);
    }
    m_store.save(*moving);
    emit changed(id);
}

void TransferQueue::remove(TransferId id)
{
    const auto transfer = find(id);
    if (!transfer || !transfer::isOver(transfer->state))
        return;
    if (transfer->state != State::Saved)
        discard(*transfer);
    m_store.remove(id);
    emit removed(id);
}

void TransferQueue::tellStoreFailed(const Error& error)
{
    QMetaObject::invokeMethod(
        this, [this, error] { emit storeFailed(error); }, Qt::QueuedConnection);
}

TransferQueue::Limits TransferQueue::limits() const
{
    return {m_workers->partSemaphore.maximum(), m_workers->bandwidth.limit()};
}

void TransferQueue::setLimits(const Limits& limits)
{
    m_workers->setParts(std::max(limits.partsInFlight, 1));
    m_workers->bandwidth.setLimit(limits.bytesPerSecond);
}

} // namespace cairn
