// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/throttle.h"

#include "core/api/wire/routes.h"

namespace cairn::local {
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds window = std::chrono::seconds(routes::windowSeconds) - 500ms;
constexpr qsizetype manyWindows = 1'000;
constexpr int requestsForPinStatus = 600; // 30 that wait.

} // namespace

Throttle::Throttle(const Clock& clock, Pace pace)
    : m_clock(clock)
    , m_pace(pace)
{ }

std::optional<std::chrono::seconds> Throttle::admit(qint64 token, Kind kind)
{
    if (m_pace == Pace::Unlimited)
        return std::nullopt;
    const auto now = m_clock.elapsed();
    const QMutexLocker lock(&m_mutex);
    if (m_windows.size() > manyWindows)
        forgetOld(now);
    Window& current = m_windows[{token, int(kind)}];
    if (current.requests == 0 || now - current.begin >= window)
        current = {now, 0};
    if (current.requests >= requestsPerWindow(kind))
        return std::chrono::ceil<std::chrono::seconds>(current.begin + window - now);
    ++current.requests;
    return std::nullopt;
}

int Throttle::requestsPerWindow(Kind kind)
{
    return kind == Kind::PinStatus ? requestsForPinStatus : routes::requestsPerWindow;
}

void Throttle::forgetOld(std::chrono::milliseconds now)
{
    m_windows.removeIf([now](const auto& entry) { return now - entry.value().begin >= window; });
}

} // namespace cairn::local
