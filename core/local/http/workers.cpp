// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/workers.h"

#include <utility>

namespace cairn::local {

Workers::Workers(unsigned count)
{
    m_threads.reserve(count);
    try {
        while (m_threads.size() < count)
            m_threads.emplace_back([this] { run(); });
    } catch (...) {
        stop();
        throw;
    }
}

Workers::~Workers()
{
    stop();
}

void Workers::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_changed.notify_all();
    m_threads.clear(); // Waits for each.
}

void Workers::start(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_changed.notify_one();
}

std::size_t Workers::waiting()
{
    const std::lock_guard lock(m_mutex);
    return m_jobs.size();
}

void Workers::run()
{
    for (;;) {
        std::function<void()> job;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_isStopping || !m_jobs.empty(); });
            if (m_isStopping)
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job();
    }
}

struct Beside::State
{
    std::function<void()> job;
    std::mutex mutex{};
    std::condition_variable changed{};
    bool isBegun = false;
    bool isDone = false;

    /// False if another thread has begun it.
    bool run()
    {
        {
            const std::lock_guard lock(mutex);
            if (std::exchange(isBegun, true))
                return false;
        }
        job();
        const std::lock_guard lock(mutex);
        isDone = true;
        changed.notify_all();
        return true;
    }
};

Beside::Beside(Workers& workers, std::function<void()> job)
    : m_state(new State{std::move(job)})
{
    workers.start([state = m_state] { state->run(); });
}

Beside::~Beside()
{
    if (m_state->run())
        return;
    std::unique_lock lock(m_state->mutex);
    m_state->changed.wait(lock, [this] { return m_state->isDone; });
}

} // namespace cairn::local
