// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/catchupwatch.h"

namespace cairn {

CatchUpWatch::CatchUpWatch(const local::LocalService& service, QObject* parent)
    : QObject(parent)
    , m_service(service)
{
    constexpr std::chrono::milliseconds pause{300};
    connect(&m_timer, &QTimer::timeout, this, &CatchUpWatch::look);
    m_timer.start(pause);
}

void CatchUpWatch::look()
{
    const auto percent = m_service.catchUpPercent();
    if (percent && *percent == m_percent)
        return;
    if (percent && *percent) {
        m_percent = **percent;
        emit progressed(m_percent);
        return;
    }
    m_timer.stop();
    if (percent)
        emit done();
    else
        emit failed(percent.error());
}

} // namespace cairn
