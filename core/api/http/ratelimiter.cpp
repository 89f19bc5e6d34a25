// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/ratelimiter.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr std::chrono::seconds trialPatience(30); // No answer takes longer.
constexpr std::size_t sharePart = 6; // One part in so many is not for transfers.

Error askedToWait(milliseconds left)
{
    Error error{Error::Kind::RateLimited, u"the service asked to wait"_s};
    error.retryAfter = std::max(std::chrono::ceil<std::chrono::seconds>(left), 1s);
    return error;
}

} // namespace

std::chrono::seconds believedPause(std::optional<std::chrono::seconds> asked)
{
    // Without a number the original blocks a caller for 30 s (contract §3.4).
    return std::clamp<std::chrono::seconds>(asked.value_or(30s), 1s, longestPause);
}

RateLimiter::RateLimiter(int requests, milliseconds window, const Clock& clock, QObject* parent)
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
    m_waiting[std::size_t(priority)].push_back(promise);
    serve();
    return promise->future();
}

void RateLimiter::pauseFor(milliseconds pause)
{
    const milliseconds believed = std::clamp<milliseconds>(pause, 1s, longestPause);
    m_until = m_clock.elapsed() + believed; // The last word counts.
    m_flow = Flow::Paused;
    ++m_pauses;
    serve();
}

void RateLimiter::ended(int pauses)
{
    if (pauses != m_pauses)
        return;
    m_flow = Flow::Flowing;
    serve();
}

void RateLimiter::tryNow()
{
    if (m_flow == Flow::Flowing)
        return;
    m_flow = Flow::Paused;
    m_until = m_clock.elapsed();
}

milliseconds RateLimiter::windowDelay(Priority priority) const
{
    const std::size_t share = priority == Priority::Background ? m_requests / sharePart : 0;
    const std::size_t mine = m_requests - share;
    if (m_requests == 0 || m_sent.size() < mine)
        return milliseconds(0);
    return std::max(m_sent[m_sent.size() - mine] + m_window - m_clock.elapsed(), milliseconds(0));
}

void RateLimiter::refuseAll(milliseconds left)
{
    for (const Priority priority : {Priority::Foreground, Priority::Background}) {
        for (const auto& promise : std::exchange(m_waiting[std::size_t(priority)], {})) {
            promise->addResult(fail(askedToWait(left)));
            promise->finish();
        }
    }
}

void RateLimiter::grant(Waiting& waiting, bool isTrial)
{
    const auto promise = waiting.front();
    waiting.pop_front();
    if (promise->isCanceled())
        return promise->finish();
    if (m_requests > 0) {
        m_sent.push_back(m_clock.elapsed());
        if (m_sent.size() > m_requests)
            m_sent.pop_front();
    }
    if (isTrial) {
        m_flow = Flow::Trying;
        m_until = m_clock.elapsed() + trialPatience;
    }
    promise->addResult(Done{});
    promise->finish();
}

void RateLimiter::serve()
{
    for (;;) {
        const milliseconds left = m_until - m_clock.elapsed();
        if (m_flow == Flow::Paused && left.count() > 0)
            refuseAll(left);
        milliseconds wait = milliseconds::max();
        bool isGranted = false;
        for (const Priority priority :
             {Priority::Person, Priority::Foreground, Priority::Background}) {
            Waiting& waiting = m_waiting[std::size_t(priority)];
            if (waiting.empty())
                continue;
            milliseconds delay = windowDelay(priority);
            if (m_flow == Flow::Trying && priority != Priority::Person)
                delay = std::max(delay, left);
            if (delay.count() <= 0) {
                grant(waiting, m_flow != Flow::Flowing && priority != Priority::Person);
                isGranted = true;
                break;
            }
            wait = std::min(wait, delay);
        }
        if (isGranted)
            continue;
        if (wait != milliseconds::max())
            m_timer.start(wait);
        return;
    }
}

} // namespace cairn
