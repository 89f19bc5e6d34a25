// SPDX-License-Identifier: MIT OR Apache-2.0
// Both network stacks tell one untrusted certificate from another, and send nothing to it.
#include "core/api/http/httprequest.h"
#include "core/api/http/httpstream.h"
#include "core/api/http/networkenvironment.h"
#include "core/api/http/retrypolicy.h"
#include "core/api/http/trust.h"
#include "tests/support/await.h"
#include "tests/support/tlsserver.h"
#include "tests/support/until.h"

#include <QNetworkAccessManager>

#include <future>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

struct Tls
{
    Tls()
    {
        qputenv("SSL_CERT_FILE", QFile::encodeName(known.caFile()));
        useNetworkEnvironment();
    }
    ~Tls()
    {
        qunsetenv("SSL_CERT_FILE");
        QSslConfiguration::setDefaultConfiguration(usual);
    }

    static Result<int> byQt(const QUrl& url)
    {
        QNetworkAccessManager network;
        QNetworkRequest request(url);
        request.setRawHeader("Authorization", "Bearer secret");
        return test::await(send(network, "GET"_ba, request, {})).transform(&HttpResponse::status);
    }
    static Result<int> byCurl(const QUrl& url)
    {
        auto asked = std::async(std::launch::async, [url] {
            HttpConnections connections;
            HttpStream stream(connections, url, "*/*"_ba, [] { return false; });
            return stream.head().transform(&HttpStream::Head::status);
        });
        REQUIRE(test::until(
            [&] { return asked.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }));
        return asked.get();
    }

    const QSslConfiguration usual = QSslConfiguration::defaultConfiguration();
    test::CertificateIssuer known;
    test::CertificateIssuer unknown;
};

} // namespace

TEST_CASE_METHOD(Tls, "a certificate is trusted, or it is said why not and nothing is sent")
{
    struct Case
    {
        const char* what;
        QSslConfiguration certificate;
        QLatin1StringView code;
    };
    const Case cases[]{
        {"trusted", known.certificate(u"IP:127.0.0.1"_s), {}},
        {"of an unknown issuer", unknown.certificate(u"IP:127.0.0.1"_s), untrusted::unknownIssuer},
        {"expired", known.certificate(u"IP:127.0.0.1"_s, -1), untrusted::notNow},
        {"for another name", known.certificate(u"DNS:storage.example"_s), untrusted::otherName},
    };
    for (const Case& one : cases) {
        for (const auto& ask : {&Tls::byQt, &Tls::byCurl}) {
            INFO(one.what << (ask == &Tls::byQt ? ", Qt" : ", curl"));
            test::TlsServer server(one.certificate);
            const Result<int> status = ask(server.url());
            if (one.code.isEmpty()) {
                CHECK(status.value_or(0) == 200);
                continue;
            }
            REQUIRE_FALSE(status);
            INFO(status.error().detail.toStdString());
            CHECK(status.error().kind == Error::Kind::Untrusted);
            CHECK(status.error().code == one.code);
            CHECK(status.error().subject == u"127.0.0.1"_s);
            CHECK_FALSE(pauseBeforeRetry(status.error(), 1, routes::Repeat::Safe));
            CHECK(server.asked.isEmpty());
        }
    }
}
