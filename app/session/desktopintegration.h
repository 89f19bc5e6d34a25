// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/session/batch.h"
#include "app/session/notifier.h"
#include "app/session/sleepguard.h"
#include "core/service/accountsessions.h"

#include <QSettings>

#include <functional>

namespace cairn::session {

/// Tells the desktop what the transfers are about: stay awake while bytes move, and one
/// notification when all of an account came to rest, unless the person is looking at the window
/// or has turned it off. Owned by the application; main thread.
class DesktopIntegration final : public QObject
{
    Q_OBJECT

public:
    DesktopIntegration(AccountSessions& accounts, QSettings& settings, const QDBusConnection& bus);

    SleepGuard& sleepGuard() { return m_sleep; }
    /// Whether the person is at the window; the application's word unless a test says otherwise.
    void setIsWatched(std::function<bool()> isWatched) { m_isWatched = std::move(isWatched); }

private:
    void watch(AccountSession* session);
    void changed(AccountSession& session, const Transfer& transfer);
    void allowSleepUnlessBusy(const AccountSession* leaving = nullptr);
    void tell(const AccountId& account);

    AccountSessions& m_accounts;
    QSettings& m_settings;
    SleepGuard m_sleep;
    Notifier m_notifier;
    std::function<bool()> m_isWatched;
    std::map<AccountId, Batch> m_batches; ///< By account.
};

/// The notification about it: no names, no CIDs, since it may show on a locked screen.
QString outcomeText(const Batch::Outcome& outcome);

} // namespace cairn::session
