// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/reference.h"
#include "ui/accountpages.h"
#include "ui/common/pane.h"

#include <QMainWindow>
#include <QPointer>

class QDialog;
class QSettings;

namespace cairn {

class Actions;
class ClipboardBar;
class MessageBar;
class SecretClipboard;
class Sidebar;
class Theme;

/// The frame: sidebar, panes of the account in front, menus. Owned by the application; everything
/// it is given must outlive it. It shows the accounts there are and follows as they come and go.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(AccountSessions& accounts, SecretClipboard& clipboard, const Clock& clock,
               Theme& theme, QSettings& settings, QWidget* parent = nullptr);
    ~MainWindow() override;

    AccountSession* account() const; ///< In front; none while there is none.
    void showAccount(const AccountId& id);
    void showPage(AccountPages::Page page);
    /// Files and folders are planned to be uploaded to the account in front; what CIDs and links
    /// refer to may be got from it. An empty list says that there was nothing to take.
    void open(const QStringList& contents);
    /// Keeps what is to be kept and closes without a question, as the session's end demands.
    void endSession();
    /// Something that concerns no account in particular, above the panes. Where it is about a file
    /// or folder of this computer, the folder can be opened from there.
    void showError(const Error& error);
    /// Something a person should know of, which keeps nothing from working.
    void showNotice(const QString& text);

    /// Whether a notification tells of the end; on unless turned off.
    static constexpr QLatin1StringView notifyKey{"transfers/notify"};

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void connectActions();
    void connectAction(QAction& entry, Pane::Action action);
    void makeLayout();
    void addPages(AccountSession* session);
    void removePages(AccountSession* session);
    void listAccounts();
    void updateActions();
    AccountPages* pages() const; ///< None while there is no account.
    AccountPages* pagesOf(const AccountId& id) const;
    void showAccountMenu();
    void addAccount();
    void newToken();
    void get();
    void upload(const QStringList& paths);
    void openNextReference();
    void paste();
    void about();
    void askToQuit(qint64 unfinished, int changes);
    qint64 uploadsAtWork() const;
    int changesOnTheWay() const;

    AccountSessions& m_accounts;
    SecretClipboard& m_clipboard;
    const Clock& m_clock;
    Theme& m_theme;
    QSettings& m_settings;
    Actions* m_actions;
    Sidebar* m_sidebar;
    QStackedWidget* m_stack;
    MessageBar* m_message = nullptr;
    QString m_folderOfError; ///< What the action of the message opens.
    AccountPages::Page m_page = AccountPages::Uploads;
    QList<content::Reference> m_references; ///< Still to be asked about, one after the other.
    QPointer<QDialog> m_getDialog; ///< Goes with its account.
    bool m_mayQuit = false;
    bool m_sessionEnds = false;
};

} // namespace cairn
