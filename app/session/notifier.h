// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QDBusConnection>
#include <QString>

namespace cairn::session {

/// Shows a notification through org.freedesktop.Notifications; a later one takes the place of the
/// one before. Where nobody offers that, nothing happens. Owned by DesktopIntegration; main thread.
class Notifier final : public QObject
{
    Q_OBJECT

public:
    enum class Event { Done, Failed };

    explicit Notifier(const QDBusConnection& bus, QObject* parent = nullptr);

    /// Plain text; what the service would read as markup is escaped.
    void notify(Event event, const QString& title, const QString& body);

private:
    QDBusConnection m_bus;
    quint32 m_last = 0; ///< 0: none yet.
};

} // namespace cairn::session
