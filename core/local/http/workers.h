// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace cairn::local {

/// Threads that take jobs in the order in which they came. All threads exist before the first job,
/// so that none can be missing later. The destructor waits for the jobs that were taken; it throws
/// away those that were not. Any thread.
class Workers
{
public:
    explicit Workers(unsigned count); ///< Throws std::system_error when there are no more threads.
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    void start(std::function<void()> job);
    std::size_t waiting(); ///< Jobs that no thread has taken yet.

private:
    void run();
    void stop();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_jobs;
    bool m_isStopping = false;
    std::vector<std::jthread> m_threads;
};

/// A job that a free thread does while the calling one goes on; where none is free, the calling one
/// does it when this ends. It is done then. A local variable; its job must not throw.
class Beside
{
public:
    Beside(Workers& workers, std::function<void()> job);
    ~Beside();
    Beside(const Beside&) = delete;
    Beside& operator=(const Beside&) = delete;

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace cairn::local
