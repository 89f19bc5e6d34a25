// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/accountsfile.h"
#include "core/local/localservice.h"
#include "core/service/accountsessions.h"
#include "tests/support/await.h"
#include "tests/support/catchqt.h"
#include "tests/support/flakyvault.h"
#include "tests/support/until.h"

#include <QDir>
#include <QFile>
#include <QNetworkAccessManager>
#include <QTemporaryDir>

using namespace cairn;
using namespace Qt::StringLiterals;
using State = Account::State;

namespace {

struct World
{
    QTemporaryDir folder;
    SystemClock clock;
    QNetworkAccessManager network;
    test::FlakyVault vault;
    AccountsFile store{folder.filePath(u"accounts.json"_s)};
    std::unique_ptr<local::LocalService> service
        = *local::LocalService::start({.dataFolder = folder.filePath(u"data"_s)});
    std::unique_ptr<AccountSessions> accounts = open();

    std::unique_ptr<AccountSessions> open()
    {
        return std::make_unique<AccountSessions>(network, vault, store, clock);
    }
    AccountSession& local()
    {
        AccountSession& added
            = accounts->addLocal(service->url(), service->sessionLogin(), u"This computer"_s);
        REQUIRE(test::until([&] { return added.library().loadState() == LoadState::Loaded; }));
        return added;
    }
};

} // namespace

TEST_CASE_METHOD(World, "This computer signs in by itself and shows what it stores")
{
    AccountSession& mine = local();
    CHECK(mine.account().state() == State::SignedIn);
    QFile file(folder.filePath(u"hello.txt"_s));
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("hello world");
    file.close();
    REQUIRE(mine.transfers().add({.paths = {file.fileName()}}));
    REQUIRE(test::until([&] { return mine.library().total() == 1; }));
    CHECK(mine.library().uploads().front().name == u"hello.txt"_s);
}

TEST_CASE_METHOD(World, "a second account is there after a restart, its token from the vault")
{
    AccountSession& mine = local();
    const auto token = test::await(mine.tokens().create({.name = u"studio"_s}));
    const auto secret = test::await(mine.tokens().secret(token->id));
    const auto id = test::await(accounts->add({u"Studio"_s, service->url(), {{}, *secret}},
                                              AccountSessions::Keep::InKeychain));
    REQUIRE(id);

    accounts = open();
    REQUIRE(accounts->loadStored());
    AccountSession* studio = accounts->find(*id);
    REQUIRE(studio);
    REQUIRE(test::until([&] { return studio->account().state() == State::SignedIn; }));
}

TEST_CASE_METHOD(World, "This computer stands first whenever it is found")
{
    REQUIRE(test::await(accounts->add({u"Studio"_s, service->url(), {service->sessionLogin(), {}}},
                                      AccountSessions::Keep::InKeychain)));
    local();
    CHECK(accounts->all().front()->record().isLocal());
}

TEST_CASE_METHOD(World, "a removed account leaves no secret behind")
{
    AccountSession& mine = local();
    const auto id
        = test::await(accounts->add({u"Studio"_s, service->url(), {service->sessionLogin(), {}}},
                                    AccountSessions::Keep::InKeychain));
    AccountSession* studio = accounts->find(*id);
    REQUIRE(test::until([&] { return studio->tokens().loadState() == LoadState::Loaded; }));
    REQUIRE(test::await(studio->tokens().create({.name = u"theirs"_s})));
    REQUIRE(test::until([&] { return studio->tokens().all().size() == 1; }));
    REQUIRE(vault.keys().size() == 2);
    REQUIRE(test::await(accounts->remove(*id)));
    CHECK(vault.keys().isEmpty());
    CHECK_FALSE(accounts->find(*id));
    CHECK(mine.account().state() == State::SignedIn);
}

TEST_CASE_METHOD(World, "a removed account leaves no secret, though its tokens were never listed")
{
    const auto id
        = test::await(accounts->add({u"Studio"_s, service->url(), {service->sessionLogin(), {}}},
                                    AccountSessions::Keep::InKeychain));
    const auto made = test::await(accounts->find(*id)->tokens().create({.name = u"theirs"_s}));
    REQUIRE(test::await(made->kept));
    REQUIRE(vault.keys().size() == 2);
    const QString key = accounts->find(*id)->tokens().vaultKey(made->id);

    service.reset(); // Offline from now on.
    accounts = open();
    REQUIRE(accounts->loadStored());
    QStringList left;
    QObject::connect(accounts.get(), &AccountSessions::secretsLeft, accounts.get(),
                     [&](const Error& error) { left = error.more; });
    SECTION("the keychain is open")
    {
        REQUIRE(test::await(accounts->remove(*id)));
        CHECK(left.isEmpty());
    }
    SECTION("it is locked")
    {
        vault.be(test::FlakyVault::Behaviour::Absent);
        REQUIRE(test::await(accounts->remove(*id)));
        CHECK(left.contains(key));
        CHECK(store.keysLeft().value().contains(key));
        vault.be(test::FlakyVault::Behaviour::Open);
        accounts = open();
        REQUIRE(accounts->loadStored());
    }
    CHECK(test::until([this] { return vault.keys().isEmpty(); }));
    CHECK(test::until([this] { return store.keysLeft().value().isEmpty(); }));
    CHECK(store.keysStored({}).value().isEmpty());
}

TEST_CASE_METHOD(World, "an account that was there for one run leaves no secret to the next")
{
    local();
    const auto id
        = test::await(accounts->add({u"Studio"_s, service->url(), {service->sessionLogin(), {}}},
                                    AccountSessions::Keep::ThisSession));
    AccountTokens& tokens = accounts->find(*id)->tokens();
    const auto made = test::await(tokens.create({.name = u"theirs"_s}));
    REQUIRE(test::await(made->kept));
    SECTION("it is removed")
    {
        REQUIRE(test::await(accounts->remove(*id)));
    }
    SECTION("it ends with the program")
    {
        accounts = open();
        REQUIRE(accounts->loadStored());
    }
    CHECK(test::until([this] { return vault.keys().isEmpty(); }));
    CHECK(test::until([this] { return store.keysLeft().value().isEmpty(); }));
}

TEST_CASE_METHOD(World, "a token that another program revoked leaves no secret in the keychain")
{
    AccountTokens& tokens = local().tokens();
    const auto made = test::await(tokens.create({.name = u"here"_s}));
    REQUIRE(test::await(made->kept));
    REQUIRE(vault.keys().size() == 1);
    AccountSessions others(network, vault, store, clock);
    AccountSession& other
        = others.addLocal(service->url(), service->sessionLogin(), u"This computer"_s);
    vault.be(test::FlakyVault::Behaviour::Locked);
    REQUIRE(test::await(other.tokens().revoke(made->id)));
    vault.be(test::FlakyVault::Behaviour::Open);
    REQUIRE(vault.keys().size() == 1);
    tokens.refresh();
    CHECK(test::until([this] { return vault.keys().isEmpty(); }));
    CHECK(test::until([this] { return store.keysStored({}).value().isEmpty(); }));
}

TEST_CASE_METHOD(World, "what a locked keychain keeps of a removed account goes at the next start")
{
    const NewAccount account{u"Studio"_s, service->url(), {service->sessionLogin(), {}}};
    const auto id = test::await(accounts->add(account, AccountSessions::Keep::InKeychain));
    REQUIRE(id);
    std::optional<Error> said;
    QObject::connect(accounts.get(), &AccountSessions::secretsLeft, accounts.get(),
                     [&](const Error& error) { said = error; });
    vault.be(test::FlakyVault::Behaviour::Locked);
    REQUIRE(test::await(accounts->remove(*id)));
    CHECK(accounts->all().empty());
    REQUIRE(said);
    CHECK(said->subject == u"Studio"_s);
    CHECK(said->more == QStringList{loginKey(*id)});
    CHECK(vault.keys().size() == 1);

    accounts = open();
    REQUIRE(accounts->loadStored());
    CHECK(vault.keys().size() == 1);
    vault.be(test::FlakyVault::Behaviour::Open);
    accounts = open();
    REQUIRE(accounts->loadStored());
    CHECK(test::until([this] { return vault.keys().isEmpty(); }));
    CHECK(test::until([this] { return store.keysLeft().value().isEmpty(); }));
}

TEST_CASE_METHOD(World, "a keychain that opens for one account forgets what is left of another")
{
    NewAccount account{u"Studio"_s, service->url(), {service->sessionLogin(), {}}};
    const auto gone = test::await(accounts->add(account, AccountSessions::Keep::InKeychain));
    account.name = u"Other"_s;
    const auto other = test::await(accounts->add(account, AccountSessions::Keep::InKeychain));
    vault.be(test::FlakyVault::Behaviour::Locked);
    REQUIRE(test::await(accounts->remove(*gone)));
    accounts = open();
    REQUIRE(accounts->loadStored());
    Account& kept = accounts->find(*other)->account();
    REQUIRE(test::until([&] { return kept.state() == State::KeychainUnavailable; }));

    vault.be(test::FlakyVault::Behaviour::Open);
    kept.check();
    CHECK(test::until([&] { return vault.keys() == QStringList{loginKey(*other)}; }));
    CHECK(test::until([this] { return store.keysLeft().value().isEmpty(); }));
}

TEST_CASE_METHOD(World, "an account is removed by the id that its own session holds")
{
    const QString transfers = folder.filePath(u"transfers"_s);
    accounts->keepTransfersIn(transfers);
    for (const auto keep :
         {AccountSessions::Keep::ThisSession, AccountSessions::Keep::InKeychain}) {
        const auto id = test::await(
            accounts->add({u"Studio"_s, service->url(), {service->sessionLogin(), {}}}, keep));
        REQUIRE(id);
        REQUIRE_FALSE(QDir(transfers).isEmpty());
        REQUIRE(test::await(accounts->remove(accounts->find(*id)->record().id)));
        CHECK(accounts->all().empty());
        CHECK(QDir(transfers).entryList(QDir::Files).filter(id->text()).isEmpty());
    }
}

TEST_CASE_METHOD(World, "This computer cannot be removed")
{
    local();
    CHECK_FALSE(test::await(accounts->remove(localAccount)));
    CHECK(accounts->all().size() == 1);
}

TEST_CASE_METHOD(World, "a credential that the service refuses is not written down")
{
    const NewAccount wrongLogin{u"Studio"_s, service->url(), {Secret("wrong"), {}}};
    const auto refused = test::await(accounts->add(wrongLogin, AccountSessions::Keep::InKeychain));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == Error::Kind::Unauthorized);
    CHECK(refused.error().subject == u"login"_s);

    // A good login does not hide a mistyped API token.
    const NewAccount wrongToken{
        u"Studio"_s, service->url(), {service->sessionLogin(), Secret("a.b.c")}};
    CHECK(test::await(accounts->add(wrongToken, AccountSessions::Keep::InKeychain)).error().subject
          == u"apiToken"_s);
    CHECK(accounts->all().empty());
    CHECK(vault.keys().isEmpty());
}

TEST_CASE_METHOD(World, "an account of a service that cannot be asked is not added")
{
    const QUrl url = service->url();
    service.reset();
    const auto id = test::await(accounts->add({u"Studio"_s, url, {Secret("perhaps"), {}}},
                                              AccountSessions::Keep::InKeychain));
    REQUIRE_FALSE(id);
    CHECK(id.error().kind == Error::Kind::Offline);
    CHECK(accounts->all().empty());
    CHECK(vault.keys().isEmpty());
}

TEST_CASE_METHOD(World, "credentials are replaced while an upload waits, and it goes on")
{
    AccountSession& mine = local();
    const auto old = test::await(mine.tokens().create({.name = u"old"_s}));
    const auto fresh = test::await(mine.tokens().create({.name = u"fresh"_s}));
    const Secret oldSecret = *test::await(mine.tokens().secret(old->id));
    const Secret freshSecret = *test::await(mine.tokens().secret(fresh->id));
    const auto id = test::await(accounts->add({u"Studio"_s, service->url(), {{}, oldSecret}},
                                              AccountSessions::Keep::InKeychain));
    REQUIRE(id);
    AccountSession* studio = accounts->find(*id);
    REQUIRE(test::until([&] { return studio->account().state() == State::SignedIn; }));
    REQUIRE(test::await(mine.tokens().revoke(old->id)));
    QFile file(folder.filePath(u"hello.txt"_s));
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("hello world");
    file.close();
    const auto upload = studio->transfers().add({.paths = {file.fileName()}});
    REQUIRE(upload);
    // The refusal of one request is the account's state at once.
    REQUIRE(test::until([&] { return studio->account().state() == State::Refused; }));
    CHECK(studio->transfers().find(*upload)->state == transfer::State::Suspended);

    CHECK(test::await(accounts->replaceCredentials(*id, {{}, Secret("a.b.c")})).error().kind
          == Error::Kind::Unauthorized);
    CHECK(studio->account().state() == State::Refused);
    REQUIRE(test::await(accounts->replaceCredentials(*id, {{}, freshSecret})));
    REQUIRE(accounts->find(*id) == studio);
    CHECK(test::until(
        [&] { return studio->transfers().find(*upload)->state == transfer::State::Stored; }));
    CHECK(studio->account().state() == State::SignedIn);
    CHECK(test::await(vault.load(apiTokenKey(*id))).value() == freshSecret);
    CHECK(store.load().value().size() == 1);
}
