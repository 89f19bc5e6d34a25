// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/actions.h"

#include <QMenu>
#include <QMenuBar>

namespace cairn {
// That of keys; the flags of the API hide it.
using ::operator|;
using namespace Qt::StringLiterals;

Actions::Actions(QObject* parent)
    : QObject(parent)
    , uploadFiles(tr("Upload &Files…"))
    , uploadFolder(tr("Upload F&older…"))
    , paste(tr("&Paste Files"))
    , startAtOnce(tr("&Start Uploads at Once"))
    , get(tr("&Get by CID or Link…"))
    , download(tr("&Download…"))
    , quit(tr("&Quit"))
    , copyCid(tr("&Copy CID"))
    , find(tr("&Find"))
    , rename(tr("&Rename"))
    , remove(tr("&Delete…"))
    , showUploads(tr("&Uploads"))
    , showStored(tr("&Stored"))
    , showTokens(tr("&Tokens"))
    , showAccount(tr("&Account"))
    , reload(tr("&Reload"))
    , addAccount(tr("&Add Account…"))
    , newToken(tr("&New Token…"))
    , about(tr("&About Cairn"))
    , notify(tr("Notif&y When Done"))
    , transfers(nullptr)
    , theme(nullptr)
    , accounts(nullptr)
{
    uploadFiles.setShortcut(QKeySequence::Open);
    uploadFolder.setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_O);
    paste.setShortcut(QKeySequence::Paste);
    startAtOnce.setCheckable(true);
    get.setShortcut(Qt::CTRL | Qt::Key_L);
    download.setShortcut(Qt::CTRL | Qt::Key_D);
    quit.setShortcut(Qt::CTRL | Qt::Key_Q);
    find.setShortcut(QKeySequence::Find);
    rename.setShortcut(Qt::Key_F2);
    copyCid.setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    // Bound to the lists: in a text field Delete deletes a character.
    remove.setShortcut(QKeySequence::Delete);
    remove.setShortcutContext(Qt::WidgetShortcut);
    showUploads.setShortcut(Qt::CTRL | Qt::Key_1);
    showStored.setShortcut(Qt::CTRL | Qt::Key_2);
    showTokens.setShortcut(Qt::CTRL | Qt::Key_3);
    showAccount.setShortcut(Qt::CTRL | Qt::Key_4);
    reload.setShortcuts({Qt::Key_F5, Qt::CTRL | Qt::Key_R});
    newToken.setShortcut(Qt::CTRL | Qt::Key_T);
    notify.setCheckable(true);
    quit.setMenuRole(QAction::QuitRole);
    about.setMenuRole(QAction::AboutRole);
    addTheme(tr("Follow &System"), Theme::Choice::System);
    addTheme(tr("&Light"), Theme::Choice::Light);
    addTheme(tr("&Dark"), Theme::Choice::Dark);
}

void Actions::addTheme(const QString& text, Theme::Choice choice)
{
    auto* action = theme.addAction(text);
    action->setCheckable(true);
    action->setData(QVariant::fromValue(choice));
}

void Actions::fill(QMenuBar& bar)
{
    QMenu* file = bar.addMenu(tr("&File"));
    file->addActions({&uploadFiles, &uploadFolder, &paste});
    file->addSeparator();
    file->addAction(&startAtOnce);
    file->addSeparator();
    file->addActions({&get, &download});
    file->addSeparator();
    file->addAction(&quit);

    QMenu* edit = bar.addMenu(tr("&Edit"));
    edit->addActions({&copyCid, &find});
    edit->addSeparator();
    edit->addActions({&rename, &remove});

    QMenu* view = bar.addMenu(tr("&View"));
    view->addActions({&showUploads, &showStored, &showTokens, &showAccount});
    view->addSeparator();
    view->addAction(&reload);
    m_sortMenu = view->addMenu(tr("S&ort By"));
    view->addSeparator();
    view->addMenu(tr("T&heme"))->addActions(theme.actions());

    m_transferMenu = bar.addMenu(tr("Tran&sfer"));
    m_transferMenu->setObjectName("transferMenu"_L1);
    transfers.fill(*m_transferMenu);
    m_transferMenu->addAction(&notify);
    m_transferMenu->addSeparator();
    m_transferMenu->addAction(&copyCid);

    QMenu* account = bar.addMenu(tr("&Account"));
    account->addAction(&newToken);
    account->addSeparator();
    connect(account, &QMenu::aboutToShow, this, [this, account] {
        account->clear();
        account->addAction(&newToken);
        account->addSeparator();
        fillAccounts(*account);
    });

    bar.addMenu(tr("&Help"))->addAction(&about);
}

void Actions::fillAccounts(QMenu& menu)
{
    menu.addActions(accounts.actions());
    menu.addSeparator();
    menu.addAction(&addAccount);
}

} // namespace cairn
