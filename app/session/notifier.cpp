// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/session/notifier.h"

#include "core/base/logging.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>

namespace cairn::session {
using namespace Qt::StringLiterals;

Notifier::Notifier(const QDBusConnection& bus, QObject* parent)
    : QObject(parent)
    , m_bus(bus)
{ }

void Notifier::notify(Event event, const QString& title, const QString& body)
{
    if (!m_bus.isConnected())
        return;
    auto call = QDBusMessage::createMethodCall(u"org.freedesktop.Notifications"_s,
                                               u"/org/freedesktop/Notifications"_s,
                                               u"org.freedesktop.Notifications"_s, u"Notify"_s);
    const QVariantMap hints{
        {u"desktop-entry"_s, QGuiApplication::desktopFileName()},
        {u"category"_s, event == Event::Failed ? u"transfer.error"_s : u"transfer.complete"_s}};
    constexpr int whenTheServiceThinksFit = -1;
    call.setArguments({QGuiApplication::applicationDisplayName(), m_last,
                       QGuiApplication::desktopFileName(), title, body.toHtmlEscaped(),
                       QStringList(), hints, whenTheServiceThinksFit});
    auto* answer = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        const QDBusPendingReply<quint32> id = *answer;
        answer->deleteLater();
        if (id.isError())
            qCInfo(lcApp) << "no notification was shown:" << id.error().name();
        else
            m_last = id.value();
    });
}

} // namespace cairn::session
