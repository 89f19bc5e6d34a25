// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tests/ui/monkey/diary.h"

#include <atomic>
#include <condition_variable>
#include <thread>

namespace cairn::test {

/// Ends the process, with the last actions and where each stood, when the window no longer answers
/// or one action never ends; and prints the same when the process dies by itself. One at a time.
class Watchdog
{
public:
    explicit Watchdog(const Diary& diary);
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

    /// The event loop turned; to be called often.
    void turned() { ++m_turns; }
    /// An action ended.
    void acted() { ++m_actions; }

private:
    void run();

    std::atomic<unsigned> m_turns = 0;
    std::atomic<unsigned> m_actions = 0;
    std::mutex m_lock;
    std::condition_variable m_end;
    bool m_isOver = false;
    std::thread m_thread;
};

/// Of this thread, to the standard error output.
void printStack();

} // namespace cairn::test
