// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/accounttokens.h"
#include "core/api/client/apiclient.h"
#include "core/vault/memoryvault.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/rawserver.h"
#include "tests/support/until.h"

#include <QNetworkAccessManager>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

struct World
{
    test::RawServer server;
    test::FakeClock clock;
    QNetworkAccessManager network;
    MemoryVault vault;
    ApiClient api{network, server.url(), ApiClient::Pace::Unlimited, clock};
    AccountTokens tokens{AccountId(u"7"_s), api, vault};

    World() { api.setCredentials(Secret("login"), {}); }
};

constexpr auto created = R"({"_id":"9","secret":"a.b.c"})";

} // namespace

TEST_CASE_METHOD(World, "a new token's secret lies in the vault")
{
    server.say("201 Created", created);
    const auto made = test::await(tokens.create({.name = u" ci "_s}));
    REQUIRE(made);
    CHECK(made->name == u"ci"_s);
    CHECK_FALSE(made->notKept);
    CHECK(test::await(vault.load(tokens.vaultKey(TokenId(u"9"_s)))).value().reveal() == "a.b.c");
    CHECK(test::await(tokens.secret(TokenId(u"9"_s))).value().reveal() == "a.b.c");
}

TEST_CASE_METHOD(World, "with a missing keychain the secret is not lost, and that is said")
{
    vault.failWith(Error{Error::Kind::KeychainAbsent, {}});
    server.say("201 Created", created);
    const auto made = test::await(tokens.create({.name = u"ci"_s}));
    REQUIRE(made);
    REQUIRE(made->notKept);
    CHECK(made->notKept->kind == Error::Kind::KeychainAbsent);
    CHECK(test::await(tokens.secret(TokenId(u"9"_s))).value().reveal() == "a.b.c");
}

TEST_CASE_METHOD(World, "a name of 300 characters asks the service nothing")
{
    CHECK(test::await(tokens.create({.name = QString(300, 'x'_L1)})).error().kind
          == Error::Kind::Invalid);
    CHECK(test::await(tokens.create({.name = u"  "_s})).error().kind == Error::Kind::Empty);
    CHECK(server.asked.isEmpty());
}

TEST_CASE_METHOD(World, "the original service's list tells a secret this machine never had")
{
    server.say("200 OK", R"([{"_id":"4","name":"old","secret":"x.y.z"}])");
    CHECK(test::await(tokens.secret(TokenId(u"4"_s))).value().reveal() == "x.y.z");
}

TEST_CASE_METHOD(World, "a locked keychain is the reason given when nobody tells the secret")
{
    vault.failWith(Error{Error::Kind::KeychainLocked, {}});
    server.say("200 OK", R"([{"_id":"4","name":"old"}])");
    CHECK(test::await(tokens.secret(TokenId(u"4"_s))).error().kind == Error::Kind::KeychainLocked);
}

TEST_CASE_METHOD(World, "a failed refresh keeps the tokens that were known")
{
    server.say("200 OK", R"([{"_id":"4","name":"old"}])");
    tokens.refresh();
    REQUIRE(test::until([&] { return tokens.loadState() == LoadState::Loaded; }));
    server.say("500 Oh", "{}");
    tokens.refresh();
    REQUIRE(test::until([&] { return tokens.loadState() == LoadState::Failed; }));
    CHECK(tokens.all().size() == 1);
    CHECK(tokens.error()->kind == Error::Kind::Server);
}

TEST_CASE_METHOD(World, "a revoked token's secret is forgotten")
{
    REQUIRE(test::await(vault.store(tokens.vaultKey(TokenId(u"4"_s)), Secret("x.y.z"))));
    server.say("200 OK", R"({"_id":4})");
    REQUIRE(test::await(tokens.revoke(TokenId(u"4"_s))));
    CHECK(vault.keys().isEmpty());
}

TEST_CASE_METHOD(World, "a token that could not be revoked keeps its secret")
{
    REQUIRE(test::await(vault.store(tokens.vaultKey(TokenId(u"4"_s)), Secret("x.y.z"))));
    server.say("503 Later", R"({"code":"ERROR_MAINTENANCE","message":"m"})");
    CHECK(test::await(tokens.revoke(TokenId(u"4"_s))).error().kind == Error::Kind::Maintenance);
    CHECK(vault.keys().size() == 1);
}
