// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/posix/process.h"

#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <tuple>

namespace cairn::posix {
namespace {

// A handler may do next to nothing: it writes a byte that the event loop then reads.
std::atomic_int pipeForSignals{-1};

void onTermination(int)
{
    const int before = errno;
    const char byte = 1;
    // A full pipe means the loop knows already.
    std::ignore = ::write(pipeForSignals, &byte, 1);
    errno = before;
}

} // namespace

bool isRunning(qint64 process)
{
    return process > 0 && (::kill(pid_t(process), 0) == 0 || errno == EPERM);
}

std::optional<std::chrono::nanoseconds> processorTime([[maybe_unused]] qint64 process)
{
#ifdef Q_OS_LINUX
    clockid_t clock{};
    timespec time = {};
    if (::clock_getcpuclockid(pid_t(process), &clock) == 0 && ::clock_gettime(clock, &time) == 0)
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
#endif
    return std::nullopt;
}

QByteArray userName()
{
    std::array<char, 4096> strings{};
    passwd entry{};
    passwd* found = nullptr;
    ::getpwuid_r(::geteuid(), &entry, strings.data(), strings.size(), &found);
    return found ? QByteArray(found->pw_name) : QByteArray();
}

bool isTerminal(std::FILE* stream)
{
    return ::isatty(numberOf(stream)) == 1;
}

int numberOf(std::FILE* stream)
{
    return ::fileno(stream);
}

void ignoreBrokenPipes()
{
    std::signal(SIGPIPE, SIG_IGN);
}

TerminationPipe::TerminationPipe()
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe(ends.data()) != 0)
        return;
    m_readEnd = Descriptor(ends[0]);
    m_writeEnd = Descriptor(ends[1]);
    for (const int end : ends) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
        ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
    pipeForSignals = m_writeEnd.number();
    struct sigaction action = {};
    action.sa_handler = onTermination;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
}

TerminationPipe::~TerminationPipe()
{
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    pipeForSignals = -1;
}

} // namespace cairn::posix
