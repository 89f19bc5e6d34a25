// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/client/apiclient.h"
#include "core/local/localservice.h"
#include "core/transfer/queue/transferqueue.h"
#include "core/transfer/store/transferstore.h"
#include "tests/support/rawserver.h"
#include "tests/support/until.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QNetworkAccessManager>
#include <QTemporaryDir>
#include <QTimer>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace Qt::StringLiterals;
using transfer::State;

namespace {

/// A queue that sends to a real local service.
struct Queue
{
    QTemporaryDir folder;
    SystemClock clock;
    QNetworkAccessManager network;
    std::unique_ptr<local::LocalService> service
        = *local::LocalService::start({.dataFolder = folder.filePath(u"data"_s)});
    ApiClient api{network, service->url(), ApiClient::Pace::Unlimited, clock};
    MemoryTransferStore store;
    TransferQueue queue{api, store, clock};

    Queue() { api.setCredentials(service->sessionLogin(), {}); }

    QString file(const QString& name, const QByteArray& bytes)
    {
        const QString path = folder.filePath(name);
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(bytes) == bytes.size());
        return path;
    }

    Transfer finished(TransferId id)
    {
        REQUIRE(test::until([&] { return transfer::isOver(queue.find(id)->state); },
                            std::chrono::seconds(60)));
        return *queue.find(id);
    }
};

QByteArray pattern(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = char((i * 31 + 7) % 251);
    return bytes;
}

} // namespace

TEST_CASE_METHOD(Queue, "a file is stored under the CID everybody gives it")
{
    const auto id = queue.add({.paths = {file(u"hello.txt"_s, "hello world")}});
    REQUIRE(id);
    const Transfer done = finished(*id);
    CHECK(done.state == State::Stored);
    CHECK(done.root == u"bafybeic6svhkwl3y2wvkj33weshyjjs5cbvgijh7yo3kjasyglrdwe2l74"_s);
    CHECK(done.acknowledgedBytes == done.totalBytes);
    CHECK(done.finished);
}

TEST_CASE_METHOD(Queue, "a file of several parts is stored with all of them")
{
    const auto id = queue.add({.paths = {file(u"big.bin"_s, pattern(120 * 1024 * 1024))}});
    qint64 maximum = 0;
    bool shrank = false;
    QObject::connect(&queue, &TransferQueue::changed, &queue, [&](TransferId changed) {
        const qint64 now = queue.find(changed)->acknowledgedBytes;
        shrank = shrank || now < maximum;
        maximum = std::max(maximum, now);
    });
    const Transfer done = finished(*id);
    CHECK(done.state == State::Stored);
    CHECK(done.parts == 3);
    CHECK(done.acknowledgedParts == 3);
    CHECK_FALSE(shrank);
}

TEST_CASE_METHOD(Queue, "an upload is named as its first file is, whatever stands in that name")
{
    const auto id = queue.add({.paths = {file(u"100 %2 sure.txt"_s, "a"), file(u"b.txt"_s, "b")}});
    REQUIRE(id);
    CHECK(finished(*id).name == u"100 %2 sure.txt + 1"_s);
}

TEST_CASE_METHOD(Queue, "nothing to upload is said at once")
{
    CHECK(queue.add(UploadRequest{}).error().kind == Error::Kind::Empty);
    CHECK(queue.all().empty());
}

TEST_CASE_METHOD(Queue, "a file that is not there fails and names it")
{
    const QString path = folder.filePath(u"vanished"_s);
    const Transfer done = finished(*queue.add({.paths = {path}}));
    CHECK(done.state == State::Failed);
    CHECK(done.error->kind == Error::Kind::FileUnreadable);
    CHECK(done.error->subject == path);
}

TEST_CASE_METHOD(Queue, "after a failure the same transfer can be tried again and succeed")
{
    const QString path = folder.filePath(u"late.txt"_s);
    const auto id = queue.add({.paths = {path}});
    REQUIRE(finished(*id).state == State::Failed);
    file(u"late.txt"_s, "here now");
    REQUIRE(test::until([&] {
        queue.retry(*id);
        return queue.find(*id)->state != State::Failed;
    }));
    CHECK(finished(*id).state == State::Stored);
}

TEST_CASE_METHOD(Queue, "a cancelled transfer ends, and its neighbours go on")
{
    const QString big = file(u"big.bin"_s, pattern(60 * 1024 * 1024));
    const auto cancelled = queue.add({.paths = {big}});
    const auto other = queue.add({.paths = {file(u"small.txt"_s, "small")}});
    queue.cancel(*cancelled);
    CHECK(finished(*cancelled).state == State::Cancelled);
    CHECK(finished(*other).state == State::Stored);
}

TEST_CASE_METHOD(Queue, "a source that changes between packing and sending is never stored mixed")
{
    const QString path = file(u"log.txt"_s, pattern(8 * 1024 * 1024));
    const auto id = queue.add({.paths = {path}});
    QObject::connect(&queue, &TransferQueue::changed, &queue, [&](TransferId changed) {
        if (queue.find(changed)->state == State::Sending) {
            QFile changing(path);
            REQUIRE(changing.open(QIODevice::ReadWrite));
            changing.seek(4 * 1024 * 1024);
            changing.write("changed");
        }
    });
    const Transfer done = finished(*id);
    CHECK(done.state == State::Failed);
    CHECK(done.error->kind == Error::Kind::SourceChanged);
}

TEST_CASE_METHOD(Queue, "a revoked credential holds the transfer, a good one lets it go on")
{
    api.setCredentials({}, Secret("not.a.token"));
    const auto id = queue.add({.paths = {file(u"a.txt"_s, "a")}});
    REQUIRE(test::until([&] { return queue.find(*id)->state == State::Suspended; }));
    CHECK(queue.find(*id)->suspension == transfer::SuspensionReason::LoginExpired);
    CHECK(queue.find(*id)->error->kind == Error::Kind::Unauthorized);
    api.setCredentials(service->sessionLogin(), {});
    CHECK(finished(*id).state == State::Stored);
}

TEST_CASE_METHOD(Queue, "a service that is down makes it wait for the next attempt, not fail")
{
    service.reset();
    const auto id = queue.add({.paths = {file(u"a.txt"_s, "a")}});
    REQUIRE(test::until([&] { return queue.find(*id)->state == State::Waiting; }));
    CHECK(queue.find(*id)->error->kind == Error::Kind::Offline);
    CHECK(queue.find(*id)->nextAttempt);
    queue.cancel(*id);
    CHECK(finished(*id).state == State::Cancelled);
}

TEST_CASE_METHOD(Queue, "a receipt for another root is not believed")
{
    test::RawServer liar;
    liar.say("200 OK", R"({"cid":"bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354"})");
    ApiClient toLiar(network, liar.url(), ApiClient::Pace::Unlimited, clock);
    toLiar.setCredentials(Secret("login"), {});
    TransferQueue other(toLiar, store, clock);
    const auto id = other.add({.paths = {file(u"a.txt"_s, "a")}});
    REQUIRE(test::until([&] { return transfer::isOver(store.find(*id)->state); }));
    CHECK(store.find(*id)->state == State::Failed);
    CHECK(store.find(*id)->error->kind == Error::Kind::Corrupt);
}

TEST_CASE_METHOD(Queue, "what is over can be taken off the list, what runs cannot")
{
    const auto id = queue.add({.paths = {file(u"a.txt"_s, "a")}});
    queue.remove(*id);
    REQUIRE(queue.find(*id));
    finished(*id);
    queue.remove(*id);
    CHECK_FALSE(queue.find(*id));
}

TEST_CASE_METHOD(Queue,
                 "the thread that paints is never away while a large file is packed and sent")
{
    // Time is not asserted: the figure goes out for whoever reads the log.
    qint64 longest = 0;
    QElapsedTimer since;
    QTimer heartbeat;
    QObject::connect(&heartbeat, &QTimer::timeout, &heartbeat,
                     [&] { longest = std::max(longest, since.restart()); });
    since.start();
    heartbeat.start(5);
    const auto id = queue.add({.paths = {file(u"big.bin"_s, pattern(120 * 1024 * 1024))}});
    since.restart();
    CHECK(finished(*id).state == State::Stored);
    WARN("the event loop was away for " << longest << " ms at most");
}
