// SPDX-License-Identifier: MIT OR Apache-2.0
// What is entered as an account counts only when a service of this API says so.
#include "core/account/probe.h"
#include "core/api/client/apiclient.h"
#include "core/api/http/loopback.h"
#include "core/api/http/networkenvironment.h"
#include "core/api/http/redirect.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/tlsserver.h"

#include <QNetworkAccessManager>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

struct Probing
{
    test::ScriptedServer server;
    test::ScriptedServer other;
    test::FakeClock clock;
    QNetworkAccessManager network;
    QObject context;
    const Secret login{"WyIweDNmNWE4"};
    const Secret apiToken{"aa.bb.cc"};

    Result<Probed> ask(const Credentials& credentials)
    {
        return test::await(
            probe(network, server.url(), credentials, PlainHttp::Refused, clock, &context));
    }
    bool wasToldAToken() const
    {
        return (server.last("GET") + server.last("GET /user") + other.last("GET"))
            .contains("Bearer");
    }
};

} // namespace

TEST_CASE_METHOD(Probing, "a service that takes both is one")
{
    const auto found = ask({login, apiToken});
    REQUIRE(found);
    CHECK(found->endpoint == server.url());
    CHECK(server.last("GET /user/info").contains("Bearer " + login.reveal()));
    CHECK(server.last("GET /user/uploads").contains("Bearer " + apiToken.reveal()));
    CHECK_FALSE(server.last("GET /version").contains("Bearer"));
}

TEST_CASE_METHOD(Probing, "what is no service of this API is told no token")
{
    struct Case
    {
        const char* what;
        QByteArray status;
        QByteArray body;
        QByteArray headers;
        Error::Kind kind;
    };
    const Case cases[]{
        {"an HTML page", "200 OK", "<html>Welcome</html>", {}, Error::Kind::Protocol},
        {"other JSON", "200 OK", R"({"hello":"world"})", {}, Error::Kind::Protocol},
        {"a list", "200 OK", "[]", {}, Error::Kind::Protocol},
        {"nothing", "204 No Content", "", {}, Error::Kind::Protocol},
        {"not found", "404 Not Found", "<html>", {}, Error::Kind::Protocol},
        {"a login page", "401 Unauthorized", "<html>", {}, Error::Kind::Protocol},
        {"a wall", "403 Forbidden", "<html>", {}, Error::Kind::Protocol},
        {"a proxy without a service", "502 Bad Gateway", "<html>", {}, Error::Kind::Server},
        {"too busy", "429 Too Many Requests", "", "Retry-After: 9\r\n", Error::Kind::RateLimited},
        {"under maintenance",
         "503 Service Unavailable",
         R"({"code":"ERROR_MAINTENANCE"})",
         {},
         Error::Kind::Maintenance},
        {"a redirector", "302 Found", "", "Location: http://198.51.100.7/version\r\n",
         Error::Kind::Protocol},
    };
    for (const Case& one : cases) {
        INFO(one.what);
        server.say("GET /version", one.body, one.status, one.headers);
        const auto found = ask({login, apiToken});
        REQUIRE_FALSE(found);
        CHECK(found.error().kind == one.kind);
        CHECK_FALSE(wasToldAToken());
    }
    CHECK(server.asked("GET /user") == 0);
}

TEST_CASE_METHOD(Probing, "who sends on to another place has its log empty of tokens")
{
    // Each asks with a token only what it must; the version comes first, by itself.
    for (const QByteArray route : {"GET /version", "GET /user/info", "GET /user/uploads"}) {
        INFO(route.toStdString());
        server.say(route, "", "307 Temporary Redirect",
                   "Location: " + other.url().toEncoded() + route.mid(4) + "\r\n");
        const auto found = ask({login, apiToken});
        REQUIRE_FALSE(found);
        CHECK(found.error().code == redirect::elsewhere);
        CHECK(found.error().more.value(0).startsWith(other.url().toString()));
        CHECK(other.asked("GET") == 0);
        server.say(route,
                   route == "GET /version" ? R"({"version":"1","mode":"rw"})"
                                           : R"({"info":{"_id":"1"}})");
    }
}

TEST_CASE_METHOD(Probing, "who sends in a circle is left after a few requests")
{
    server.say("GET /version", "", "302 Found",
               "Location: " + server.url().toEncoded() + "/version\r\n");
    CHECK(ask({login, {}}).error().code == redirect::loop);
    CHECK(server.asked("GET") <= 1 + mostRedirects);
}

TEST_CASE_METHOD(Probing, "who sends from http to https of the same host is taken there")
{
    test::CertificateIssuer issuer;
    qputenv("SSL_CERT_FILE", QFile::encodeName(issuer.caFile()));
    const auto usual = QSslConfiguration::defaultConfiguration();
    useNetworkEnvironment();
    test::TlsServer secure(issuer.certificate(u"IP:127.0.0.1"_s));
    secure.body = R"({"version":"1","mode":"rw","info":{"_id":"1"}})";
    QByteArray target = secure.url().toEncoded();
    QString path;
    SECTION("page by page")
    {
        path = u"/api/"_s;
        target += "/api/version";
    }
    SECTION("to its front page")
    {
        target += '/';
    }
    server.say("GET ", "", "301 Moved Permanently", "Location: " + target + "\r\n");
    server.say("GET /version", "", "301 Moved Permanently", "Location: " + target + "\r\n");
    const auto found = ask({login, {}});
    REQUIRE(found);
    CHECK(found->endpoint.scheme() == u"https"_s);
    CHECK(found->endpoint.port() == secure.serverPort());
    CHECK(found->endpoint.path() == path);
    CHECK(secure.asked.contains("Bearer " + login.reveal()));
    CHECK_FALSE(server.last("GET").contains("Bearer"));
    QSslConfiguration::setDefaultConfiguration(usual);
    qunsetenv("SSL_CERT_FILE");
}

TEST_CASE_METHOD(Probing, "a token in the wrong place is understood")
{
    server.say("GET /user/info", R"({"info":{"_id":"1"}})");
    const auto turned = ask({apiToken, login});
    REQUIRE(turned);
    CHECK(turned->credentials.login == login);
    CHECK(turned->credentials.apiToken == apiToken);
    CHECK(server.last("GET /user/info").contains("Bearer " + login.reveal()));

    // A service whose API tokens have another form.
    server.refuse("GET /user/info", "401 Unauthorized", "ERROR_UNRECOGNISED_TOKEN");
    const auto opaque = ask({{}, login});
    REQUIRE(opaque);
    CHECK(opaque->credentials.login.isEmpty());
    CHECK(opaque->credentials.apiToken == login);
}

TEST_CASE_METHOD(Probing, "a refusal names the field in which the token was entered")
{
    server.refuse("GET /user/info", "401 Unauthorized", "ERROR_UNRECOGNISED_TOKEN");
    CHECK(ask({login, apiToken}).error().subject == u"login"_s);
    CHECK(ask({apiToken, login}).error().subject == u"apiToken"_s);
    server.say("GET /user/info", R"({"info":{"_id":"1"}})");
    server.refuse("GET /user/uploads", "401 Unauthorized", "ERROR_TOKEN_NOT_FOUND");
    CHECK(ask({login, apiToken}).error().subject == u"apiToken"_s);
    // What may not list is a token all the same; what a wall refuses is not known to be one.
    server.refuse("GET /user/uploads", "403 Forbidden", "ERROR_SCOPE");
    CHECK(ask({login, apiToken}));
    server.say("GET /user/uploads", "<html>", "403 Forbidden");
    CHECK_FALSE(ask({login, apiToken}));
}

TEST_CASE_METHOD(Probing, "by http no token goes to another computer unless that is wanted")
{
    // This computer by a name that is not one of its own.
    const QUrl far(u"http://service.invalid:9"_s);
    ApiClient api(network, far, ApiClient::Pace::Unlimited, clock);
    api.setCredentials(login, apiToken);
    const auto refused = test::await(api.identity());
    CHECK(refused.error().kind == Error::Kind::Untrusted);
    CHECK(refused.error().code == insecureHttp);
    api.setPlainHttpAllowed(true);
    CHECK(test::await(api.identity()).error().kind == Error::Kind::Offline);
    CHECK(test::await(api.version()).error().kind == Error::Kind::Offline);
}
