// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/async.h"
#include "core/base/clock.h"

#include <QObject>
#include <QTimer>

#include <array>
#include <deque>

namespace cairn {

/// How long a service is believed that asks for patience; then it is asked once more. What it says
/// may be wrong by hours, and nobody would notice.
inline constexpr std::chrono::minutes longestPause(5);

/// What is believed of a Retry-After, or of a 429 without one.
std::chrono::seconds believedPause(std::optional<std::chrono::seconds> asked);

/// Limits the requests of one account in a rolling window of time (contract §3.4). Owned by
/// ApiClient; main thread.
///
///   flowing ── pauseFor() ─▶ paused: who asks is refused, with the time that is left
///                              │ the time is over, or tryNow()
///                              ▼
///                            trying: one request goes, the others wait for its end
///                              │ ended()              │ pauseFor(), or nothing for 30 s
///                              ▼                      ▼
///                            flowing                paused; trying again
class RateLimiter final : public QObject
{
    Q_OBJECT

public:
    enum class Priority {
        Person, ///< Somebody waits for just this; goes in a pause, too.
        Foreground, ///< A list that is on the screen, and the like.
        Background, ///< Transfers: they leave a share of the budget to the others.
    };

    /// @p requests of 0: no limit, as for the service on this computer.
    RateLimiter(int requests, std::chrono::milliseconds window, const Clock& clock,
                QObject* parent = nullptr);

    /// Ends when the caller may send one request; RateLimited in a pause. A cancelled reply is not
    /// counted.
    [[nodiscard]] Reply<void> acquire(Priority priority);

    /// The service said to slow down: a request ended with that. At most longestPause.
    void pauseFor(std::chrono::milliseconds pause);
    /// How often it said so. To be noted when a request goes.
    int pauses() const { return m_pauses; }
    /// A request that went after so many pauses ended in another way. One that was under way when
    /// a pause began says nothing about it.
    void ended(int pauses);
    void tryNow(); ///< A person wants it tried: the pause is over.

private:
    using Waiting = std::deque<std::shared_ptr<QPromise<Done>>>;
    enum class Flow { Flowing, Paused, Trying };

    void serve();
    void grant(Waiting& waiting, bool isTrial);
    void refuseAll(std::chrono::milliseconds left);
    std::chrono::milliseconds windowDelay(Priority priority) const; ///< 0 is now.

    size_t m_requests;
    std::chrono::milliseconds m_window;
    const Clock& m_clock;
    std::deque<std::chrono::milliseconds> m_sent;
    Flow m_flow = Flow::Flowing;
    int m_pauses = 0;
    std::chrono::milliseconds m_until{0}; ///< Of a pause, or of patience with a trial.
    std::array<Waiting, 3> m_waiting; ///< By priority.
    QTimer m_timer;
};

} // namespace cairn
