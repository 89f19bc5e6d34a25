// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/desktop/commandline.h"
#include "app/host/localconnection.h"
#include "app/session/desktopintegration.h"
#include "core/account/accountsfile.h"
#include "core/service/accountsessions.h"
#include "core/vault/tokenvault.h"
#include "ui/common/secretclipboard.h"
#include "ui/mainwindow.h"
#include "ui/style/theme.h"

#include <QFileSystemWatcher>
#include <QNetworkAccessManager>
#include <QSettings>

#include <memory>

namespace cairn::desktop {

/// Gives the QApplication its names and version, before anything asks for them.
void nameApplication();

/// The composition root: every object that lives as long as the app is a member here, in order of
/// construction. Main thread.
class Application final : public QObject
{
    Q_OBJECT

public:
    Application(Options options, const QString& dataFolder);
    ~Application() override;

    /// Shows the window, then loads the accounts and looks for the local service beside it.
    void start();

    /// Brings the window to the front and opens @p contents in it, paths and addresses, once it is
    /// known what the account in front may do.
    void open(const QStringList& contents);

    MainWindow& window() { return m_window; }
    AccountSessions& accounts() { return m_accounts; }
    Theme& theme() { return m_theme; }
    /// Whether the local service runs in this process rather than in another one.
    bool isServing() const { return m_local.host() && m_local.host()->isOwner(); }

private:
    /// Attaches to the service that owns the data folder, or becomes its owner.
    void findLocalService();
    void localServiceFound();
    void ownerWent();
    void showNotices(const local::LocalService& service);
    void openWaiting();

    Options m_options;
    QString m_dataFolder;
    SystemClock m_clock;
    QSettings m_settings;
    QNetworkAccessManager m_network;
    std::unique_ptr<TokenVault> m_vault;
    AccountsFile m_accountsFile;
    LocalConnection m_local;
    QFileSystemWatcher m_ownerWatch; ///< While attached: tells when the owner has gone.
    AccountSessions m_accounts;
    QStringList m_waiting; ///< To be opened.
    Theme m_theme;
    SecretClipboard m_clipboard;
    MainWindow m_window;
    session::DesktopIntegration m_desktopIntegration;
};

} // namespace cairn::desktop
