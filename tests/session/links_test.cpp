// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/session/desktopintegration.h"
#include "core/account/accountsfile.h"
#include "core/local/localservice.h"
#include "core/vault/memoryvault.h"
#include "tests/session/desktop.h"
#include "tests/support/await.h"
#include "tests/support/until.h"
#include "ui/mainwindow.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QTemporaryDir>

using namespace cairn;
using namespace cairn::session;
using namespace cairn::test;
using transfer::State;

namespace {

/// Two accounts of two real services, and a desktop that is told about them.
struct Linked
{
    Linked()
    {
        accounts.addLocal(here->url(), here->sessionLogin(), u"This computer"_s);
        const auto added
            = await(accounts.add({u"Studio"_s, there->url(), {*there->addUser(u"Ada"_s), {}}},
                                 AccountSessions::Keep::ThisSession));
        REQUIRE(added);
        links.setIsWatched([this] { return isWatched; });
        REQUIRE(until([this] {
            return mine().account().state() == Account::State::SignedIn
                && theirs().account().state() == Account::State::SignedIn;
        }));
    }
    std::unique_ptr<local::LocalService> start(const QString& name)
    {
        return *local::LocalService::start({.dataFolder = folder.filePath(name)});
    }
    AccountSession& mine() { return *accounts.all().front(); }
    AccountSession& theirs() { return *accounts.all().back(); }
    TransferId upload(AccountSession& account, const QString& name)
    {
        QFile file(folder.filePath(name));
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(name.toUtf8()) > 0);
        file.close();
        const auto added = account.transfers().add({.paths = {file.fileName()}});
        REQUIRE(added);
        return *added;
    }
    bool comesTo(AccountSession& account, TransferId id, State state)
    {
        return until([&] { return account.transfers().find(id)->state == state; });
    }
    /// What the bus had on its way has come.
    static void settle()
    {
        until([] { return false; }, std::chrono::milliseconds(100));
    }

    Desktop power{powerManagement};
    Desktop popups{notifications};
    bool isWatched = false;
    QTemporaryDir folder;
    SystemClock clock;
    QNetworkAccessManager network;
    MemoryVault vault;
    AccountsFile store{folder.filePath(u"accounts.json"_s)};
    std::unique_ptr<local::LocalService> here = start(u"here"_s);
    std::unique_ptr<local::LocalService> there = start(u"there"_s);
    AccountSessions accounts{network, vault, store, clock};
    QSettings settings{folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    DesktopIntegration links{accounts, settings, bus()};
};

} // namespace

TEST_CASE_METHOD(Linked,
                 "the computer is kept awake while an upload moves, and told of its end once")
{
    const TransferId id = upload(mine(), u"a.txt"_s);
    REQUIRE(comesTo(mine(), id, State::Stored));
    REQUIRE(until([&] { return power.members() == QStringList({u"Inhibit"_s, u"UnInhibit"_s}); }));
    REQUIRE(until([&] { return popups.calls.size() == 1; }));
    CHECK(popups.calls.front().arguments().at(4) == u"1 upload stored"_s);
}

TEST_CASE_METHOD(Linked,
                 "one account at rest does not let the computer sleep while another is at work")
{
    there.reset();
    const TransferId waits = upload(theirs(), u"b.txt"_s);
    REQUIRE(comesTo(theirs(), waits, State::Waiting));
    const TransferId id = upload(mine(), u"a.txt"_s);
    REQUIRE(comesTo(mine(), id, State::Stored));
    // The account at rest is told of; the other one has nothing to tell yet.
    REQUIRE(until([&] { return popups.calls.size() == 1; }));
    settle();
    CHECK(power.members() == QStringList(u"Inhibit"_s));
    theirs().transfers().cancel(waits);
    CHECK(until([&] { return power.members().contains(u"UnInhibit"_s); }));
}

TEST_CASE_METHOD(Linked, "an account that goes with its uploads lets the computer sleep")
{
    there.reset();
    const TransferId waits = upload(theirs(), u"b.txt"_s);
    REQUIRE(comesTo(theirs(), waits, State::Waiting));
    REQUIRE(until([&] { return power.members() == QStringList(u"Inhibit"_s); }));
    settle();
    REQUIRE(await(accounts.remove(theirs().record().id)));
    CHECK(until([&] { return power.members().contains(u"UnInhibit"_s); }));
}

TEST_CASE_METHOD(Linked, "who is at the window or wants no notifications gets none")
{
    SECTION("at the window")
    {
        isWatched = true;
    }
    SECTION("not wanted")
    {
        settings.setValue(MainWindow::notifyKey, false);
    }
    const TransferId id = upload(mine(), u"a.txt"_s);
    REQUIRE(comesTo(mine(), id, State::Stored));
    REQUIRE(until([&] { return power.members().contains(u"UnInhibit"_s); }));
    settle();
    CHECK(popups.calls.empty());
    // And what was not told then is not told later.
    isWatched = false;
    settings.setValue(MainWindow::notifyKey, true);
    REQUIRE(comesTo(mine(), upload(mine(), u"b.txt"_s), State::Stored));
    REQUIRE(until([&] { return popups.calls.size() == 1; }));
    CHECK(popups.calls.front().arguments().at(4) == u"1 upload stored"_s);
}
