// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/httpresponse.h"
#include "core/api/http/httpstream.h"
#include "core/base/async.h"
#include "tests/support/await.h"
#include "tests/support/rawserver.h"

#include <QThreadPool>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Streaming
{
    HttpConnections connections;
    QThreadPool pool;

    /// What a worker hears that does not go where @p isUnwanted holds.
    Result<HttpStream::Head> head(const QUrl& url,
                                  const std::function<bool(const QUrl&)>& isUnwanted = {})
    {
        auto promise = std::make_shared<QPromise<Result<HttpStream::Head>>>();
        promise->start();
        pool.start([this, url, isUnwanted, promise] {
            HttpStream stream(connections, url, "*/*", [] { return false; });
            stream.stopBefore(isUnwanted);
            promise->addResult(stream.head());
            promise->finish();
        });
        return await(promise->future());
    }
};

constexpr std::chrono::sys_seconds noon{std::chrono::seconds(1'790'000'000)};

} // namespace

TEST_CASE_METHOD(Streaming, "Retry-After is a number of seconds or a date")
{
    RawServer server;
    const auto after = [&](const QByteArray& headers) {
        server.say("429 Slow", {}, headers);
        return head(server.url())->retryAfter;
    };
    CHECK(after({}) == std::nullopt);
    CHECK(after("Retry-After: 900\r\n") == 900s);
    CHECK(after("Retry-After: -1\r\n") == std::nullopt);
    CHECK(after("Retry-After: soon\r\n") == std::nullopt);
    const QByteArray date = "Date: Mon, 21 Sep 2026 14:13:20 GMT\r\n";
    CHECK(after(date + "Retry-After: Mon, 21 Sep 2026 14:15:00 GMT\r\n") == 100s);
    CHECK(after(date + "Retry-After: Mon, 21 Sep 2026 14:00:00 GMT\r\n") == 0s);
}

TEST_CASE_METHOD(Streaming, "an answer says when its service ends, and that it is a challenge")
{
    RawServer server;
    server.say("429 Slow", {},
               "Date: Mon, 21 Sep 2026 14:13:20 GMT\r\nSunset: Mon, 21 Sep 2026 14:13:20 GMT\r\n"
               "Cf-Mitigated: challenge\r\n");
    const auto said = head(server.url());
    REQUIRE(said);
    CHECK(said->date == noon);
    CHECK(said->sunset == noon);
    CHECK(said->isChallenge);
    server.say("200 OK", {});
    const auto plain = head(server.url());
    CHECK(plain->sunset == std::nullopt);
    CHECK_FALSE(plain->isChallenge);
}

TEST_CASE_METHOD(Streaming, "a redirect is followed, unless it leads where nobody wants to go")
{
    RawServer old;
    RawServer next;
    next.say("200 OK", "hello");
    const QByteArray place = next.url().toEncoded() + "/there?a=b";
    old.say("301 Moved", {}, "Location: " + place + "\r\n");
    const auto followed = head(old.url());
    REQUIRE(followed);
    CHECK(followed->status == 200);
    CHECK(followed->url == QUrl(QString::fromLatin1(place)));
    CHECK(next.asked.count("GET ") == 1);

    const auto stopped
        = head(old.url(), [&](const QUrl& url) { return url.port() == next.url().port(); });
    REQUIRE(stopped);
    CHECK(stopped->status == 301);
    CHECK(stopped->url == QUrl(QString::fromLatin1(place)));
    CHECK(next.asked.count("GET ") == 1);
}

TEST_CASE_METHOD(Streaming, "no address and no open port are told apart")
{
    quint16 port = 0;
    {
        RawServer gone;
        port = gone.serverPort();
    }
    const auto refused = head(QUrl(u"http://127.0.0.1:%1"_s.arg(port)));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == Error::Kind::Offline);
    CHECK(refused.error().code == transport::notAccepted);
    const auto unknown = head(QUrl(u"http://nowhere.invalid"_s));
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().kind == Error::Kind::Offline);
    CHECK(unknown.error().code == transport::noAddress);
}
