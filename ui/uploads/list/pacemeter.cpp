// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/list/pacemeter.h"

namespace cairn {

bool PaceMeter::isMoving(const Transfer& transfer)
{
    return transfer.state == transfer::State::Sending
        || transfer.state == transfer::State::Receiving;
}

void PaceMeter::note(const Transfer& before, const Transfer& after, std::chrono::milliseconds now)
{
    if (!isMoving(after)) {
        const bool goesOn
            = transfer::isOver(after.state) || after.state == transfer::State::Confirming;
        return goesOn ? forget(after.id) : rest(after.id);
    }
    // What the service has already, as it says at the start of a repeat, was not sent now.
    const qint64 found = std::max<qint64>(after.acknowledgedBytes - before.sentBytes, 0);
    const qint64 moved = after.sentBytes - before.sentBytes - found;
    if (before.state != after.state)
        return;
    m_each[after.id].add(moved, now);
    m_all.add(moved, now);
    m_going.add(moved, now);
}

void PaceMeter::rest(TransferId id)
{
    if (const auto found = m_each.find(id); found != m_each.end())
        m_going.subtract(found->second);
    forget(id);
}

qint64 PaceMeter::rate(TransferId id, std::chrono::milliseconds now) const
{
    const auto found = m_each.find(id);
    return found == m_each.end() ? 0 : found->second.steadyRate(now);
}

std::optional<std::chrono::seconds> PaceMeter::left(const Transfer& transfer,
                                                    std::chrono::milliseconds now) const
{
    const auto found = m_each.find(transfer.id);
    if (found == m_each.end() || transfer.totalBytes == 0)
        return std::nullopt;
    return found->second.timeFor(transfer.totalBytes - transfer.sentBytes, now);
}

std::optional<std::chrono::seconds> PaceMeter::timeFor(qint64 bytes,
                                                       std::chrono::milliseconds now) const
{
    return m_each.empty() ? std::nullopt : m_going.timeFor(bytes, now);
}

} // namespace cairn
