// SPDX-License-Identifier: MIT OR Apache-2.0
// What stops and wakes transfers other than their own progress: pauses, suspensions and the clock.
#include "core/api/client/apiclient.h"
#include "core/transfer/queue/transferqueue.h"
#include "core/transfer/queue/workers.h"
#include "core/transfer/run/runner.h"
#include "core/transfer/store/transferstore.h"

namespace cairn {
using transfer::Event;
using transfer::State;
using transfer::SuspensionReason;

namespace {

constexpr auto endOfTime = Timestamp::max();

} // namespace

void TransferQueue::pauseAll(std::optional<Timestamp> until)
{
    m_pausedUntil = until.value_or(endOfTime);
    m_store.pauseUntil(m_pausedUntil);
    for (const auto& [id, running] : m_running) {
        if (runner(id)) // One at rest would write what is no longer so.
            running->interrupt();
    }
    emit pausedChanged();
    updateTimer();
}

void TransferQueue::resumeAll()
{
    if (!m_pausedUntil)
        return;
    m_pausedUntil.reset();
    m_store.pauseUntil({});
    emit pausedChanged();
    startNext();
    updateTimer();
}

std::optional<Timestamp> TransferQueue::pausedUntil() const
{
    return m_pausedUntil == endOfTime ? std::nullopt : m_pausedUntil;
}

void TransferQueue::suspend(SuspensionReason reason, const Error& error)
{
    setAccountSuspension(reason);
    for (const auto& [id, running] : m_running) {
        if (!running->transfer().isDownload())
            running->suspend(reason, error);
    }
    updateTimer();
}

void TransferQueue::setAccountSuspension(std::optional<SuspensionReason> reason)
{
    if (std::exchange(m_accountSuspension, reason) != reason)
        emit accountSuspensionChanged();
}

void TransferQueue::release()
{
    m_workers->verdicts->askAgain();
    for (const SuspensionReason reason :
         {SuspensionReason::Offline, SuspensionReason::Maintenance,
          SuspensionReason::AccountRestricted, SuspensionReason::LoginExpired,
          SuspensionReason::KeychainLocked, SuspensionReason::DiskFull,
          SuspensionReason::SourceOffline})
        released(reason);
    setAccountSuspension({});
    startNext();
}

/// What else holds all uploads of the account, as one of them has met it.
std::optional<SuspensionReason> TransferQueue::otherThan(SuspensionReason reason) const
{
    for (const auto& [id, other] : m_suspended) {
        if (other != reason && transfer::concernsAll(other))
            return other;
    }
    return std::nullopt;
}

void TransferQueue::released(SuspensionReason reason)
{
    if (m_accountSuspension == reason)
        setAccountSuspension(otherThan(reason));
    std::vector<TransferId> ids;
    for (const auto& [id, why] : m_suspended) {
        if (why == reason)
            ids.push_back(id);
    }
    releaseSome(ids);
}

/// The rest a moment later; not what is suspended anew by then.
void TransferQueue::releaseSome(const std::vector<TransferId>& ids)
{
    const auto batchEnd = ids.begin() + std::min<std::ptrdiff_t>(std::ssize(ids), changedAtOnce);
    for (auto id = ids.begin(); id != batchEnd; ++id) {
        if (auto transfer = moved(*id, Event::Release)) {
            transfer->error.reset();
            transfer->resumeAt.reset();
            saved(*transfer);
        }
    }
    startNext();
    updateTimer();
    if (batchEnd == ids.end())
        return;
    QTimer::singleShot(0, this,
                       [this, rest = std::vector(batchEnd, ids.end())] { releaseSome(rest); });
}

void TransferQueue::askAgain()
{
    m_workers->verdicts->askAgain();
    m_api.tryNow();
    released(SuspensionReason::SourceOffline);
    askWhetherAllGoOn();
}

/// The monitor waits for another credential, whose owner may know better.
void TransferQueue::askWhetherAllGoOn()
{
    m_monitor.ask();
    if (m_accountSuspension == SuspensionReason::LoginExpired
        || m_accountSuspension == SuspensionReason::KeychainLocked)
        emit credentialDoubted();
}

void TransferQueue::tick()
{
    const Timestamp now = m_clock.now();
    if (m_pausedUntil && *m_pausedUntil <= now)
        resumeAll();
    std::vector<TransferId> due;
    for (const auto& [id, end] : m_resumes) {
        if (end <= now && std::ssize(due) < changedAtOnce) // The rest with the next tick.
            due.push_back(id);
    }
    for (const TransferId id : due) {
        m_resumes.erase(id);
        m_suspended.contains(id) ? releaseSome({id}) : resume(id);
    }
    for (const auto& [id, running] : m_running)
        running->tick();
    m_monitor.tick();
}

/// The timer runs only while there is something that time brings.
void TransferQueue::updateTimer()
{
    std::set<SuspensionReason> reasons;
    for (const auto& [id, reason] : m_suspended) {
        if (!m_resumes.contains(id)) // It has its own time.
            reasons.insert(reason);
    }
    if (m_accountSuspension)
        reasons.insert(*m_accountSuspension);
    m_monitor.watch(std::move(reasons));

    bool isDue = !m_resumes.empty() || pausedUntil() || m_monitor.isWatching();
    for (const auto& [id, running] : m_running)
        isDue = isDue || running->transfer().state == State::Waiting;
    if (isDue != m_timer.isActive())
        isDue ? m_timer.start() : m_timer.stop();
}

} // namespace cairn
