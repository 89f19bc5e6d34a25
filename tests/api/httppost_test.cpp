// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/httpconnections.h"
#include "core/api/http/httppost.h"
#include "core/base/async.h"
#include "tests/support/await.h"
#include "tests/support/rawserver.h"

#include <QThreadPool>

#include <atomic>

using namespace cairn;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Bytes of one kind, which can end early.
struct Letters final : HttpBody
{
    explicit Letters(qint64 count)
        : all(count)
    { }
    qint64 length() const override { return all; }
    qint64 read(char* to, qint64 maxSize) override
    {
        const qint64 count = std::min(maxSize, std::min(all - given, endsAfter - given));
        std::fill_n(to, std::max<qint64>(count, 0), 'x');
        given += count;
        return count;
    }
    void sent(qint64 bytes) override { gone = bytes; }

    const qint64 all;
    qint64 endsAfter = all;
    qint64 given = 0;
    std::atomic<qint64> gone = 0;
};

struct Posting
{
    test::RawServer server;
    HttpConnections connections;
    QThreadPool worker;
    std::shared_ptr<Letters> body = std::make_shared<Letters>(3'000'000);
    std::atomic_bool isStopping = false;

    Result<HttpResponse> post(std::chrono::milliseconds timeout = 5s)
    {
        auto promise = std::make_shared<QPromise<Result<HttpResponse>>>();
        promise->start();
        worker.start([this, promise, timeout] {
            promise->addResult(send(connections,
                                    {server.url(),
                                     {{"X-Name", "a%20b"}},
                                     body,
                                     [this] { return isStopping.load(); },
                                     timeout}));
            promise->finish();
        });
        const auto response = test::await(promise->future());
        worker.waitForDone();
        return response;
    }
};

} // namespace

TEST_CASE_METHOD(Posting, "a post sends all of its body and gives the answer")
{
    server.say("201 Created", "made", "Count: 7\r\n");
    server.bodyBytes = body->all; // It answers when it has them.
    const auto response = post();
    REQUIRE(response);
    CHECK(response->status == 201);
    CHECK(response->body == "made");
    CHECK(response->header("count") == "7");
    CHECK(body->gone == body->all);
    const QByteArray head = server.asked.left(server.asked.indexOf("\r\n\r\n"));
    CHECK(head.startsWith("POST / HTTP/1.1"));
    CHECK(head.contains("X-Name: a%20b"));
    CHECK(head.contains("Content-Length: 3000000"));
    CHECK_FALSE(head.contains("Expect:"));
    CHECK(server.asked.count('x') >= body->all);
}

TEST_CASE_METHOD(Posting, "an answer before the end of the body is the answer")
{
    server.say("401 Unauthorized", "no");
    const auto response = post();
    REQUIRE(response);
    CHECK(response->status == 401);
}

TEST_CASE_METHOD(Posting, "a redirect is not followed with a body and a credential")
{
    test::RawServer other;
    server.say("307 Temporary Redirect", {}, "Location: " + other.url().toEncoded() + "\r\n");
    const auto response = post();
    REQUIRE(response);
    CHECK(response->status == 307);
    CHECK(other.asked.isEmpty());
}

TEST_CASE_METHOD(Posting, "a server that is silent after the body is a timeout")
{
    CHECK(post(200ms).error().kind == Error::Kind::Timeout);
}

TEST_CASE_METHOD(Posting, "nobody listening is offline, for a post")
{
    server.close();
    CHECK(post().error().kind == Error::Kind::Offline);
}

TEST_CASE_METHOD(Posting, "an answer that breaks off is not an answer, for a post")
{
    server.answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";
    server.bodyBytes = body->all;
    CHECK(post().error().kind == Error::Kind::Offline);
}

TEST_CASE_METHOD(Posting, "an answer that never ends is refused")
{
    server.say("200 OK", QByteArray(2 * 1024 * 1024, 'y'));
    server.bodyBytes = body->all;
    CHECK(post().error().kind == Error::Kind::TooLarge);
}

TEST_CASE_METHOD(Posting, "a body that ends early breaks the post off")
{
    server.say("200 OK", "all of it?");
    server.bodyBytes = body->all;
    body->endsAfter = 1'000'000;
    CHECK(post().error().kind == Error::Kind::Cancelled);
}

TEST_CASE_METHOD(Posting, "a post stops when it is told to")
{
    isStopping = true;
    CHECK(post().error().kind == Error::Kind::Cancelled);
}
