// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>

#include <catch2/catch.hpp>

namespace cairn::test {
using namespace Qt::StringLiterals;

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

inline QDBusConnection bus()
{
    return QDBusConnection::sessionBus();
}

inline const auto powerManagement = u"org.freedesktop.PowerManagement.Inhibit"_s;
inline const auto screenSaver = u"org.freedesktop.ScreenSaver"_s;
inline const auto notifications = u"org.freedesktop.Notifications"_s;

} // namespace cairn::test
