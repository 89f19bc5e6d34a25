// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/queue/throughput.h"

#include <algorithm>

namespace cairn {
using std::chrono::milliseconds;

qint64 Throughput::secondOf(milliseconds time)
{
    return std::chrono::floor<std::chrono::seconds>(time).count();
}

qint64 Throughput::in(qint64 second) const
{
    const bool isKept = second >= 0 && second <= m_last && second > m_last - qint64(m_bytes.size());
    return isKept ? m_bytes[size_t(second) % m_bytes.size()] : 0;
}

void Throughput::add(qint64 bytes, milliseconds now)
{
    if (bytes <= 0)
        return;
    const qint64 second = secondOf(now);
    if (m_last < 0 || second - m_last > window.count())
        m_began = now;
    for (qint64 empty = std::max(m_last + 1, second - seconds); empty <= second; ++empty)
        m_bytes[size_t(empty) % m_bytes.size()] = 0;
    m_last = std::max(m_last, second);
    m_bytes[size_t(second) % m_bytes.size()] += bytes;
}

void Throughput::subtract(const Throughput& other)
{
    for (qint64 second = m_last - seconds; second <= m_last; ++second) {
        if (second >= 0)
            m_bytes[size_t(second) % m_bytes.size()]
                = std::max<qint64>(in(second)-other.in(second), 0);
    }
}

qint64 Throughput::rateOver(std::chrono::seconds span, milliseconds now) const
{
    const qint64 first = std::max(secondOf(now - span) + 1, secondOf(m_began));
    qint64 bytes = 0;
    for (qint64 second = first; second <= secondOf(now); ++second)
        bytes += in(second);
    const milliseconds from = std::max<milliseconds>(std::chrono::seconds(first), m_began);
    return bytes * 1000 / std::max<qint64>((now - from).count(), 1000);
}

qint64 Throughput::rate(milliseconds now) const
{
    return rateOver(window, now);
}

qint64 Throughput::steadyRate(milliseconds now) const
{
    const qint64 all = rate(now);
    return rateOver(recent, now) * 2 < all ? 0 : all;
}

std::optional<std::chrono::seconds> Throughput::timeFor(qint64 bytes, milliseconds now) const
{
    const qint64 perSecond = steadyRate(now);
    if (perSecond <= 0 || bytes <= 0)
        return std::nullopt;
    return std::chrono::seconds((bytes + perSecond - 1) / perSecond);
}

std::array<qint64, Throughput::seconds> Throughput::history(milliseconds now) const
{
    std::array<qint64, seconds> shown;
    for (int at = 0; at < seconds; ++at)
        shown[size_t(at)] = in(secondOf(now) - seconds + at);
    return shown;
}

} // namespace cairn
