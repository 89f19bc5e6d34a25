// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/daemon/signals.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <tuple>
#include <utility>

namespace cairn {
namespace {

// A handler may do next to nothing: it writes a byte that the event loop then reads.
std::array<int, 2> wire{-1, -1};

void onSignal(int)
{
    const char byte = 1;
    std::ignore = ::write(wire[0], &byte, 1); // A full pipe means the loop knows already.
}

} // namespace

QuitOnSignal::QuitOnSignal()
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, wire.data()) != 0)
        return;
    auto* notifier = new QSocketNotifier(wire[1], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [] { QCoreApplication::quit(); });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    sigemptyset(&action.sa_mask);
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
}

QuitOnSignal::~QuitOnSignal()
{
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    for (int& end : wire)
        ::close(std::exchange(end, -1));
}

} // namespace cairn
