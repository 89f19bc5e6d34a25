// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QDeadlineTimer>

#include <chrono>
#include <functional>

namespace cairn::test {

/// Lets the event loop run until @p holds; false when it never did.
inline bool until(const std::function<bool()>& holds,
                  std::chrono::milliseconds limit = std::chrono::seconds(20))
{
    for (QDeadlineTimer deadline(limit); !holds() && !deadline.hasExpired();)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 10);
    return holds();
}

} // namespace cairn::test
