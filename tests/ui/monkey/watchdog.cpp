// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/monkey/watchdog.h"

#include <pthread.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>

#if __has_include(<execinfo.h>)
#include <execinfo.h>
#endif

/// Of the sanitizers; not there without them.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace cairn::test {

namespace {

constexpr std::chrono::seconds maxPause(60); // Of the event loop; sanitizers are slow.
constexpr std::chrono::seconds maxAction(120);
constexpr unsigned maxLastWords = 20; // Seconds.
constexpr std::array fatalSignals{SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};

const Diary* watchedDiary = nullptr;
pthread_t mainThread;
std::array<struct sigaction, fatalSignals.size()> actionsBefore;

void print(const QByteArray& text)
{
    std::ignore = ::write(STDERR_FILENO, text.constData(), std::size_t(text.size()));
}

void printLast()
{
    if (watchedDiary)
        print("The last actions:\n" + watchedDiary->lastIfFree());
}

/// Not safe in a signal's handler: where it hangs, as after a heap was damaged, the alarm ends it.
void onFatalSignal(int number)
{
    alarm(maxLastWords);
    for (std::size_t at = 0; at < fatalSignals.size(); ++at)
        sigaction(fatalSignals[at], &actionsBefore[at], nullptr);
    printLast();
    printStack();
    // A fault happens again when this returns, and is told to whoever listened before.
    if (number == SIGABRT)
        raise(number);
}

} // namespace

void printStack()
{
#if __has_include(<execinfo.h>)
    std::array<void*, 60> frames;
    backtrace_symbols_fd(frames.data(), backtrace(frames.data(), int(frames.size())),
                         STDERR_FILENO);
#endif
}

Watchdog::Watchdog(const Diary& diary)
{
    watchedDiary = &diary;
    mainThread = pthread_self();
    struct sigaction action = {};
    action.sa_handler = onFatalSignal;
    for (std::size_t at = 0; at < fatalSignals.size(); ++at)
        sigaction(fatalSignals[at], &action, &actionsBefore[at]);
    if (__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(printLast);
    m_thread = std::thread([this] { run(); });
}

Watchdog::~Watchdog()
{
    {
        const std::lock_guard guard(m_lock);
        m_isOver = true;
    }
    m_end.notify_all();
    m_thread.join();
    if (__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(nullptr);
    for (std::size_t at = 0; at < fatalSignals.size(); ++at)
        sigaction(fatalSignals[at], &actionsBefore[at], nullptr);
    watchedDiary = nullptr;
}

void Watchdog::run()
{
    using Clock = std::chrono::steady_clock;
    struct Progress
    {
        unsigned seen = 0;
        Clock::time_point since = Clock::now();
        bool isStuck(unsigned now, std::chrono::seconds limit)
        {
            if (std::exchange(seen, now) != now)
                since = Clock::now();
            return Clock::now() - since > limit;
        }
    };
    Progress turns;
    Progress actions;
    std::unique_lock guard(m_lock);
    while (!m_end.wait_for(guard, std::chrono::seconds(1), [this] { return m_isOver; })) {
        const bool isDead = turns.isStuck(m_turns, maxPause);
        if (!isDead && !actions.isStuck(m_actions, maxAction))
            continue;
        print(isDead ? "The event loop no longer turns.\n" : "An action does not end.\n");
        pthread_kill(mainThread, SIGABRT);
        return;
    }
}

} // namespace cairn::test
