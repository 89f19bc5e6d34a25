// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/housekeeping.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"
#include "tests/support/until.h"

#include <QDir>
#include <QFileInfo>
#include <QTcpSocket>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

// What one client may take of the service, and what happens when the computer has no more to give.
namespace {

const Block leaf = rawBlock("leaf");
const QByteArray leafCar = car({leaf.cid}, {leaf});

struct Limited : Client
{
    explicit Limited(local::ServiceOptions options = {})
        : Client(std::move(options))
    { }
    std::unique_ptr<QTcpSocket> connection(const QByteArray& bytes)
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(service().url().host(), quint16(service().url().port()));
        REQUIRE(socket->waitForConnected());
        socket->write(bytes);
        while (socket->bytesToWrite() > 0 && socket->waitForBytesWritten()) { }
        return socket;
    }
    QByteArray head(const QByteArray& method, const QByteArray& path, const QByteArray& fields = {})
    {
        return method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + QByteArray::number(service().url().port()) + "\r\nAuthorization: Bearer "
            + service().sessionLogin().reveal() + "\r\n" + fields + "\r\n";
    }
    int unfinished() { return int(entries(u"cars"_s, u"*.part"_s)); }
    int scratch() { return int(entries(u"scratch"_s, u"*"_s)); }
    Answer withToken(const QByteArray& token, Fields fields = {})
    {
        fields.emplace_back("Authorization", "Bearer " + token);
        return ask("GET", "/user/uploads", fields);
    }

private:
    qsizetype entries(const QString& name, const QString& pattern)
    {
        return QDir(folder() + '/'_L1 + name)
            .entryList({pattern}, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot)
            .size();
    }
};

Fields from(const QByteArray& address)
{
    return {{"X-Forwarded-For", address}};
}

/// A process that has no thread more to give, as long as it lives.
class NoThreads
{
public:
    NoThreads()
    {
        REQUIRE(pthread_getattr_default_np(&m_before) == 0);
        pthread_attr_t huge;
        REQUIRE(pthread_getattr_default_np(&huge) == 0);
        REQUIRE(pthread_attr_setstacksize(&huge, std::size_t(1) << 46) == 0);
        REQUIRE(pthread_setattr_default_np(&huge) == 0);
        pthread_attr_destroy(&huge);
    }
    ~NoThreads()
    {
        pthread_setattr_default_np(&m_before);
        pthread_attr_destroy(&m_before);
    }

private:
    pthread_attr_t m_before{};
};

/// A process that has hardly a descriptor more to give, as long as it lives.
class FewDescriptors
{
public:
    explicit FewDescriptors(int left)
    {
        REQUIRE(::getrlimit(RLIMIT_NOFILE, &m_before) == 0);
        rlimit few = m_before;
        few.rlim_cur = 1024;
        REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
        for (int taken = 0; taken >= 0;) {
            taken = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
            if (taken >= 0)
                m_taken.push_back(taken);
        }
        for (; left > 0; --left) {
            ::close(m_taken.back());
            m_taken.pop_back();
        }
    }
    ~FewDescriptors()
    {
        for (const int taken : m_taken)
            ::close(taken);
        ::setrlimit(RLIMIT_NOFILE, &m_before);
    }

private:
    rlimit m_before{};
    std::vector<int> m_taken;
};

/// How many files of bodies are open, removed or not.
qsizetype openBodies()
{
    const auto descriptors
        = QDir(u"/proc/self/fd"_s).entryInfoList(QDir::Files | QDir::System | QDir::NoDotAndDotDot);
    return std::ranges::count_if(descriptors, [](const QFileInfo& descriptor) {
        const QString target = descriptor.symLinkTarget();
        return target.contains(".part"_L1) || target.contains("/scratch/"_L1);
    });
}

} // namespace

TEST_CASE("A body that is broken off gives back its files and descriptors")
{
    Limited target;
    REQUIRE(target.asOwner("POST", "/car", leafCar).status == 200);
    CHECK(openBodies() == 0);
    const QByteArray length = "Content-Length: 100000\r\n";
    for (const QByteArray& path : {QByteArray("/car"), QByteArray("/upload")}) {
        for (int i = 0; i < 10; ++i) {
            const auto begun = target.connection(target.head("POST", path, length) + leafCar);
            REQUIRE(until([] { return openBodies() > 0; }));
            begun->abort();
            // A client that only stops sending has given up as well.
            const auto socket = target.connection(target.head("POST", path, length) + leafCar);
            REQUIRE(until([] { return openBodies() > 0; }));
            socket->disconnectFromHost();
        }
    }
    CHECK(until([&] { return target.unfinished() == 0 && target.scratch() == 0; }));
    CHECK(until([] { return openBodies() == 0; }));
    CHECK(target.asOwner("GET", "/user/uploads").array().size() == 1);
}

TEST_CASE("What was sent for an answer is gone before the answer is taken")
{
    Limited target;
    const auto socket
        = target.connection(target.head("POST", "/upload", "Content-Length: 5\r\n") + "hello");
    REQUIRE(until([&] { return socket->bytesAvailable() > 0; }));
    CHECK(target.scratch() == 0);
    CHECK(socket->readAll().startsWith("HTTP/1.1 200"));
}

TEST_CASE("With hardly a descriptor left requests are told to come again, and then served")
{
    Limited target;
    const QByteArray request = target.head("GET", "/version", "Connection: close\r\n");
    QByteArray answer;
#ifdef __SANITIZE_ADDRESS__
    constexpr int left = 20; // To look at an object the sanitizers make a pipe.
#else
    constexpr int left = 4;
#endif
    // A thread that closes a file just then gives a descriptor back.
    REQUIRE(until([&] {
        const FewDescriptors few(left);
        answer = target.raw(request);
        return answer.startsWith("HTTP/1.1 503");
    }));
    CHECK(answer.contains("\r\nRetry-After: 5\r\n"));
    CHECK(answer.contains("ERROR_OVERLOADED"));
    CHECK(target.raw(request).startsWith("HTTP/1.1 200"));
}

TEST_CASE("Without a thread more what is running goes on, and a start says that it cannot")
{
    Limited target;
    const QByteArray form = QByteArray("hello world").repeated(500'000);
    {
        const NoThreads none;
        CHECK(target
                  .raw(target.head("POST", "/upload",
                                   "Connection: close\r\nContent-Length: "
                                       + QByteArray::number(form.size()) + "\r\n")
                       + form)
                  .startsWith("HTTP/1.1 200"));
        const QTemporaryDir folder;
        const auto started = local::LocalService::start({.dataFolder = folder.path()});
        REQUIRE_FALSE(started);
        CHECK(started.error().kind == Error::Kind::Storage);
    }
    CHECK(target.asOwner("GET", "/user/uploads").array().size() == 1);
    target.restart();
    CHECK(target.asOwner("GET", "/user/uploads").array().size() == 1);
}

TEST_CASE("Clients of a trusted proxy are counted one by one, and have no more than their share")
{
    Limited target(
        {.connections = {.perAddress = 2, .proxies = {QHostAddress(QHostAddress::LocalHost)}}});
    const auto upload = [&](const QByteArray& address) {
        return target.head("POST", "/car",
                           "X-Forwarded-For: 203.0.113.1, " + address
                               + "\r\nContent-Length: 1000\r\n");
    };
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < 2; ++i)
        sockets.push_back(target.connection(upload("192.0.2.1")));
    REQUIRE(until([&] { return target.unfinished() == 2; }));

    const Answer third = target.ask("GET", "/version", from("192.0.2.1"));
    CHECK(third.status == 429);
    CHECK(third.header("Retry-After") == "5");
    CHECK(target.ask("GET", "/version", from("192.0.2.2")).status == 200);
    CHECK(target.ask("GET", "/version", from("192.0.2.1, 192.0.2.2")).status == 200);
    CHECK(target.ask("GET", "/version").status == 200);

    sockets.clear();
    CHECK(until([&] { return target.unfinished() == 0; }));
    CHECK(until([&] { return target.ask("GET", "/version", from("192.0.2.1")).status == 200; }));
}

TEST_CASE("What somebody who is no trusted proxy says of others does not count")
{
    Limited target({.connections = {.proxies = {QHostAddress(u"192.0.2.9"_s)}}});
    for (int i = 0; i < 30; ++i)
        CHECK(target.withToken("wrong", from("192.0.2." + QByteArray::number(i))).status == 401);
    CHECK(target.withToken("wrong", from("192.0.2.77")).status == 429);
}

TEST_CASE("After many wrong tokens a client is told to wait, and no other one is")
{
    FakeClock clock;
    Limited target(
        {.connections = {.proxies = {QHostAddress(QHostAddress::LocalHost)}}, .clock = &clock});
    const QByteArray good = target.token(u"good"_s).reveal();
    const QByteArray unused = target.token(u"unused"_s).reveal();
    REQUIRE(target.withToken(good, from("192.0.2.5")).status == 200);
    const QByteArray wrongToken = unused.chopped(4) + "AAAA";
    const QByteArray wrongLogin(target.service().sessionLogin().reveal().chopped(4) + "AAAA");
    for (int i = 0; i < 30; ++i)
        CHECK(target.withToken(i % 2 ? wrongToken : wrongLogin, from("192.0.2.1")).status == 401);

    for (const QByteArray& next : {wrongToken, wrongLogin, QByteArray("x"), unused}) {
        const Answer answer = target.withToken(next, from("192.0.2.1"));
        CHECK(answer.status == 429);
        CHECK(answer.header("Retry-After") == "60");
        CHECK(answer.code() == u"ERROR_RATE_LIMITED");
    }
    // What is known to be good is looked at from anywhere, and the rest from everywhere else.
    CHECK(target.withToken(good, from("192.0.2.1")).status == 200);
    CHECK(target.withToken(target.service().sessionLogin().reveal(), from("192.0.2.1")).status
          == 200);
    CHECK(target.withToken(wrongToken, from("192.0.2.2")).status == 401);
    CHECK(target.withToken(unused, from("192.0.2.2")).status == 200);
    // What needs no credential needs none.
    CHECK(target.ask("GET", "/version", from("192.0.2.1")).status == 200);
    CHECK(target.ask("GET", "/user/uploads", from("192.0.2.1")).status == 401);

    clock.advance(std::chrono::minutes(1));
    CHECK(target.withToken(wrongToken, from("192.0.2.1")).status == 401);
}

TEST_CASE("A token that was good and is no more counts as a wrong one")
{
    FakeClock clock;
    Limited target({.clock = &clock});
    const QByteArray token = target.token(u"revoked"_s).reveal();
    REQUIRE(target.withToken(token).status == 200);
    const QByteArray id
        = target.asOwner("GET", "/user/tokens").array().last()["_id"_L1].toString().toLatin1();
    REQUIRE(target.asOwner("DELETE", "/user/tokens/" + id).status == 200);
    for (int i = 0; i < 30; ++i)
        CHECK(target.withToken(token).status == 401);
    CHECK(target.withToken(token).status == 429);
    // A right credential of the wrong kind is no guess.
    const Secret other = target.token(u"other"_s);
    clock.advance(std::chrono::minutes(1));
    for (int i = 0; i < 40; ++i)
        CHECK(target.as(other, "GET", "/user/account").status == 401);
    CHECK(target.withToken(token).status == 401);
}

TEST_CASE("How a pin is may be asked as often as those who wait for it ask")
{
    FakeClock clock;
    Limited target({.clock = &clock});
    REQUIRE(local::setUserTag(target.folder(), u"This computer"_s, u"HasPsaAccess"_s, u"true"_s));
    const Secret token = target.token(u"pinner"_s);
    const QByteArray wanted = rawBlock("wanted").cid.toString().toLatin1();
    const auto pin = [&] {
        const Answer made
            = target.as(token, "POST", "/pins",
                        R"({"cid":")" + wanted + R"(","origins":["/dns4/a.example/tcp/1"]})");
        REQUIRE(made.status == 202);
        return "/pins/" + made.object()["requestid"_L1].toString().toLatin1();
    };
    const QByteArray first = pin();
    const QByteArray second = pin();
    // Two commands of Kubo ask twenty times each in ten seconds.
    for (int i = 0; i < 300; ++i) {
        REQUIRE(target.as(token, "GET", first).status == 200);
        REQUIRE(target.as(token, "GET", second).status == 200);
    }
    const Answer tooMany = target.as(token, "GET", first);
    CHECK(tooMany.status == 429);
    CHECK(tooMany.header("Retry-After") == "10");
    // Everything else is counted by itself, the requests that made them too.
    for (int i = 0; i < 28; ++i)
        REQUIRE(target.as(token, "GET", "/pins").status == 200);
    CHECK(target.as(token, "GET", "/pins").status == 429);
    clock.advance(std::chrono::seconds(10));
    const Answer later = target.as(token, "GET", first);
    CHECK(later.status == 200);
    CHECK(later.object()["pin"_L1]["origins"_L1].toArray().size() == 1);
}
