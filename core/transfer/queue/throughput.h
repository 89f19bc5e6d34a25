// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QtGlobal>

#include <array>
#include <chrono>
#include <optional>

namespace cairn {

/// How fast bytes went in the last minute: a value, told what moved and when. Times are of a
/// monotonic clock (Clock::elapsed) and never go back.
class Throughput
{
public:
    static constexpr int seconds = 60;
    /// Short enough to show a change, long enough for parts that come in gusts.
    static constexpr std::chrono::seconds window{10};

    void add(qint64 bytes, std::chrono::milliseconds now);

    /// Bytes per second over the window, or since the first bytes after a rest if that is shorter.
    qint64 rate(std::chrono::milliseconds now) const;
    /// How long @p bytes more take at this rate; nothing while none moves.
    std::optional<std::chrono::seconds> timeFor(qint64 bytes, std::chrono::milliseconds now) const;
    /// What moved in each of the last whole seconds, oldest first.
    std::array<qint64, seconds> history(std::chrono::milliseconds now) const;

private:
    static qint64 secondOf(std::chrono::milliseconds time);
    qint64 in(qint64 second) const;

    /// One more than is shown: the second that is not over yet.
    std::array<qint64, seconds + 1> m_bytes{};
    qint64 m_last = -1; ///< The second of the newest entry; older ones lie before it in a ring.
    std::chrono::milliseconds m_began{0}; ///< After a rest as long as the window.
};

} // namespace cairn
