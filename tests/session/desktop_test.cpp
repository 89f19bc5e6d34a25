// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/session/notifier.h"
#include "app/session/sleepguard.h"
#include "tests/session/desktop.h"
#include "tests/support/until.h"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::session;
using namespace cairn::test;
using namespace Qt::StringLiterals;

TEST_CASE("the computer is kept awake once while bytes move, and let go at rest")
{
    Desktop desktop(powerManagement);
    SleepGuard guard(bus());
    for (int i = 0; i < 100; ++i)
        guard.moved(u"Files are being transferred"_s);
    REQUIRE(until([&] { return desktop.calls.size() == 1; }));
    CHECK(desktop.calls.front().arguments().at(1) == u"Files are being transferred"_s);
    // Only once it has the number can it give it back.
    guard.rest();
    REQUIRE(until([&] { return desktop.calls.size() == 2; }));
    CHECK(desktop.members() == QStringList({u"Inhibit"_s, u"UnInhibit"_s}));
    CHECK(desktop.calls.back().arguments().front() == 41u);
    guard.moved(u"again"_s);
    CHECK(until([&] { return desktop.calls.size() == 3; }));
}

TEST_CASE("a transfer that stalls lets the computer sleep")
{
    Desktop desktop(powerManagement);
    SleepGuard guard(bus());
    guard.setPatience(std::chrono::milliseconds(50));
    guard.moved(u"x"_s);
    CHECK(until([&] { return desktop.members().contains(u"UnInhibit"_s); }));
}

TEST_CASE("a desktop without power management is asked through its screen saver")
{
    Desktop desktop(screenSaver);
    {
        SleepGuard guard(bus());
        guard.moved(u"x"_s);
        REQUIRE(until([&] { return desktop.calls.size() == 1; }));
        // The answer is on its way; the guard that goes gives back what it has by then.
        until([] { return false; }, std::chrono::milliseconds(100));
    }
    CHECK(until([&] { return desktop.members().contains(u"UnInhibit"_s); }));
}

TEST_CASE("without any of them, or without a bus, nothing happens")
{
    SleepGuard guard(bus());
    guard.moved(u"x"_s);
    Notifier(bus()).notify(Notifier::Event::Done, u"a"_s, u"b"_s);
    until([] { return false; }, std::chrono::milliseconds(100));
    guard.rest();
    const QDBusConnection none(u"nowhere"_s);
    SleepGuard lonely(none);
    lonely.moved(u"x"_s);
    lonely.rest();
    Notifier(none).notify(Notifier::Event::Done, u"a"_s, u"b"_s);
}

TEST_CASE("a notification takes the place of the one before, and its body is no markup")
{
    Desktop desktop(notifications);
    Notifier notifier(bus());
    notifier.notify(Notifier::Event::Done, u"Transfers finished"_s, u"2 <b>stored</b>"_s);
    REQUIRE(until([&] { return desktop.calls.size() == 1; }));
    CHECK(desktop.calls.front().arguments().at(1) == 0u);
    CHECK(desktop.calls.front().arguments().at(4) == u"2 &lt;b&gt;stored&lt;/b&gt;"_s);
    until([] { return false; }, std::chrono::milliseconds(100));
    notifier.notify(Notifier::Event::Failed, u"Transfers finished"_s, u"1 failed"_s);
    REQUIRE(until([&] { return desktop.calls.size() == 2; }));
    CHECK(desktop.calls.back().arguments().at(1) == 41u);
}
