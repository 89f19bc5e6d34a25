// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/ratelimiter.h"

#include <algorithm>

namespace cairn {

RateLimiter::RateLimiter(int requests, std::chrono::milliseconds window, const Clock& clock,
                         QObject* parent)
    : QObject(parent)
    , m_requests(size_t(std::max(requests, 0)))
    , m_window(window)
    , m_clock(clock)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &RateLimiter::serve);
}

Reply<void> RateLimiter::acquire(Priority priority)
{
    auto promise = std::make_shared<QPromise<Done>>();
    promise->start();
    (priority == Priority::Foreground ? m_foreground : m_background).push_back(promise);
    serve();
    return promise->future();
}

void RateLimiter::pauseFor(std::chrono::milliseconds pause)
{
    m_pausedUntil = std::max(m_pausedUntil, m_clock.elapsed() + pause);
}

std::chrono::milliseconds RateLimiter::delay() const
{
    const auto now = m_clock.elapsed();
    auto due = m_pausedUntil;
    if (m_requests > 0 && m_sent.size() >= m_requests)
        due = std::max(due, m_sent[m_sent.size() - m_requests] + m_window);
    return std::max(due - now, std::chrono::milliseconds(0));
}

void RateLimiter::serve()
{
    while (!m_foreground.empty() || !m_background.empty()) {
        if (const auto wait = delay(); wait.count() > 0) {
            m_timer.start(wait);
            return;
        }
        Waiting& waiting = m_foreground.empty() ? m_background : m_foreground;
        const auto promise = waiting.front();
        waiting.pop_front();
        if (promise->isCanceled()) {
            promise->finish();
            continue;
        }
        if (m_requests > 0) {
            m_sent.push_back(m_clock.elapsed());
            if (m_sent.size() > m_requests)
                m_sent.pop_front();
        }
        promise->addResult(Done{});
        promise->finish();
    }
}

} // namespace cairn
