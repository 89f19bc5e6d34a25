// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/async.h"
#include "core/base/clock.h"

#include <QObject>
#include <QTimer>

#include <deque>

namespace cairn {

/// Limits the requests of one account in a rolling window of time (contract §3.4). Requests of a
/// click go before those of the transfers. Owned by ApiClient; main thread.
class RateLimiter final : public QObject
{
    Q_OBJECT

public:
    enum class Priority { Foreground, Background };

    /// @p requests of 0: no limit, as for the service on this computer.
    RateLimiter(int requests, std::chrono::milliseconds window, const Clock& clock,
                QObject* parent = nullptr);

    /// Ends when the caller may send one request. A cancelled reply is not counted.
    [[nodiscard]] Reply<void> acquire(Priority priority);

    /// Nothing is sent for that long: the service said to slow down.
    void pauseFor(std::chrono::milliseconds pause);

private:
    using Waiting = std::deque<std::shared_ptr<QPromise<Done>>>;

    void serve();
    std::chrono::milliseconds delay() const; ///< Until the next request may go; 0 is now.

    size_t m_requests;
    std::chrono::milliseconds m_window;
    const Clock& m_clock;
    std::deque<std::chrono::milliseconds> m_sent;
    std::chrono::milliseconds m_pausedUntil{0};
    Waiting m_foreground;
    Waiting m_background;
    QTimer m_timer;
};

} // namespace cairn
