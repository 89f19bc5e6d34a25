// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/transfer/queue/throughput.h"
#include "core/transfer/store/transfer.h"

#include <map>

namespace cairn {

/// How fast each transfer that runs goes, and all together: told of every change, asked by whoever
/// paints. A value; times are Clock::elapsed().
class PaceMeter
{
public:
    static bool isMoving(const Transfer& transfer);
    void note(const Transfer& before, const Transfer& after, std::chrono::milliseconds now);
    void forget(TransferId id) { m_each.erase(id); }

    // Nothing for what does not move: who waits, is held or paused has no rate.

    qint64 rate(TransferId id, std::chrono::milliseconds now) const;
    std::optional<std::chrono::seconds> left(const Transfer& transfer,
                                             std::chrono::milliseconds now) const;
    /// Of all that move and of those that are over.
    qint64 rate(std::chrono::milliseconds now) const { return m_going.steadyRate(now); }
    std::optional<std::chrono::seconds> timeFor(qint64 bytes, std::chrono::milliseconds now) const;
    const Throughput& all() const { return m_all; } ///< For its history.

private:
    void rest(TransferId id);

    std::map<TransferId, Throughput> m_each; ///< Of those that move.
    Throughput m_all;
    Throughput m_going; ///< The same without those that stopped before they were over.
};

} // namespace cairn
