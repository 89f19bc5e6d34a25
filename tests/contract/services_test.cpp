// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/accountsfile.h"
#include "core/local/localservice.h"
#include "core/service/accountsessions.h"
#include "core/vault/memoryvault.h"
#include "tests/support/await.h"
#include "tests/support/until.h"

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
    MemoryVault vault;
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

TEST_CASE_METHOD(World, "a service that cannot be asked now says nothing about the credentials")
{
    const QUrl url = service->url();
    service.reset();
    const auto id = test::await(accounts->add({u"Studio"_s, url, {Secret("perhaps"), {}}},
                                              AccountSessions::Keep::InKeychain));
    REQUIRE(id);
    CHECK(
        test::until([&] { return accounts->find(*id)->account().state() == State::Unreachable; }));
}
