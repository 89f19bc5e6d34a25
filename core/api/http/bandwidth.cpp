// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/bandwidth.h"

#include <algorithm>
#include <thread>

namespace cairn {
namespace {

constexpr auto pause = std::chrono::milliseconds(20);

} // namespace

Bandwidth::Bandwidth(const Clock& clock)
    : m_clock(clock)
    , m_filled(clock.elapsed())
{ }

void Bandwidth::setLimit(qint64 bytesPerSecond)
{
    const std::scoped_lock lock(m_mutex);
    m_limit = std::max<qint64>(bytesPerSecond, 0);
    m_left = 0;
    m_due = 0;
    m_filled = m_clock.elapsed();
}

/// More than comes while one waits, so that who wakes late loses nothing.
qint64 Bandwidth::maxAtOnce() const
{
    return std::max<qint64>(m_limit / 5, 1);
}

void Bandwidth::refill()
{
    const auto now = m_clock.elapsed();
    // Asked every millisecond at a low limit, fractions of a byte add up to much of it.
    m_due += m_limit * qint64((now - m_filled).count());
    m_filled = now;
    m_left = std::min(m_left + m_due / 1000, maxAtOnce());
    m_due %= 1000;
}

qint64 Bandwidth::limit() const
{
    const std::scoped_lock lock(m_mutex);
    return m_limit;
}

qint64 Bandwidth::take(qint64 wanted)
{
    const std::scoped_lock lock(m_mutex);
    if (m_limit == 0)
        return wanted;
    refill();
    const qint64 given = std::clamp<qint64>(wanted, 0, std::max<qint64>(m_left, 0));
    m_left -= given;
    return given;
}

void Bandwidth::charge(qint64 bytes)
{
    const std::scoped_lock lock(m_mutex);
    if (m_limit > 0)
        m_left -= bytes;
}

qint64 Bandwidth::await(qint64 wanted, const std::function<bool()>& isStopping)
{
    while (!isStopping()) {
        if (const qint64 given = take(wanted); given > 0)
            return given;
        std::this_thread::sleep_for(pause);
    }
    return 0;
}

} // namespace cairn
