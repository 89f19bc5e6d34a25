// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/accounttokens.h"
#include "core/account/tokenlimits.h"
#include "core/api/client/apiclient.h"
#include "core/vault/memoryvault.h"
#include "tests/support/await.h"
#include "tests/support/catchqt.h"
#include "tests/support/fakeclock.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/until.h"

#include <QNetworkAccessManager>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

/// A service that makes token 9 of whatever it is sent.
struct Limits
{
    test::ScriptedServer server;
    test::FakeClock clock;
    QNetworkAccessManager network;
    MemoryVault vault;
    ApiClient api{network, server.url(), ApiClient::Pace::Unlimited, clock};
    AccountTokens tokens{AccountId(u"7"_s), api, vault};
    NewToken dropBox{u"drop box"_s, Scopes(Scope::Upload), clock.now() + std::chrono::days(7)};

    Limits()
    {
        api.setCredentials(Secret("login"), {});
        server.say("POST /user/tokens", R"({"_id":"9","secret":"a.b.c"})", "201 Created");
        server.say("DELETE /user/tokens/9", R"({"_id":9})");
    }

    void describe(const QByteArray& members)
    {
        server.say("GET /openapi.json",
                   R"({"paths":{"/user/tokens":{"post":{"requestBody":{"content":{)"
                   R"("application/json":{"schema":{"$ref":"#/components/schemas/New"}}}}}}},)"
                   R"("components":{"schemas":{"New":{"properties":{)"
                       + members + "}}}}}");
    }
    void list(const QByteArray& more)
    {
        server.say("GET /user/tokens", R"([{"_id":"9","name":"drop box")" + more + "}]");
    }
    Result<AccountTokens::Created> create() { return test::await(tokens.create(dropBox)); }
};

constexpr auto kept = R"(,"scopes":["upload"],"expires":")";

QByteArray week(const Limits& limits)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(*limits.dropBox.expires);
    return kept
        + QDateTime::fromSecsSinceEpoch(seconds.time_since_epoch().count(), Qt::UTC)
              .toString(Qt::ISODate)
              .toLatin1()
        + '"';
}

} // namespace

TEST_CASE_METHOD(Limits, "a token is not made where the service says that it keeps no limits")
{
    const auto [members, lacking] = GENERATE(table<QByteArray, QStringList>({
        {R"("name":{})", {u"scopes"_s, u"expires"_s}},
        {R"("scopes":{})", {u"expires"_s}},
        {R"("expires":{})", {u"scopes"_s}},
    }));
    describe(members);
    const auto made = create();
    REQUIRE_FALSE(made);
    CHECK(made.error().code == u"TOKEN_LIMITS_UNKNOWN"_s);
    CHECK(made.error().more == lacking);
    CHECK(server.asked("POST") == 0);
}

TEST_CASE_METHOD(Limits, "a service that keeps the limits makes the token, described or not")
{
    if (GENERATE(true, false))
        describe(R"("scopes":{},"expires":{})");
    list(week(*this));
    const auto made = create();
    REQUIRE(made);
    CHECK(made->secret == Secret("a.b.c"));
    CHECK(test::await(made->kept));
    CHECK(server.asked("DELETE") == 0);
}

TEST_CASE_METHOD(Limits, "a token that was made without its limits is revoked, and that is said")
{
    if (GENERATE(true, false))
        describe(R"("scopes":{},"expires":{})"); // Saying so is not enough.
    const auto [listed, lacking] = GENERATE(table<QByteArray, QStringList>({
        {"", {u"scopes"_s, u"expires"_s}},
        {R"(,"scopes":["upload"])", {u"expires"_s}},
        {R"(,"scopes":["upload","delete"],"expires":"2001-01-01T00:00:00Z")", {u"scopes"_s}},
        {R"(,"scopes":["upload"],"expires":"2999-01-01T00:00:00Z")", {u"expires"_s}},
    }));
    list(listed);
    const auto made = create();
    REQUIRE_FALSE(made);
    CHECK(made.error().code == u"TOKEN_LIMITS_NOT_KEPT"_s);
    CHECK(made.error().more == lacking);
    CHECK(server.asked("DELETE /user/tokens/9") == 1);
    CHECK(vault.keys().isEmpty());
}

TEST_CASE_METHOD(Limits, "a token without its limits that cannot be revoked is named")
{
    list({});
    server.say("DELETE /user/tokens/9", "{}", "500 Oops");
    const auto made = create();
    REQUIRE_FALSE(made);
    CHECK(made.error().code == u"TOKEN_LIMITS_LEFT"_s);
    CHECK(made.error().subject == u"9"_s);
    // It is in the list for whoever looks.
    CHECK(test::until([this] { return tokens.all().size() == 1; }));
}

TEST_CASE_METHOD(Limits, "a token whose limits cannot be seen is revoked")
{
    server.say("GET /user/tokens", "{}", "500 Oops");
    CHECK(create().error().kind == Error::Kind::Server);
    CHECK(server.asked("DELETE /user/tokens/9") == 1);
}

TEST_CASE_METHOD(Limits, "who allows it gets a token without limits")
{
    describe(R"("name":{})");
    list({});
    REQUIRE(test::await(tokens.create(dropBox, AccountTokens::Unlimited::Allow)));
    CHECK(server.asked("POST") == 1);
    CHECK(server.asked("DELETE") == 0);
}

TEST_CASE_METHOD(Limits, "a token without limits asks for no description and no comparison")
{
    dropBox = {.name = u"ci"_s};
    REQUIRE(create());
    CHECK(server.asked("GET /openapi.json") == 0);
}

TEST_CASE_METHOD(Limits, "the original's secret, which only the list tells, comes with the token")
{
    server.say("POST /user/tokens", R"({"_id":"9"})", "201 Created");
    list(week(*this) + R"(,"secret":"x.y.z")");
    const auto made = create();
    REQUIRE(made);
    CHECK(made->secret == Secret("x.y.z"));
}
