// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <QHash>
#include <QMutex>

#include <optional>

namespace cairn::local {

/// Limits the requests of each API token in a window of time (contract §3.4). Windows begin with
/// the first request, as in the official client's own limiter; ours is half a second shorter, so
/// that a client that keeps to the limit is not refused because its requests travelled at different
/// speeds. Any thread.
class Throttle
{
public:
    enum class Pace { AsContract, Unlimited };
    /// Programs that wait for a pin ask how it is twice a second, each of them.
    enum class Kind { Any, PinStatus };
    Throttle(const Clock& clock, Pace pace);

    /// Counts a request of @p token; none if it may go on, else how long to wait.
    std::optional<std::chrono::seconds> admit(qint64 token, Kind kind = Kind::Any);
    static int requestsPerWindow(Kind kind);

private:
    struct Window
    {
        std::chrono::milliseconds begin{};
        int requests = 0;
    };
    void forgetOld(std::chrono::milliseconds now);

    const Clock& m_clock;
    const Pace m_pace;
    QMutex m_mutex;
    QHash<std::pair<qint64, int>, Window> m_windows; ///< By token and kind.
};

} // namespace cairn::local
