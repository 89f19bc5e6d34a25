// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/session/notifier.h"
#include "app/session/sleepguard.h"
#include "tests/support/until.h"

#include <QDBusMessage>
#include <QDBusVirtualObject>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::session;
using namespace Qt::StringLiterals;

namespace {

/// What a desktop offers under one name, on a connection of its own: answers each call with a
/// number and remembers it.
class Desktop final : public QDBusVirtualObject
{
public:
    explicit Desktop(const QString& name)
        : m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, name))
        , m_name(name)
    {
        REQUIRE(m_bus.registerVirtualObject(u"/"_s, this, QDBusConnection::SubPath));
        REQUIRE(m_bus.registerService(name));
    }
    ~Desktop() override
    {
        m_bus.unregisterService(m_name);
        m_bus.unregisterObject(u"/"_s, QDBusConnection::UnregisterTree);
        QDBusConnection::disconnectFromBus(m_name);
    }
    QString introspect(const QString&) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection& bus) override
    {
        calls.push_back(message);
        if (message.member() != u"UnInhibit"_s)
            bus.send(message.createReply(QVariant::fromValue(++number)));
        return true;
    }
    QStringList members() const
    {
        QStringList all;
        for (const QDBusMessage& call : calls)
            all << call.member();
        return all;
    }

    std::vector<QDBusMessage> calls;
    quint32 number = 40;

private:
    QDBusConnection m_bus;
    QString m_name;
};

QDBusConnection bus()
{
    return QDBusConnection::sessionBus();
}

const auto powerManagement = u"org.freedesktop.PowerManagement.Inhibit"_s;
const auto screenSaver = u"org.freedesktop.ScreenSaver"_s;
const auto notifications = u"org.freedesktop.Notifications"_s;

} // namespace

TEST_CASE("the computer is kept awake once while bytes move, and let go at rest")
{
    Desktop desktop(powerManagement);
    SleepGuard guard(bus());
    for (int i = 0; i < 100; ++i)
        guard.moved(u"Files are being transferred"_s);
    REQUIRE(test::until([&] { return desktop.calls.size() == 1; }));
    CHECK(desktop.calls.front().arguments().at(1) == u"Files are being transferred"_s);
    // Only once it has the number can it give it back.
    guard.rest();
    REQUIRE(test::until([&] { return desktop.calls.size() == 2; }));
    CHECK(desktop.members() == QStringList({u"Inhibit"_s, u"UnInhibit"_s}));
    CHECK(desktop.calls.back().arguments().front() == 41u);
    guard.moved(u"again"_s);
    CHECK(test::until([&] { return desktop.calls.size() == 3; }));
}

TEST_CASE("a transfer that stalls lets the computer sleep")
{
    Desktop desktop(powerManagement);
    SleepGuard guard(bus());
    guard.setPatience(std::chrono::milliseconds(50));
    guard.moved(u"x"_s);
    CHECK(test::until([&] { return desktop.members().contains(u"UnInhibit"_s); }));
}

TEST_CASE("a desktop without power management is asked through its screen saver")
{
    Desktop desktop(screenSaver);
    {
        SleepGuard guard(bus());
        guard.moved(u"x"_s);
        REQUIRE(test::until([&] { return desktop.calls.size() == 1; }));
        // The answer is on its way; the guard that goes gives back what it has by then.
        test::until([] { return false; }, std::chrono::milliseconds(100));
    }
    CHECK(test::until([&] { return desktop.members().contains(u"UnInhibit"_s); }));
}

TEST_CASE("without any of them, or without a bus, nothing happens")
{
    SleepGuard guard(bus());
    guard.moved(u"x"_s);
    Notifier(bus()).notify(Notifier::Event::Done, u"a"_s, u"b"_s);
    test::until([] { return false; }, std::chrono::milliseconds(100));
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
    REQUIRE(test::until([&] { return desktop.calls.size() == 1; }));
    CHECK(desktop.calls.front().arguments().at(1) == 0u);
    CHECK(desktop.calls.front().arguments().at(4) == u"2 &lt;b&gt;stored&lt;/b&gt;"_s);
    test::until([] { return false; }, std::chrono::milliseconds(100));
    notifier.notify(Notifier::Event::Failed, u"Transfers finished"_s, u"1 failed"_s);
    REQUIRE(test::until([&] { return desktop.calls.size() == 2; }));
    CHECK(desktop.calls.back().arguments().at(1) == 41u);
}
