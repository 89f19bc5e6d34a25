// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/run/runner.h"

#include "core/base/logging.h"

namespace cairn {
using transfer::Event;
using transfer::State;
using transfer::SuspensionReason;

Runner::Runner(Transfer transfer, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_transfer(std::move(transfer))
    , m_clock(clock)
{ }

bool Runner::step(Event event)
{
    const auto state = transfer::next(m_transfer.state, event);
    if (!state)
        return false;
    m_transfer.state = *state;
    if (*state == State::Queued || *state == State::Saved
        || (transfer::isRunning(*state) && *state != State::Waiting))
        m_transfer.error.reset();
    if (*state != State::Waiting)
        m_transfer.nextAttempt.reset();
    if (*state != State::Suspended)
        m_transfer.suspension.reset();
    if (transfer::isOver(*state))
        m_transfer.finished = m_clock.now();
    qCInfo(lcTransfer) << "transfer" << m_transfer.id << "is in state" << int(*state);
    emit changed(m_transfer);
    return m_transfer.state == *state; // Whoever heard of it may have stopped it.
}

void Runner::stop(Event event)
{
    letGo();
    m_transfer.attempt = 0;
    step(event);
}

void Runner::pause(std::optional<Timestamp> until)
{
    m_transfer.resumeAt = until;
    stop(Event::Pause);
}

void Runner::suspend(SuspensionReason reason, const Error& error)
{
    if (!transfer::next(m_transfer.state, Event::Suspend))
        return;
    m_transfer.suspension = reason;
    m_transfer.error = error;
    stop(Event::Suspend);
}

void Runner::giveUp(Event event, const Error& error)
{
    m_transfer.error = error;
    stop(event);
}

/// Waiting already, it waits for the later time.
void Runner::waitUntil(Timestamp due, const Error& error)
{
    m_transfer.error = error;
    m_transfer.nextAttempt = std::max(m_transfer.nextAttempt.value_or(due), due);
    if (m_transfer.state == State::Waiting)
        emit changed(m_transfer);
    else
        step(Event::LostTouch);
}

void Runner::tick()
{
    if (m_transfer.state == State::Waiting && m_transfer.nextAttempt
        && *m_transfer.nextAttempt <= m_clock.now())
        tryAgain();
}

} // namespace cairn
