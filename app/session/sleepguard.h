// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QDBusConnection>
#include <QTimer>

#include <optional>

namespace cairn::session {

/// Keeps the computer from falling asleep while bytes move, through
/// org.freedesktop.PowerManagement.Inhibit or else org.freedesktop.ScreenSaver; where neither is,
/// nothing happens. Owned by DesktopIntegration; main thread. Ends with the process whatever
/// becomes of it: the service watches the connection.
class SleepGuard final : public QObject
{
    Q_OBJECT

public:
    explicit SleepGuard(const QDBusConnection& bus, QObject* parent = nullptr);
    ~SleepGuard() override;

    /// Bytes moved just now; @p reason is what the desktop shows.
    void moved(const QString& reason);
    /// Nothing will move for now. It comes to that by itself when nothing has for a while.
    void rest();

    void setPatience(std::chrono::milliseconds timeout) { m_quiet.setInterval(timeout); }

private:
    struct Service; ///< One that can keep a computer awake.

    void inhibit(size_t service, const QString& reason);
    void inhibited(size_t service, quint32 cookie);

    QDBusConnection m_bus;
    QTimer m_quiet;
    bool m_isWanted = false;
    bool m_isAsking = false;
    size_t m_service = 0; ///< The one that answered.
    std::optional<quint32> m_cookie;
};

} // namespace cairn::session
