// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "ui/style/theme.h"
#include "ui/uploads/list/transfermenu.h"

#include <QAction>
#include <QActionGroup>
#include <QObject>

class QMenuBar;

namespace cairn {

/// Every action of the window once: text, shortcut, place in the menus. Owned by MainWindow, which
/// connects and enables them.
class Actions final : public QObject
{
    Q_OBJECT

public:
    explicit Actions(QObject* parent);

    void fill(QMenuBar& bar);
    /// The one in the menu bar, to be opened under the pointer as well.
    QMenu* transferMenu() const { return m_transferMenu; }
    /// Filled by MainWindow.
    QMenu* sortMenu() const { return m_sortMenu; }

    QAction uploadFiles, uploadFolder, paste, startAtOnce, get, download, quit;
    QAction copyCid, find, rename, remove;
    QAction showUploads, showStored, showTokens, showAccount, reload;
    QAction addAccount, newToken;
    QAction about;
    QAction notify;
    TransferMenu transfers;
    QActionGroup theme; ///< Each action's data is a Theme::Choice.
    QActionGroup accounts; ///< One for each account; its data is the id. Filled by MainWindow.

    /// The accounts, then Add Account: for the menu bar and the switcher.
    void fillAccounts(QMenu& menu);

private:
    void addTheme(const QString& text, Theme::Choice choice);

    QMenu* m_transferMenu = nullptr;
    QMenu* m_sortMenu = nullptr;
};

} // namespace cairn
