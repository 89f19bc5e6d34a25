// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/bandwidth.h"

#include <algorithm>

namespace cairn {
namespace {

constexpr auto refillPause = std::chrono::milliseconds(50);

} // namespace

Bandwidth::Bandwidth(const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_filled(clock.elapsed())
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(refillPause);
    connect(&m_timer, &QTimer::timeout, this, &Bandwidth::refilled);
}

void Bandwidth::setLimit(qint64 bytesPerSecond)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_limit = std::max<qint64>(bytesPerSecond, 0);
        m_left = 0;
        m_due = 0;
        m_filled = m_clock.elapsed();
    }
    emit refilled();
}

/// A little more than one refill brings, so that a late timer loses nothing.
qint64 Bandwidth::mostAtOnce() const
{
    return std::max<qint64>(m_limit / 5, 1);
}

void Bandwidth::refill()
{
    const auto now = m_clock.elapsed();
    // Asked every millisecond at a low limit, fractions of a byte add up to much of it.
    m_due += m_limit * qint64((now - m_filled).count());
    m_filled = now;
    m_left = std::min(m_left + m_due / 1000, mostAtOnce());
    m_due %= 1000;
}

qint64 Bandwidth::limit() const
{
    const std::scoped_lock lock(m_mutex);
    return m_limit;
}

qint64 Bandwidth::takeNow(qint64 wanted)
{
    const std::scoped_lock lock(m_mutex);
    if (m_limit == 0)
        return wanted;
    refill();
    const qint64 given = std::clamp<qint64>(wanted, 0, m_left);
    m_left -= given;
    return given;
}

qint64 Bandwidth::take(qint64 wanted)
{
    const qint64 given = takeNow(wanted);
    if (given < wanted && !m_timer.isActive())
        m_timer.start();
    return given;
}

} // namespace cairn
