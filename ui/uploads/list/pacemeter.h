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

    qint64 rate(TransferId id, std::chrono::milliseconds now) const;
    std::optional<std::chrono::seconds> left(const Transfer& transfer,
                                             std::chrono::milliseconds now) const;
    const Throughput& all() const { return m_all; }

private:
    std::map<TransferId, Throughput> m_each; ///< Of those that move.
    Throughput m_all;
};

} // namespace cairn
