// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/client/apiclient.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/rawserver.h"
#include "tests/support/scriptedserver.h"

#include <QNetworkAccessManager>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

struct Client
{
    test::RawServer server;
    test::FakeClock clock;
    QNetworkAccessManager network;
    ApiClient api{network, server.url(), ApiClient::Pace::Unlimited, clock};

    Client() { api.setCredentials(Secret("login-secret"), Secret("a.p.i")); }
};

} // namespace

TEST_CASE_METHOD(Client, "statuses become kinds, with the service's own code")
{
    const auto [status, kind]
        = GENERATE(table<QByteArray, Error::Kind>({{"400 Bad", Error::Kind::Invalid},
                                                   {"401 No", Error::Kind::Unauthorized},
                                                   {"403 No", Error::Kind::Forbidden},
                                                   {"404 None", Error::Kind::NotFound},
                                                   {"410 Gone", Error::Kind::Maintenance},
                                                   {"413 Large", Error::Kind::TooLarge},
                                                   {"429 Slow", Error::Kind::RateLimited},
                                                   {"500 Oh", Error::Kind::Server},
                                                   {"503 Later", Error::Kind::Server}}));
    server.say(status, R"({"code":"ERROR_X","message":"m"})");
    const auto usage = test::await(api.usage());
    REQUIRE_FALSE(usage);
    CHECK(usage.error().kind == kind);
    CHECK(usage.error().code == u"ERROR_X"_s);
}

TEST_CASE_METHOD(Client, "maintenance is told from a failure by its code")
{
    server.say("503 Later", R"({"code":"ERROR_MAINTENANCE","message":"m"})");
    CHECK(test::await(api.usage()).error().kind == Error::Kind::Maintenance);
}

TEST_CASE_METHOD(Client, "a proxy's page is an error like any other")
{
    server.say("502 Bad Gateway", "<html>oh</html>");
    CHECK(test::await(api.usage()).error().kind == Error::Kind::Server);
}

TEST_CASE_METHOD(Client, "an answer that is not JSON is Protocol")
{
    server.say("200 OK", "<html>welcome</html>");
    CHECK(test::await(api.usage()).error().kind == Error::Kind::Protocol);
    CHECK(test::await(api.tokens()).error().kind == Error::Kind::Protocol);
}

TEST_CASE_METHOD(Client, "Retry-After is read and holds up what follows")
{
    server.say("429 Slow", "slow down", "Retry-After: 7\r\n");
    CHECK(test::await(api.usage()).error().retryAfter == std::chrono::seconds(7));
    const auto next = api.usage();
    QCoreApplication::processEvents();
    CHECK_FALSE(next.isFinished());
}

TEST_CASE_METHOD(Client, "deleting what is deleted already may answer with nothing")
{
    server.say("200 OK", "");
    CHECK(test::await(api.revokeToken(TokenId(u"4"_s))));
}

TEST_CASE_METHOD(Client, "listing goes with the API token, tokens with the login")
{
    server.say("200 OK", "[]");
    CHECK(test::await(api.uploads({})));
    CHECK(server.asked.contains("Bearer a.p.i"));
    server.asked.clear();
    CHECK(test::await(api.tokens()));
    CHECK(server.asked.contains("Bearer login-secret"));
}

TEST_CASE_METHOD(Client, "what is public goes without a credential")
{
    server.say("200 OK", R"({"version":"7.25.1","mode":"rw"})");
    CHECK(test::await(api.version()));
    CHECK_FALSE(server.asked.contains("Authorization"));
}

TEST_CASE_METHOD(Client, "without a login nothing is asked that needs one")
{
    api.setCredentials({}, Secret("a.p.i"));
    CHECK(test::await(api.tokens()).error().kind == Error::Kind::Unauthorized);
    CHECK(server.asked.isEmpty());
}

TEST_CASE_METHOD(Client, "a redirect to another origin does not take the token along")
{
    test::RawServer other;
    other.say("200 OK", "[]");
    server.say("302 Found", "", "Location: " + other.url().toEncoded() + "/user/tokens\r\n");
    CHECK_FALSE(test::await(api.tokens()));
    CHECK_FALSE(other.asked.contains("login-secret"));
}

TEST_CASE("an endpoint's own path stays in front of ours")
{
    test::RawServer server;
    server.say("200 OK", R"({"version":"1","mode":"rw"})");
    test::FakeClock clock;
    QNetworkAccessManager network;
    ApiClient api(network, QUrl(server.url().toString() + u"/api/v1/"_s),
                  ApiClient::Pace::Unlimited, clock);
    CHECK(test::await(api.version()));
    CHECK(server.asked.startsWith("GET /api/v1/version "));
}

TEST_CASE("text of somebody else stays one segment of a path")
{
    test::ScriptedServer server;
    test::FakeClock clock;
    QNetworkAccessManager network;
    ApiClient api(network, server.url(), ApiClient::Pace::Unlimited, clock);
    api.setCredentials(Secret("login"), {});
    const auto [text, wire] = GENERATE(table<QString, QByteArray>({
        {u"../tokens/9"_s, "..%2Ftokens%2F9"},
        {u"a?b#c"_s, "a%3Fb%23c"},
        {u"a%2Fb"_s, "a%252Fb"},
        {u"\u00e4 b\n"_s, "%C3%A4%20b%0A"},
    }));
    INFO(text.toStdString());
    const content::CidString cid(text);
    std::ignore = test::await(api.upload(cid));
    CHECK(server.asked("GET /user/uploads/" + wire + " HTTP") == 1);
    std::ignore = test::await(api.status(cid));
    CHECK(server.asked("GET /status/" + wire + " HTTP") == 1);
    std::ignore = test::await(api.renameUpload(cid, u"name"_s));
    CHECK(server.asked("POST /user/uploads/" + wire + "/rename HTTP") == 1);
    std::ignore = test::await(api.deleteUpload(cid));
    CHECK(server.asked("DELETE /user/uploads/" + wire + " HTTP") == 1);
    std::ignore = test::await(api.revokeToken(TokenId(text)));
    CHECK(server.asked("DELETE /user/tokens/" + wire + " HTTP") == 1);
}

TEST_CASE("what is no segment of a path is not asked for")
{
    test::ScriptedServer server;
    test::FakeClock clock;
    QNetworkAccessManager network;
    ApiClient api(network, server.url(), ApiClient::Pace::Unlimited, clock);
    api.setCredentials(Secret("login"), {});
    for (const QString& text : {QString(), u"."_s, u".."_s}) {
        CHECK(test::await(api.deleteUpload(content::CidString(text))).error().kind
              == Error::Kind::Invalid);
        CHECK(test::await(api.revokeToken(TokenId(text))).error().kind == Error::Kind::Invalid);
        CHECK(test::await(api.status(content::CidString(text))).error().kind
              == Error::Kind::Invalid);
    }
    CHECK(server.asked("DELETE") == 0);
    CHECK(server.asked("GET") == 0);
}
