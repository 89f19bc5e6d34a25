// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/account.h"
#include "core/api/client/apiclient.h"
#include "core/vault/memoryvault.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/rawserver.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/until.h"

#include <QNetworkAccessManager>

using namespace cairn;
using namespace Qt::StringLiterals;
using State = Account::State;
using Action = Account::Action;
using Permission = Account::Permission;

namespace {

struct World
{
    test::RawServer server;
    test::FakeClock clock;
    QNetworkAccessManager network;
    MemoryVault vault;
    ApiClient api{network, server.url(), ApiClient::Pace::Unlimited, clock};
    AccountRecord record{AccountId(u"7"_s), u"Studio"_s, server.url(), true, false};

    State checked(Account& account)
    {
        account.check();
        REQUIRE(test::until([&] { return account.state() != State::Checking; }));
        return account.state();
    }
};

constexpr auto someone
    = R"({"info":{"_id":"1","name":"Ada","tags":{"HasDeleteRestriction":true}}})";

} // namespace

TEST_CASE_METHOD(World, "a login from the vault signs in and says who")
{
    REQUIRE(test::await(vault.store(loginKey(record.id), Secret("login"))));
    server.say("200 OK", someone);
    Account account(record, api, vault);
    CHECK(checked(account) == State::SignedIn);
    CHECK(account.identity()->name == u"Ada"_s);
    CHECK(account.permission(Action::ManageTokens) == Permission::Yes);
    CHECK(account.permission(Action::Delete) == Permission::DeleteRestricted);
}

TEST_CASE_METHOD(World, "a locked keychain is waiting, not signed out")
{
    vault.failWith(Error{Error::Kind::KeychainLocked, {}});
    Account account(record, api, vault);
    CHECK(checked(account) == State::KeychainUnavailable);
    CHECK(account.error()->kind == Error::Kind::KeychainLocked);
    CHECK(server.asked.isEmpty());
}

TEST_CASE_METHOD(World, "an unlocked keychain is asked again and the account goes on")
{
    REQUIRE(test::await(vault.store(loginKey(record.id), Secret("login"))));
    vault.failWith(Error{Error::Kind::KeychainLocked, {}});
    server.say("200 OK", someone);
    Account account(record, api, vault);
    REQUIRE(checked(account) == State::KeychainUnavailable);
    vault.failWith({});
    CHECK(checked(account) == State::SignedIn);
}

TEST_CASE_METHOD(World, "a wrong token is refused, with the reason")
{
    REQUIRE(test::await(vault.store(loginKey(record.id), Secret("login"))));
    server.say("401 No", R"({"code":"ERROR_TOKEN_NOT_FOUND","message":"m"})");
    Account account(record, api, vault);
    CHECK(checked(account) == State::Refused);
    CHECK(account.error()->code == u"ERROR_TOKEN_NOT_FOUND"_s);
    CHECK(account.permission(Action::Upload) == Permission::NotSignedIn);
}

TEST_CASE_METHOD(World, "a service that is down is unreachable, and what was known stays")
{
    REQUIRE(test::await(vault.store(loginKey(record.id), Secret("login"))));
    server.say("200 OK", someone);
    Account account(record, api, vault);
    REQUIRE(checked(account) == State::SignedIn);
    server.close();
    CHECK(checked(account) == State::Unreachable);
    CHECK(account.identity()->name == u"Ada"_s);
}

TEST_CASE_METHOD(World, "a service that is not ready yet is asked again when it said so")
{
    REQUIRE(test::await(vault.store(loginKey(record.id), Secret("login"))));
    server.say("503 Service Unavailable", R"({"code":"ERROR_CATCHING_UP","message":"m"})",
               "Retry-After: 0\r\n");
    Account account(record, api, vault);
    CHECK(checked(account) == State::Unreachable);
    CHECK(account.error()->kind == Error::Kind::Maintenance);
    server.say("200 OK", someone);
    REQUIRE(test::until([&] { return account.state() == State::SignedIn; }));
    CHECK_FALSE(account.error());
}

TEST_CASE_METHOD(World, "an API token may upload and list, and nothing that needs a login")
{
    record.hasLogin = false;
    record.hasApiToken = true;
    REQUIRE(test::await(vault.store(apiTokenKey(record.id), Secret("a.p.i"))));
    server.say("200 OK", "[]");
    Account account(record, api, vault);
    REQUIRE(checked(account) == State::SignedIn);
    CHECK(account.permission(Action::Upload) == Permission::Yes);
    CHECK(account.permission(Action::List) == Permission::Yes);
    for (const Action action :
         {Action::Delete, Action::Rename, Action::ManageTokens, Action::ReadUsage})
        CHECK(account.permission(action) == Permission::NeedsLogin);
    CHECK_FALSE(server.asked.contains("/user/info"));
}

TEST_CASE_METHOD(World, "an account without any credential is signed out")
{
    record.hasLogin = false;
    Account account(record, api, vault);
    CHECK(checked(account) == State::SignedOut);
    CHECK(account.permission(Action::List) == Permission::NotSignedIn);
}

TEST_CASE_METHOD(World, "an older answer never overwrites a newer one")
{
    test::ScriptedServer scripted;
    ApiClient client(network, scripted.url(), ApiClient::Pace::Unlimited, clock);
    record.endpoint = scripted.url();
    REQUIRE(test::await(vault.store(loginKey(record.id), Secret("login"))));
    Account account(record, client, vault);
    REQUIRE(checked(account) == State::SignedIn);
    REQUIRE(test::until([&] { return account.usage() && account.version(); }));

    const QByteArrayList routes{"GET /user/info", "GET /user/account", "GET /version"};
    for (const QByteArray& route : routes)
        scripted.hold(route);
    account.retry();
    account.retry();
    REQUIRE(test::until([&] {
        return std::ranges::all_of(
            routes, [&](const QByteArray& route) { return scripted.asked(route) == 3; });
    }));
    scripted.answerNewest("GET /user/info", R"({"info":{"_id":"1","name":"New"}})");
    scripted.answerNewest("GET /user/account", R"({"usedStorage":{"uploaded":2,"psaPinned":0}})");
    scripted.answerNewest("GET /version", R"({"version":"2"})");
    REQUIRE(test::until([&] {
        return account.identity()->name == u"New"_s && account.usage()->total() == 2
            && account.version()->version == u"2"_s;
    }));

    scripted.say("GET /user/info", R"({"info":{"_id":"1","name":"Old"}})");
    scripted.say("GET /user/account", R"({"usedStorage":{"uploaded":1,"psaPinned":0}})");
    scripted.say("GET /version", R"({"version":"1"})");
    // An answer to a later question says that these have come.
    for (int i = 0; i < 5; ++i)
        REQUIRE(test::await(client.tokens()));
    CHECK(account.identity()->name == u"New"_s);
    CHECK(account.usage()->total() == 2);
    CHECK(account.version()->version == u"2"_s);
}
