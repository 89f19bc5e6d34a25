// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QDeadlineTimer>

#include <chrono>
#include <functional>

namespace cairn::test {

/// Lets the event loop run until @p holds; false when it never did. Once is enough: it may be over
/// when it is looked at again.
inline bool until(const std::function<bool()>& holds,
                  std::chrono::milliseconds limit = std::chrono::seconds(20))
{
    const QDeadlineTimer deadline(limit);
    while (!holds()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 10);
    }
    return true;
}

} // namespace cairn::test
