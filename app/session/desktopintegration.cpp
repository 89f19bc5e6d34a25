// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/session/desktopintegration.h"

#include "ui/mainwindow.h"
#include "ui/text/formatting.h"

#include <QGuiApplication>

namespace cairn::session {
using namespace Qt::StringLiterals;
using transfer::State;

QString outcomeText(const Batch::Outcome& outcome)
{
    QStringList parts;
    if (outcome.stored > 0)
        parts << DesktopIntegration::tr("%Ln upload(s) stored", nullptr, outcome.stored);
    if (outcome.saved > 0)
        parts << DesktopIntegration::tr("%Ln download(s) saved", nullptr, outcome.saved);
    if (outcome.failed > 0)
        parts << DesktopIntegration::tr("%Ln failed", nullptr, outcome.failed);
    return formatList(parts);
}

DesktopIntegration::DesktopIntegration(AccountSessions& accounts, QSettings& settings,
                                       const QDBusConnection& bus)
    : m_accounts(accounts)
    , m_settings(settings)
    , m_sleep(bus)
    , m_notifier(bus)
    , m_isWatched([] { return QGuiApplication::applicationState() == Qt::ApplicationActive; })
{
    connect(&m_accounts, &AccountSessions::added, this, &DesktopIntegration::watch);
    connect(&m_accounts, &AccountSessions::aboutToRemove, this, [this](AccountSession* session) {
        m_batches.erase(session->record().id);
        allowSleepUnlessBusy(session);
    });
    for (AccountSession* session : m_accounts.all())
        watch(session);
}

void DesktopIntegration::watch(AccountSession* session)
{
    TransferQueue& queue = session->transfers();
    connect(&queue, &TransferQueue::changed, this, [this, session](TransferId id) {
        if (const auto transfer = session->transfers().find(id))
            changed(*session, *transfer);
    });
}

void DesktopIntegration::changed(AccountSession& session, const Transfer& transfer)
{
    const bool isMoving = transfer.state == State::Packing || transfer.state == State::Sending
        || transfer.state == State::Receiving;
    if (isMoving)
        return m_sleep.moved(tr("Files are being transferred"));
    m_batches[session.record().id].note(transfer);
    if (transfer::isRunning(transfer.state) || session.transfers().atWork() > 0)
        return;
    allowSleepUnlessBusy();
    tell(session.record().id);
}

/// Of several accounts one may be at rest while others go on; @p leaving is on its way out.
void DesktopIntegration::allowSleepUnlessBusy(const AccountSession* leaving)
{
    for (AccountSession* session : m_accounts.all()) {
        if (session != leaving && session->transfers().atWork() > 0)
            return;
    }
    m_sleep.rest();
}

void DesktopIntegration::tell(const AccountId& account)
{
    const Batch::Outcome outcome = m_batches[account].outcome();
    m_batches[account].clear();
    if (outcome.isEmpty() || m_isWatched()
        || !m_settings.value(MainWindow::notifyKey, true).toBool())
        return;
    m_notifier.notify(outcome.failed > 0 ? Notifier::Event::Failed : Notifier::Event::Done,
                      tr("Transfers finished"), outcomeText(outcome));
}

} // namespace cairn::session
