// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/accountsfile.h"
#include "core/local/localservice.h"
#include "core/service/accountsessions.h"
#include "tests/support/await.h"
#include "tests/support/catchqt.h"
#include "tests/support/fakeclock.h"
#include "tests/support/flakyvault.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/until.h"
#include "tests/ui/audit.h"
#include "tests/ui/keyboard.h"
#include "ui/common/secretclipboard.h"
#include "ui/mainwindow.h"
#include "ui/style/theme.h"

#include <QNetworkAccessManager>
#include <QSettings>
#include <QTemporaryDir>

namespace cairn::test {
using namespace Qt::StringLiterals;

/// A real window on real services, on a folder of its own.
struct World
{
    World();

    /// The account of a real local service, signed in and loaded.
    AccountSession& local();
    /// An account on the scripted server with a login, wherever it got to.
    AccountSession& scripted();
    /// As scripted(), signed in and with its lists loaded or failed.
    AccountSession& settled();

    QString file(const QString& name, const QByteArray& bytes);
    /// Uploads a file of that name to the local service and waits until it is listed.
    void stored(AccountSession& service, const QString& name, const QByteArray& bytes);
    Token token(AccountSession& service, const QString& name);
    /// Waits until no dialog is open and does what a window manager does then; the test platform
    /// has none.
    bool isBack();
    /// Every control has a name, its own mnemonic and a place in the round of the Tab key.
    void checkControls();

    QTemporaryDir folder;
    FakeClock clock;
    QNetworkAccessManager network;
    FlakyVault vault;
    AccountsFile store{folder.filePath(u"accounts.json"_s)};
    std::unique_ptr<local::LocalService> service;
    ScriptedServer server;
    AccountSessions accounts{network, vault, store, clock};
    QSettings settings{folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    Theme theme{settings};
    SecretClipboard clipboard;
    MainWindow window{accounts, clipboard, clock, theme, settings};
};

} // namespace cairn::test
