// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QtGlobal>

#include <array>
#include <chrono>
#include <optional>

namespace cairn {

/// How many bytes moved in each second of the last minute. A value. Times are those of a monotonic
/// clock (Clock::elapsed).
class Throughput
{
public:
    static constexpr int seconds = 60;
    /// Of rate(): short enough to show a change, long enough to even out parts that arrive at once.
    static constexpr std::chrono::seconds window{10};

    /// What moved just now counts more than a figure that it contradicts.
    static constexpr std::chrono::seconds recent{5};

    void add(qint64 bytes, std::chrono::milliseconds now);
    /// Takes away what @p other counted.
    void subtract(const Throughput& other);

    /// Bytes per second over the window, or since the first bytes after a pause if that is shorter.
    qint64 rate(std::chrono::milliseconds now) const;
    /// The same, but 0 where the last seconds were less than half as fast: a figure that what moves
    /// no longer reaches, such as after a first gust into buffers or with a service that is gone.
    qint64 steadyRate(std::chrono::milliseconds now) const;
    /// How long @p bytes more take at the steady rate; nothing without one, or for no bytes.
    std::optional<std::chrono::seconds> timeFor(qint64 bytes, std::chrono::milliseconds now) const;
    /// The bytes of each of the last whole seconds, oldest first.
    std::array<qint64, seconds> history(std::chrono::milliseconds now) const;

private:
    static qint64 secondOf(std::chrono::milliseconds time);
    qint64 in(qint64 second) const;
    qint64 rateOver(std::chrono::seconds span, std::chrono::milliseconds now) const;

    /// One entry more than is shown: the present second has not ended.
    std::array<qint64, seconds + 1> m_bytes{};
    qint64 m_last = -1; ///< The second of the newest entry; older entries are before it, in a ring.
    /// When bytes first moved after a pause as long as the window.
    std::chrono::milliseconds m_began{0};
};

} // namespace cairn
