// SPDX-License-Identifier: MIT OR Apache-2.0
// Both network stacks take the same way out, the one that the environment names.
#include "core/api/http/httprequest.h"
#include "core/api/http/httpstream.h"
#include "core/api/http/networkenvironment.h"
#include "tests/support/await.h"
#include "tests/support/proxyserver.h"
#include "tests/support/rawserver.h"
#include "tests/support/tlsserver.h"
#include "tests/support/until.h"

#include <QFile>
#include <QNetworkAccessManager>

#include <future>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

constexpr std::array proxyNames{"http_proxy",  "https_proxy", "all_proxy", "no_proxy",
                                "HTTPS_PROXY", "ALL_PROXY",   "NO_PROXY"};

struct Proxied
{
    Proxied()
    {
        for (const char* name : proxyNames)
            qunsetenv(name);
        plain.say("200 OK", "{}");
        qputenv("SSL_CERT_FILE", QFile::encodeName(issuer.caFile()));
    }
    ~Proxied()
    {
        for (const char* name : proxyNames)
            qunsetenv(name);
        qunsetenv("SSL_CERT_FILE");
        QSslConfiguration::setDefaultConfiguration(usual);
    }

    /// What was wrong, if anything.
    Error error;

    int byQt(const QUrl& url)
    {
        QNetworkAccessManager network;
        const auto response = test::await(send(network, "GET"_ba, QNetworkRequest(url), {}));
        error = response ? Error() : response.error();
        return response ? response->status : 0;
    }
    int byCurl(const QUrl& url)
    {
        auto asked = std::async(std::launch::async, [url] {
            HttpConnections connections;
            HttpStream stream(connections, url, "*/*"_ba, [] { return false; });
            return stream.head();
        });
        REQUIRE(test::until(
            [&] { return asked.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }));
        const auto head = asked.get();
        error = head ? Error() : head.error();
        return head ? head->status : 0;
    }

    const QSslConfiguration usual = QSslConfiguration::defaultConfiguration();
    test::CertificateIssuer issuer;
    test::RawServer plain;
    test::TlsServer secure{issuer.certificate(u"DNS:service.example"_s)};
    test::ProxyServer toPlain{plain.serverPort()};
    test::ProxyServer toSecure{secure.serverPort()};
};

const QUrl overHttp(u"http://service.example/version"_s);
const QUrl overHttps(u"https://service.example/version"_s);

} // namespace

TEST_CASE_METHOD(Proxied, "a request goes through the proxy that the environment names")
{
    struct Case
    {
        const char* what;
        QByteArray variable;
        QByteArray scheme;
        QByteArray forHttp;
        QByteArray forHttps;
    };
    // Nobody knows service.example: without the proxy there is no answer.
    const Case cases[]{
        {"each by its own", {}, "http://", "GET service.example", "CONNECT service.example"},
        {"ALL_PROXY", "ALL_PROXY", "http://", "GET service.example", "CONNECT service.example"},
        {"all_proxy", "all_proxy", "http://", "GET service.example", "CONNECT service.example"},
        {"no scheme", {}, {}, "GET service.example", "CONNECT service.example"},
        {"no scheme for all", "ALL_PROXY", {}, "GET service.example", "CONNECT service.example"},
        {"SOCKS by its own", {}, "socks5://", "SOCKS service.example", "SOCKS service.example"},
        {"SOCKS", "ALL_PROXY", "socks5://", "SOCKS service.example", "SOCKS service.example"},
        {"SOCKS, its other name", "ALL_PROXY", "socks://", "SOCKS service.example",
         "SOCKS service.example"},
        {"SOCKS, names too", "ALL_PROXY", "socks5h://", "SOCKS service.example",
         "SOCKS service.example"},
    };
    for (const Case& one : cases) {
        for (const auto& ask : {&Proxied::byQt, &Proxied::byCurl}) {
            INFO(one.what << (ask == &Proxied::byQt ? ", Qt" : ", curl"));
            for (const bool isSecure : {false, true}) {
                for (const char* name : proxyNames)
                    qunsetenv(name);
                test::ProxyServer& proxy = isSecure ? toSecure : toPlain;
                const QByteArray variable = !one.variable.isEmpty() ? one.variable
                    : isSecure                                      ? "https_proxy"_ba
                                                                    : "http_proxy"_ba;
                qputenv(variable.constData(), one.scheme + proxy.address());
                useNetworkEnvironment();
                proxy.asked.clear();
                CHECK((this->*ask)(isSecure ? overHttps : overHttp) == 200);
                CHECK(proxy.asked == QList{isSecure ? one.forHttps : one.forHttp});
            }
        }
    }
}

TEST_CASE_METHOD(Proxied, "what is on this computer, or excepted, is asked without a proxy")
{
    qputenv("ALL_PROXY", "http://" + toPlain.address());
    qputenv("NO_PROXY", "service.example");
    useNetworkEnvironment();
    for (const auto& ask : {&Proxied::byQt, &Proxied::byCurl}) {
        CHECK((this->*ask)(plain.url()) == 200);
        CHECK((this->*ask)(overHttp) == 0);
        CHECK(error.code != proxyFailed);
    }
    CHECK(toPlain.asked.isEmpty());
}

TEST_CASE_METHOD(Proxied, "nothing goes around a proxy that cannot be used, and it is named")
{
    for (const auto& ask : {&Proxied::byQt, &Proxied::byCurl}) {
        for (const auto& [proxy, code] : {std::pair("https://proxy.example:3128", proxyUnknown),
                                          {"socks4://proxy.example:1080", proxyUnknown},
                                          {"quic://proxy.example:443", proxyUnknown},
                                          {"http://127.0.0.1:9", proxyFailed},
                                          {"127.0.0.1:9", proxyFailed},
                                          {"socks5://127.0.0.1:9", proxyFailed},
                                          {"http://proxy.invalid:3128", proxyFailed}}) {
            INFO(proxy << (ask == &Proxied::byQt ? ", Qt" : ", curl"));
            for (const QUrl& url : {overHttp, overHttps}) {
                for (const char* name : proxyNames)
                    qunsetenv(name);
                qputenv("ALL_PROXY", proxy);
                useNetworkEnvironment();
                CHECK((this->*ask)(url) == 0);
                CHECK(error.kind == Error::Kind::Offline);
                CHECK(error.code == code);
                if (code == proxyFailed)
                    CHECK(QByteArray(proxy).contains(error.subject.toUtf8()));
            }
        }
    }
}

TEST_CASE_METHOD(Proxied, "a proxy that lets nobody through is what is named")
{
    test::RawServer wall;
    for (const QByteArray& status : {"403 Forbidden"_ba, "407 Proxy Authentication Required"_ba}) {
        wall.say(status, "no", "Proxy-Authenticate: Basic realm=\"x\"\r\n");
        qputenv("ALL_PROXY", "http://" + wall.url().authority().toUtf8());
        useNetworkEnvironment();
        for (const auto& ask : {&Proxied::byQt, &Proxied::byCurl}) {
            INFO(status.toStdString() << (ask == &Proxied::byQt ? ", Qt" : ", curl"));
            CHECK((this->*ask)(overHttps) == 0);
            CHECK(error.code == proxyFailed);
            CHECK(error.subject == u"127.0.0.1"_s);
        }
    }
}
