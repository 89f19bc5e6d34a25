// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/world.h"
#include "ui/style/cairnstyle.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

using namespace cairn;
using namespace cairn::test;
using State = Account::State;

namespace {

struct AccountWorld : World
{
    void openPane() { press(Qt::Key_4, Qt::ControlModifier); }
    QWidget* openDialog()
    {
        REQUIRE(tabTo(u"addAccountButton"_s));
        press(Qt::Key_Space);
        return dialog();
    }
    /// Fills the form and presses Return in its last field.
    void enter(const QString& name, const QString& address, const QString& login)
    {
        for (const QString& value : {name, address, login}) {
            selectAll();
            type(value);
            press(Qt::Key_Tab);
        }
        press(Qt::Key_Return);
    }
    static void selectAll() { press(Qt::Key_A, Qt::ControlModifier); }
    AccountSession* named(const QString& name) const
    {
        for (AccountSession* account : accounts.all()) {
            if (account->record().name == name)
                return account;
        }
        return nullptr;
    }
    bool isState(AccountSession& account, State state) const
    {
        return until([&] { return account.account().state() == state; });
    }
    /// An account on the scripted server whose login lies in the keychain, after a restart.
    AccountSession& restarted()
    {
        const auto id = await(accounts.add({u"Studio"_s, server.url(), {Secret("login"), {}}},
                                           AccountSessions::Keep::InKeychain));
        REQUIRE(id);
        return *accounts.find(*id);
    }
};

} // namespace

TEST_CASE_METHOD(AccountWorld, "the account page tells who one is and what one may do")
{
    local();
    openPane();
    CHECK(test::text(u"accountState"_s) == u"Signed in"_s);
    CHECK(test::text(u"accountIdentity"_s) == u"This computer"_s);
    CHECK(test::text(u"accountCredentials"_s).startsWith(u"Session login"_s));
    CHECK_FALSE(isVisible(u"removeAccountButton"_s));
    CHECK_FALSE(isVisible(u"retryAccountButton"_s));
    checkControls();
}

TEST_CASE_METHOD(AccountWorld, "an account page longer than the window is scrolled by key")
{
    local();
    openPane();
    window.setMinimumHeight(0);
    window.resize(window.width(), window.minimumSizeHint().height());
    const auto* page = window.findChild<QScrollArea*>(u"accountScroll"_s);
    REQUIRE(until([page] { return page->verticalScrollBar()->maximum() > 0; }));
    press(Qt::Key_PageDown);
    CHECK(page->verticalScrollBar()->value() > 0);
    press(Qt::Key_PageUp);
    CHECK(page->verticalScrollBar()->value() == 0);
}

TEST_CASE_METHOD(AccountWorld, "while the service is asked the account page says so")
{
    server.hold("GET /user/info");
    scripted();
    openPane();
    CHECK(test::text(u"accountState"_s) == u"Connecting…"_s);
    CHECK(test::text(u"accountUsage"_s) == u"Not known"_s);
    checkControls();
}

TEST_CASE_METHOD(AccountWorld,
                 "a service that is down is said, and Retry keeps the focus while it fails")
{
    server.close();
    AccountSession& account = scripted();
    openPane();
    REQUIRE(isState(account, State::Unreachable));
    CHECK(test::text(u"accountStateText"_s).contains(u"cannot be reached"_s));
    checkControls();
    REQUIRE(tabTo(u"retryAccountButton"_s));
    press(Qt::Key_Space);
    REQUIRE(isState(account, State::Unreachable));
    CHECK(focused() == u"retryAccountButton"_s);
}

TEST_CASE_METHOD(AccountWorld, "a refused token is said with its cause")
{
    server.refuse("GET /user/info", "401 No", "ERROR_DIDT_EXPIRED");
    AccountSession& account = scripted();
    openPane();
    REQUIRE(isState(account, State::Refused));
    CHECK(test::text(u"accountState"_s) == u"Not accepted"_s);
    CHECK(test::text(u"accountStateText"_s).contains(u"login token has expired"_s));
    CHECK(isVisible(u"retryAccountButton"_s));
}

TEST_CASE_METHOD(AccountWorld, "a read-only service is said to be read-only")
{
    server.say("GET /version", R"({"version":"1","mode":"r-"})");
    AccountSession& account = scripted();
    openPane();
    REQUIRE(isState(account, State::SignedIn));
    CHECK(until([] { return test::text(u"accountStateText"_s).contains(u"read-only"_s); }));
}

TEST_CASE_METHOD(AccountWorld, "a locked keychain is waiting, and unlocked Retry signs in")
{
    REQUIRE(await(vault.store(loginKey(AccountId(u"7"_s)), Secret("login"))));
    REQUIRE(store.put({AccountId(u"7"_s), u"Studio"_s, server.url(), true, false}));
    vault.be(FlakyVault::Behaviour::Locked);
    REQUIRE(accounts.loadStored());
    AccountSession& account = *accounts.find(AccountId(u"7"_s));
    openPane();
    REQUIRE(isState(account, State::KeychainUnavailable));
    CHECK(test::text(u"accountState"_s) == u"Keychain locked"_s);
    CHECK(test::text(u"accountStateText"_s).contains(u"you are not signed out"_s));
    checkControls();
    vault.be(FlakyVault::Behaviour::Open);
    REQUIRE(tabTo(u"retryAccountButton"_s));
    press(Qt::Key_Space);
    CHECK(isState(account, State::SignedIn));
    CHECK(test::text(u"accountCredentials"_s).contains(u"keychain"_s));
}

TEST_CASE_METHOD(AccountWorld, "while the keychain is asked the service is not said to be")
{
    const AccountId id(u"cellar"_s);
    REQUIRE(await(vault.store(loginKey(id), Secret("login"))));
    REQUIRE(store.put({id, u"Cellar"_s, server.url(), true, false}));
    vault.be(FlakyVault::Behaviour::Asking);
    REQUIRE(accounts.loadStored());
    window.showAccount(id);
    openPane();
    CHECK(test::text(u"accountStateText"_s).contains(u"Asking the keychain"_s));
    CHECK(server.asked("GET") == 0);
    CHECK(test::text(u"accountPermissions"_s).contains(u"Not known"_s));
    vault.be(FlakyVault::Behaviour::Open);
    REQUIRE(isState(*accounts.find(id), State::SignedIn));
    CHECK(test::text(u"accountPermissions"_s).contains(u"✓  Upload"_s));
}

TEST_CASE_METHOD(AccountWorld, "every pane of an account without its keychain says what is wrong")
{
    const auto [behaviour, words] = GENERATE(table<FlakyVault::Behaviour, QString>(
        {{FlakyVault::Behaviour::Locked, u"keychain is locked"_s},
         {FlakyVault::Behaviour::Denied, u"was not allowed"_s},
         {FlakyVault::Behaviour::Absent, u"no keychain in this session"_s}}));
    REQUIRE(store.put({AccountId(u"7"_s), u"Studio"_s, server.url(), true, false}));
    vault.be(behaviour);
    REQUIRE(accounts.loadStored());
    REQUIRE(isState(*accounts.find(AccountId(u"7"_s)), State::KeychainUnavailable));
    for (const Qt::Key page : {Qt::Key_2, Qt::Key_3}) {
        press(page, Qt::ControlModifier);
        CHECK(test::text(u"emptySentence"_s).contains(words));
        CHECK(isVisible(u"emptyAction"_s));
        checkControls();
    }
    openPane();
    CHECK(test::text(u"accountStateText"_s).contains(words));
}

TEST_CASE_METHOD(AccountWorld,
                 "an account is added by key alone, and its tokens go to the keychain only")
{
    local();
    REQUIRE(openDialog());
    CHECK(focused() == u"accountNameEdit"_s);
    checkControls();
    enter(u"Studio"_s, server.url().toString(), u"s3cr3t"_s);
    REQUIRE(isBack());
    AccountSession* added = named(u"Studio"_s);
    REQUIRE(added);
    REQUIRE(isState(*added, State::SignedIn));
    CHECK(test::text(u"accountState"_s) == u"Signed in"_s);
    CHECK(vault.keys() == QStringList{loginKey(added->record().id)});
    CHECK(server.last("GET /user/info").contains("Bearer s3cr3t"));
    CHECK(placesWith(u"s3cr3t"_s) == QStringList());
    QFile file(folder.filePath(u"accounts.json"_s));
    REQUIRE(file.open(QIODevice::ReadOnly));
    CHECK_FALSE(file.readAll().contains("s3cr3t"));
}

TEST_CASE_METHOD(AccountWorld, "what is missing in the form is said, and the focus goes there")
{
    local();
    REQUIRE(openDialog());
    press(Qt::Key_Return);
    CHECK(test::text(u"messageText"_s).contains(u"no name yet"_s));
    CHECK(focused() == u"accountNameEdit"_s);
    type(u"Studio"_s);
    press(Qt::Key_Return);
    CHECK(test::text(u"messageText"_s).contains(u"not the address of a web service"_s));
    CHECK(focused() == u"endpointEdit"_s);
    type(u"https://storage.example.org"_s);
    press(Qt::Key_Return);
    CHECK(test::text(u"messageText"_s).contains(u"no token yet"_s));
    CHECK(focused() == u"loginTokenEdit"_s);
    checkControls();
}

TEST_CASE_METHOD(AccountWorld,
                 "an account name of 300 characters, or one in use, is said in plain words")
{
    local();
    restarted();
    REQUIRE(openDialog());
    enter(QString(300, u'n'), server.url().toString(), u"login"_s);
    CHECK(test::text(u"messageText"_s).contains(u"300"_s));
    CHECK(test::text(u"messageText"_s).contains(u"255"_s));
    CHECK(focused() == u"accountNameEdit"_s);
    CHECK(test::text(u"accountNameEdit"_s).size() == 300);
    selectAll();
    type(u"Studio"_s);
    press(Qt::Key_Return);
    REQUIRE(until([] { return test::text(u"messageText"_s).contains(u"“Studio”"_s); }));
    CHECK(test::text(u"messageText"_s).contains(u"another name"_s));
    CHECK(focused() == u"accountNameEdit"_s);
}

TEST_CASE_METHOD(AccountWorld,
                 "without a keychain the form stays, and the account can be used unsaved")
{
    local();
    vault.be(GENERATE(FlakyVault::Behaviour::Locked, FlakyVault::Behaviour::Denied,
                      FlakyVault::Behaviour::Absent));
    REQUIRE(openDialog());
    enter(u"Studio"_s, server.url().toString(), u"login"_s);
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(test::text(u"messageText"_s).contains(u"keychain"_s));
    CHECK(test::text(u"accountNameEdit"_s) == u"Studio"_s);
    CHECK_FALSE(named(u"Studio"_s));
    checkControls();
    press(Qt::Key_U, Qt::AltModifier);
    REQUIRE(isBack());
    REQUIRE(named(u"Studio"_s));
    CHECK(isState(*named(u"Studio"_s), State::SignedIn));
    CHECK(vault.keys().isEmpty());
}

TEST_CASE_METHOD(AccountWorld,
                 "a keychain that asks its user keeps the dialog open until it answers")
{
    local();
    vault.be(FlakyVault::Behaviour::Asking);
    REQUIRE(openDialog());
    enter(u"Studio"_s, server.url().toString(), u"login"_s);
    CHECK_FALSE(isEnabled(u"saveAccountButton"_s));
    press(Qt::Key_Return);
    vault.be(FlakyVault::Behaviour::Open);
    REQUIRE(isBack());
    CHECK(accounts.all().size() == 2);
}

TEST_CASE_METHOD(AccountWorld, "a wrong token is refused in the dialog, and nothing is saved")
{
    local();
    for (const char* route : {"GET /user/info", "GET /user/uploads"})
        server.refuse(route, "401 No", "ERROR_UNRECOGNISED_TOKEN");
    REQUIRE(openDialog());
    enter(u"Studio"_s, server.url().toString(), u"wrong"_s);
    REQUIRE(until([] { return test::text(u"messageText"_s).contains(u"was refused"_s); }));
    CHECK(focused() == u"loginTokenEdit"_s);
    CHECK(accounts.all().size() == 1);
    CHECK(vault.keys().isEmpty());
}

TEST_CASE_METHOD(AccountWorld, "a token that was good and is no longer is said to be refused")
{
    local();
    AccountSession& studio = restarted();
    window.showAccount(studio.record().id);
    openPane();
    REQUIRE(isState(studio, State::SignedIn));
    server.refuse("GET /user/info", "401 No", "ERROR_UNRECOGNISED_TOKEN");
    studio.account().check();
    REQUIRE(isState(studio, State::Refused));
    CHECK(test::text(u"accountState"_s) == u"Not accepted"_s);
    CHECK(test::text(u"accountStateText"_s).contains(u"whole token was pasted"_s));
}

TEST_CASE_METHOD(AccountWorld, "a refused token is replaced on the account page")
{
    local();
    AccountSession& studio = restarted();
    window.showAccount(studio.record().id);
    openPane();
    REQUIRE(isState(studio, State::SignedIn));
    for (const char* route : {"GET /user/info", "GET /user/uploads"})
        server.refuse(route, "401 No", "ERROR_TOKEN_NOT_FOUND");
    studio.account().check();
    // Another token is the next step, not the same one once more.
    const auto isFirst = [](const QString& name) {
        const auto* button = test::find<QPushButton>(name);
        return button && button->property("cairnLook").toInt() == int(Look::Primary);
    };
    CHECK_FALSE(isFirst(u"replaceTokenAction"_s));
    REQUIRE(isState(studio, State::Refused));
    CHECK(isFirst(u"replaceTokenAction"_s));
    CHECK(test::text(u"accountIdentity"_s).startsWith(u"Nobody"_s));
    CHECK_FALSE(test::text(u"accountPermissions"_s).contains(u"Account page"_s));
    CHECK_FALSE(isFirst(u"retryAccountButton"_s));

    press(Qt::Key_K, Qt::AltModifier);
    REQUIRE(dialog());
    checkControls();
    press(Qt::Key_Return);
    CHECK(test::text(u"messageText"_s).contains(u"no token yet"_s));
    type(u"stale"_s);
    press(Qt::Key_Return);
    REQUIRE(until([] { return test::text(u"messageText"_s).contains(u"was not replaced"_s); }));
    CHECK(focused() == u"replacementTokenEdit"_s);
    CHECK(await(vault.load(loginKey(studio.record().id))).value().reveal() == "login");

    server.say("GET /user/info", R"({"info":{"_id":"1","name":"Ada"}})");
    server.say("GET /user/uploads", "[]");
    selectAll();
    type(u"Bearer fresh"_s);
    press(Qt::Key_Return);
    REQUIRE(isBack());
    REQUIRE(isState(studio, State::SignedIn));
    CHECK(server.last("GET /user/info").contains("Bearer fresh"));
    CHECK(await(vault.load(loginKey(studio.record().id))).value().reveal() == "fresh");
    CHECK(placesWith(u"fresh"_s) == QStringList());
}

TEST_CASE_METHOD(AccountWorld, "by http to another computer an account asks once")
{
    REQUIRE(await(vault.store(loginKey(AccountId(u"far"_s)), Secret("login"))));
    REQUIRE(store.put(
        {AccountId(u"far"_s), u"Far"_s, QUrl(u"http://service.invalid:9"_s), true, false}));
    REQUIRE(accounts.loadStored());
    AccountSession& far = *named(u"Far"_s);
    window.showAccount(far.record().id);
    openPane();
    REQUIRE(until([&] {
        return far.account().error() && far.account().error()->kind == Error::Kind::Untrusted;
    }));
    CHECK(test::text(u"accountState"_s) == u"Not trusted"_s);
    CHECK(test::text(u"accountStateText"_s).contains(u"by http"_s));
    CHECK(test::text(u"accountPermissions"_s).contains(u"Not known"_s));
    checkControls();
    press(Qt::Key_U, Qt::AltModifier);
    REQUIRE(dialog());
    press(Qt::Key_Escape);
    REQUIRE(isBack());
    CHECK_FALSE(far.record().allowsHttp);
    press(Qt::Key_U, Qt::AltModifier);
    REQUIRE(dialog());
    press(Qt::Key_U, Qt::AltModifier);
    REQUIRE(isBack());
    REQUIRE(until([&] {
        return far.account().error() && far.account().error()->kind == Error::Kind::Offline;
    }));
    CHECK_FALSE(isVisible(u"allowHttpButton"_s));
    CHECK(store.load().value().front().allowsHttp);
}

TEST_CASE_METHOD(AccountWorld, "a service that asks to wait is a state with an end")
{
    AccountSession& account = scripted();
    openPane();
    REQUIRE(isState(account, State::SignedIn));
    for (const char* route : {"GET /user", "GET /version"})
        server.say(route, "slow", "429 Too Many Requests", "Retry-After: 3600\r\n");
    server.say("GET /user/info", "slow", "429 Too Many Requests", "Retry-After: 3600\r\n");
    press(Qt::Key_F5);
    REQUIRE(isState(account, State::AskedToWait));
    CHECK(test::text(u"accountState"_s) == u"Asked to wait"_s);
    CHECK(test::text(u"accountStateText"_s).contains(u"asked again at"_s));
    REQUIRE(account.account().waitsUntil());
    CHECK(*account.account().waitsUntil() <= clock.now() + std::chrono::minutes(5));
    checkControls();
    const int asked = server.asked("GET /user/info");
    account.account().refresh(); // Not a person: nothing is sent that would be refused.
    QCoreApplication::processEvents();
    CHECK(server.asked("GET /user/info") == asked);
    // A person's retry is sent.
    server.say("GET /user/info", R"({"info":{"_id":"1","name":"Ada"}})");
    server.say("GET /version", R"({"version":"1.0","mode":"rw"})");
    server.say("GET /user/account", R"({"usedStorage":{"uploaded":0,"psaPinned":0}})");
    REQUIRE(tabTo(u"retryAccountButton"_s));
    press(Qt::Key_Space);
    REQUIRE(isState(account, State::SignedIn));
    CHECK(server.asked("GET /user/info") > asked);
}

TEST_CASE_METHOD(AccountWorld,
                 "an account is removed by key after a question, and its secrets with it")
{
    local();
    AccountSession& studio = restarted();
    window.showAccount(studio.record().id);
    openPane();
    REQUIRE(isState(studio, State::SignedIn));
    checkControls();
    REQUIRE(tabTo(u"removeAccountButton"_s));
    press(Qt::Key_Space);
    REQUIRE(dialog());
    CHECK(test::text(u"confirmTitle"_s) == u"Remove the account “Studio”?"_s);
    checkControls();
    press(Qt::Key_R, Qt::AltModifier);
    REQUIRE(isBack());
    REQUIRE(until([this] { return accounts.all().size() == 1; }));
    CHECK(until([this] { return vault.keys().isEmpty(); }));
    CHECK(test::text(u"accountState"_s) == u"Signed in"_s);
    CHECK_FALSE(focused().isEmpty());
}

TEST_CASE_METHOD(AccountWorld, "with an account go its transfers, and the question counts them")
{
    accounts.keepTransfersIn(folder.filePath(u"transfers"_s));
    local();
    AccountSession& studio = restarted();
    const AccountId id = studio.record().id;
    window.showAccount(id);
    openPane();
    REQUIRE(isState(studio, State::SignedIn));
    studio.transfers().pauseAll();
    for (const QString& name : {u"a"_s, u"b"_s})
        REQUIRE(studio.transfers().add({.paths = {file(name, "x")}}));
    press(Qt::Key_M, Qt::AltModifier);
    REQUIRE(dialog());
    CHECK_FALSE(placesWith(u"2 transfers that are not finished"_s).isEmpty());
    press(Qt::Key_R, Qt::AltModifier);
    REQUIRE(isBack());
    REQUIRE(until([&] { return !accounts.find(id); }));
    const QDir transfers(folder.filePath(u"transfers"_s));
    CHECK(until([&] { return transfers.entryList({id.text() + '*'_L1}, QDir::Files).isEmpty(); }));
    CHECK_FALSE(transfers.entryList({u"local*"_s}, QDir::Files).isEmpty());
}

TEST_CASE_METHOD(AccountWorld, "an account goes with a locked keychain, and what stays is said")
{
    local();
    AccountSession& studio = restarted();
    const QString key = loginKey(studio.record().id);
    window.showAccount(studio.record().id);
    openPane();
    vault.be(FlakyVault::Behaviour::Locked);
    press(Qt::Key_M, Qt::AltModifier);
    REQUIRE(dialog());
    press(Qt::Key_R, Qt::AltModifier);
    REQUIRE(isBack());
    REQUIRE(until([this] { return accounts.all().size() == 1; }));
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(test::text(u"messageText"_s).startsWith(u"The account “Studio” was removed"_s));
    CHECK(test::text(u"messageText"_s).contains(key));
    CHECK(vault.keys() == QStringList{key});
}

TEST_CASE_METHOD(AccountWorld, "an account that could not be removed stays, and why is said")
{
    local();
    AccountSession& studio = restarted();
    window.showAccount(studio.record().id);
    openPane();
    const QString list = folder.filePath(u"accounts.json"_s);
    REQUIRE(QFile::remove(list));
    REQUIRE(QDir().mkpath(list)); // It cannot be read or written.
    press(Qt::Key_M, Qt::AltModifier);
    REQUIRE(dialog());
    press(Qt::Key_R, Qt::AltModifier);
    REQUIRE(isBack());
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(test::text(u"messageText"_s).startsWith(u"The account was not removed."_s));
    CHECK(accounts.all().size() == 2);
    CHECK(vault.keys().size() == 1);
}

TEST_CASE_METHOD(AccountWorld, "accounts are switched from the sidebar and from the menu bar")
{
    local();
    restarted();
    REQUIRE(tabTo(u"accountSwitcher"_s));
    CHECK(find(u"accountSwitcher"_s)->accessibleName().startsWith(u"Account This computer"_s));
    press(Qt::Key_Space);
    REQUIRE(until([] { return menuIsOpen(); }));
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    REQUIRE(show(window));
    CHECK(find(u"accountSwitcher"_s)->accessibleName().startsWith(u"Account Studio"_s));
    CHECK(focused() == u"accountSwitcher"_s);
    press(Qt::Key_A, Qt::AltModifier);
    REQUIRE(until([] { return menuIsOpen(); }));
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    REQUIRE(show(window));
    CHECK(find(u"accountSwitcher"_s)->accessibleName().startsWith(u"Account This computer"_s));
}
