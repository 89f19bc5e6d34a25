// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/desktop/application.h"

#include "app/host/catchupwatch.h"
#include "app/host/datafolder.h"
#include "app/host/noticetext.h"
#include "core/base/logging.h"
#include "core/vault/keychainvault.h"
#include "core/vault/memoryvault.h"
#include "ui/text/errortext.h"

#include <QApplication>
#include <QClipboard>

namespace cairn::desktop {
using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<TokenVault> makeVault(bool useKeychain)
{
    if (useKeychain)
        return std::make_unique<KeychainVault>(u"app.cairn.Cairn"_s);
    qCWarning(lcApp) << "secrets are kept in memory only and are gone when Cairn quits";
    return MemoryVault::insteadOfKeychain();
}

} // namespace

void nameApplication()
{
    QApplication::setApplicationName(u"cairn"_s);
    QApplication::setApplicationDisplayName(u"Cairn"_s);
    QApplication::setApplicationVersion(QStringLiteral(CAIRN_VERSION));
    QApplication::setDesktopFileName(u"app.cairn.Cairn"_s);
}

Application::Application(Options options, const QString& dataFolder)
    : m_options(std::move(options))
    , m_dataFolder(dataFolder)
    , m_settings(settingsFile(dataFolder), QSettings::IniFormat)
    , m_vault(makeVault(m_options.useKeychain))
    , m_accountsFile(accountsFilePath(dataFolder))
    , m_local(dataFolder, LocalConnection::Use::Window)
    , m_accounts(m_network, *m_vault, m_accountsFile, m_clock)
    , m_theme(m_settings)
    , m_clipboard(*QApplication::clipboard(), m_clock)
    , m_window(m_accounts, m_clipboard, m_clock, m_theme, m_settings)
    , m_desktopIntegration(m_accounts, m_settings, QDBusConnection::sessionBus())
{
    connect(&m_local, &LocalConnection::found, this, &Application::localServiceFound);
    connect(&m_ownerWatch, &QFileSystemWatcher::fileChanged, this, &Application::ownerWent);
    // The queue is on disk with every step; what is left is the window's. Nothing is asked: what is
    // under way goes on with the next session.
    connect(qGuiApp, &QGuiApplication::commitDataRequest, &m_window, &MainWindow::endSession,
            Qt::DirectConnection);
    m_accounts.keepTransfersIn(transferFolder(dataFolder));
    m_accounts.downloadFrom(gateways(dataFolder));
    connect(&m_accounts, &AccountSessions::transfersLeft, &m_window, &MainWindow::showError);
    connect(&m_accounts, &AccountSessions::added, this, [this](AccountSession* session) {
        connect(&session->account(), &Account::changed, this, &Application::openWaiting);
        connect(&session->transfers(), &TransferQueue::storeFailed, &m_window,
                &MainWindow::showError);
    });
}

Application::~Application() = default;

void Application::start()
{
    m_window.show();
    findLocalService();
    if (const Done loaded = m_accounts.loadStored(); !loaded)
        m_window.showError(loaded.error());
}

void Application::open(const QStringList& contents)
{
    m_window.setWindowState(m_window.windowState() & ~Qt::WindowMinimized);
    m_window.show();
    m_window.raise();
    m_window.activateWindow();
    m_waiting << contents;
    openWaiting();
}

/// An account that is still being asked about would refuse what it may take in a moment.
void Application::openWaiting()
{
    AccountSession* front = m_window.account();
    if (m_waiting.isEmpty() || !front)
        return;
    using State = Account::State;
    const State state = front->account().state();
    if (state != State::Checking && state != State::SignedOut)
        m_window.open(std::exchange(m_waiting, {}));
}

void Application::findLocalService()
{
    whenDone(m_local.find(), this, [this](const Result<ServicePlace>& found) {
        if (!found)
            m_window.showError(found.error());
    });
}

void Application::localServiceFound()
{
    LocalHost& host = *m_local.host();
    if (host.isOwner())
        showNotices(*host.service());
    else
        m_ownerWatch.addPath(runtimeFile(m_dataFolder));
    AccountSession* known = m_accounts.find(localAccount);
    if (known && known->record().endpoint == host.url()) {
        known->account().use({host.login(), {}});
        return known->account().check();
    }
    AccountSession& session = m_accounts.addLocal(host.url(), host.login(), tr("This computer"));
    session.followWith([this] { return m_local.find(); });
    // An owner that crashed leaves its address behind; nobody answers there.
    Account& account = session.account();
    connect(&account, &Account::changed, this, [this, &account] {
        const bool isGone = account.state() == Account::State::Unreachable && account.error()
            && account.error()->kind != Error::Kind::Maintenance;
        if (isGone)
            ownerWent();
    });
    m_window.showAccount(localAccount);
}

/// What is told follows a catalog that is being made anew in the background.
void Application::showNotices(const local::LocalService& service)
{
    const auto show = [this, &service] {
        if (const auto notices = service.notices(); !notices.empty())
            m_window.showNotice(noticesText(notices, m_dataFolder));
    };
    show();
    const auto percent = service.catchUpPercent();
    if (percent && !*percent)
        return;
    auto* watch = new CatchUpWatch(service, this);
    connect(watch, &CatchUpWatch::progressed, this,
            [this](int done) { m_window.showNotice(catchUpText(done)); });
    connect(watch, &CatchUpWatch::done, this, [this, show] {
        show();
        if (AccountSession* local = m_accounts.find(localAccount))
            local->account().refresh();
    });
    connect(watch, &CatchUpWatch::failed, this,
            [this](const Error& error) { m_window.showError(error); });
}

/// A command line that hosted the service for a moment, or cairnd: now it is our turn.
void Application::ownerWent()
{
    if (!m_local.host() || isServing())
        return;
    qCInfo(lcApp) << "the owner of the data folder has gone";
    findLocalService();
}

} // namespace cairn::desktop
