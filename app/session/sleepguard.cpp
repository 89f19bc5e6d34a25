// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/session/sleepguard.h"

#include "core/base/logging.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>

#include <array>

namespace cairn::session {
using namespace Qt::StringLiterals;

struct SleepGuard::Service
{
    QLatin1StringView name; ///< And interface.
    QLatin1StringView path;
    QLatin1StringView release;

    QDBusMessage call(QLatin1StringView method) const
    {
        return QDBusMessage::createMethodCall(name, path, name, method);
    }
    /// The first keeps the computer awake and lets the screen go dark; not every desktop has it.
    static const std::array<Service, 2> all;
};

const std::array<SleepGuard::Service, 2> SleepGuard::Service::all{
    Service{"org.freedesktop.PowerManagement.Inhibit"_L1,
            "/org/freedesktop/PowerManagement/Inhibit"_L1, "UnInhibit"_L1},
    Service{"org.freedesktop.ScreenSaver"_L1, "/org/freedesktop/ScreenSaver"_L1, "UnInhibit"_L1}};

SleepGuard::SleepGuard(const QDBusConnection& bus, QObject* parent)
    : QObject(parent)
    , m_bus(bus)
{
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(std::chrono::seconds(30));
    connect(&m_quiet, &QTimer::timeout, this, &SleepGuard::rest);
}

SleepGuard::~SleepGuard()
{
    rest();
}

void SleepGuard::moved(const QString& reason)
{
    if (!m_bus.isConnected())
        return;
    m_quiet.start();
    if (std::exchange(m_isWanted, true) || m_isAsking)
        return;
    inhibit(0, reason);
}

void SleepGuard::inhibit(size_t service, const QString& reason)
{
    m_isAsking = true;
    auto call = Service::all.at(service).call("Inhibit"_L1);
    call.setArguments({QGuiApplication::applicationDisplayName(), reason});
    auto* answer = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer, service, reason] {
        const QDBusPendingReply<quint32> cookie = *answer;
        answer->deleteLater();
        m_isAsking = false;
        if (!cookie.isError())
            return inhibited(service, cookie.value());
        if (service + 1 < Service::all.size())
            return inhibit(service + 1, reason);
        qCInfo(lcApp) << "nobody keeps the computer awake:" << cookie.error().name();
    });
}

void SleepGuard::inhibited(size_t service, quint32 cookie)
{
    m_service = service;
    m_cookie = cookie;
    if (!m_isWanted) // It came to rest while the question was on its way.
        rest();
}

void SleepGuard::rest()
{
    m_quiet.stop();
    m_isWanted = false;
    if (!m_cookie)
        return;
    const Service& service = Service::all.at(m_service);
    auto call = service.call(service.release);
    call.setArguments({*std::exchange(m_cookie, std::nullopt)});
    m_bus.send(call);
}

} // namespace cairn::session
