// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/httprequest.h"
#include "tests/support/await.h"
#include "tests/support/rawserver.h"

#include <QNetworkAccessManager>
#include <QTimer>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

struct Exchange
{
    test::RawServer server;
    QNetworkAccessManager network;

    Result<HttpResponse> get()
    {
        QNetworkRequest request(server.url());
        request.setTransferTimeout(200);
        return test::await(send(network, "GET"_ba, request, QByteArray()));
    }
};

} // namespace

TEST_CASE_METHOD(Exchange, "a response carries status, body and headers")
{
    server.say("404 Not Found", "gone", "Count: 7\r\n");
    const auto response = get();
    REQUIRE(response);
    CHECK(response->status == 404);
    CHECK(response->body == "gone");
    CHECK(response->header("count") == "7");
}

TEST_CASE_METHOD(Exchange, "a silent server is a timeout")
{
    CHECK(get().error().kind == Error::Kind::Timeout);
}

TEST_CASE("nobody listening is offline")
{
    QNetworkAccessManager network;
    const QUrl nobody = test::RawServer().url(); // Closed again with the temporary.
    const auto response
        = test::await(send(network, "GET"_ba, QNetworkRequest(nobody), QByteArray()));
    CHECK(response.error().kind == Error::Kind::Offline);
}

TEST_CASE_METHOD(Exchange, "an answer that breaks off is not an answer")
{
    server.answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";
    CHECK_FALSE(get());
}

TEST_CASE_METHOD(Exchange, "cancelling the future aborts the request")
{
    auto reply = send(network, "GET"_ba, QNetworkRequest(server.url()), QByteArray());
    QTimer::singleShot(20, [&] { reply.cancel(); });
    CHECK(test::await(reply).error().kind == Error::Kind::Cancelled);
}

TEST_CASE_METHOD(Exchange, "a path in the log is none that a terminal obeys")
{
    server.say("200 OK", "{}");
    static QStringList logged;
    logged.clear();
    const auto before = qInstallMessageHandler(
        [](QtMsgType, const QMessageLogContext&, const QString& line) { logged << line; });
    QUrl url = server.url();
    url.setPath(u"/a\n\x1b[2K\u202E"_s);
    std::ignore = test::await(send(network, "GET"_ba, QNetworkRequest(url), QByteArray()));
    qInstallMessageHandler(before);
    CHECK(logged.filter(u"%0A%1B"_s).size() == 1);
    CHECK(logged.filter(u"\x1b"_s).isEmpty());
    CHECK(logged.filter(u"\u202E"_s).isEmpty());
}

TEST_CASE("Retry-After is read in both of its forms")
{
    using namespace std::chrono_literals;
    const Timestamp now(std::chrono::seconds(1'445'412'480)); // Wed, 21 Oct 2015 07:28:00 GMT
    CHECK(retryAfterFrom("120", now) == 120s);
    CHECK(retryAfterFrom(" 7 ", now) == 7s);
    CHECK(retryAfterFrom("Wed, 21 Oct 2015 07:29:30 GMT", now) == 90s);
    CHECK(retryAfterFrom("Wed, 21 Oct 2015 07:00:00 GMT", now) == 0s);
    for (const char* odd : {"", "soon", "-1", "1e9", "Wed, 21 Oct 2015", "99999999999999999999"})
        CHECK_FALSE(retryAfterFrom(odd, now));
}
