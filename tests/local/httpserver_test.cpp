// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/httpserver.h"
#include "core/local/http/responses.h"
#include "tests/support/fakeclock.h"
#include "tests/support/until.h"

#include <QSemaphore>
#include <QTcpSocket>

#include <catch2/catch.hpp>

#include <atomic>
#include <system_error>

using namespace cairn;
using namespace cairn::local;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// The server without the service behind it.
namespace {

/// An answer that never ends.
class Endless final : public BodySource
{
public:
    std::optional<qint64> size() const override { return std::nullopt; }
    qint64 read(char* to, qint64 maxSize) override
    {
        std::fill_n(to, maxSize, 'x');
        return maxSize;
    }
};

/// Where a step of a request finds no thread or no memory; none of them.
enum class Lacking { Nothing, ToBegin, ToWrite, ToFinish, ToRead };

class Unreadable final : public BodySource
{
public:
    std::optional<qint64> size() const override { return 1'000; }
    qint64 read(char*, qint64) override { throw std::bad_alloc(); }
};

/// Answers every request; counts what comes.
struct Answers final : HttpHandler
{
    Work work = Work::ForHolder;
    Lacking lacking = Lacking::Nothing;
    bool isEndless = false;
    bool waits = false; ///< For `mayAnswer`, before it answers.
    QSemaphore mayAnswer;
    std::atomic<qint64> received = 0;
    std::atomic<int> begun = 0;
    std::atomic<int> alive = 0;

    class Receiver final : public BodyReceiver
    {
    public:
        explicit Receiver(Answers& answers)
            : m_answers(answers)
        {
            ++m_answers.alive;
        }
        ~Receiver() override { --m_answers.alive; }
        void write(QByteArrayView bytes) override
        {
            if (m_answers.lacking == Lacking::ToWrite)
                throw std::bad_alloc();
            m_answers.received += bytes.size();
        }
        HttpResponse finish() override
        {
            if (m_answers.waits)
                m_answers.mayAnswer.acquire();
            if (m_answers.lacking == Lacking::ToFinish)
                throw std::system_error(EAGAIN, std::generic_category());
            HttpResponse response;
            if (m_answers.isEndless)
                response.stream = std::make_unique<Endless>();
            if (m_answers.lacking == Lacking::ToRead)
                response.stream = std::make_unique<Unreadable>();
            return response;
        }
        Work work() const override { return m_answers.work; }

    private:
        Answers& m_answers;
    };

    std::unique_ptr<BodyReceiver> begin(HttpRequest) override
    {
        ++begun;
        if (lacking == Lacking::ToBegin)
            throw std::system_error(EAGAIN, std::generic_category());
        return std::make_unique<Receiver>(*this);
    }
};

struct Served
{
    FakeClock clock;
    Answers answers;
    std::unique_ptr<HttpServer> server;

    explicit Served(ConnectionLimits limits = {})
    {
        auto started = HttpServer::start(QHostAddress::LocalHost, 0, limits, clock, answers);
        REQUIRE(started);
        server = std::move(*started);
    }
    ~Served() { answers.mayAnswer.release(1'000); }

    std::unique_ptr<QTcpSocket> connection(const QByteArray& bytes = {})
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QHostAddress(QHostAddress::LocalHost), server->port());
        REQUIRE(socket->waitForConnected());
        send(*socket, bytes);
        return socket;
    }
    static void send(QTcpSocket& socket, const QByteArray& bytes)
    {
        socket.write(bytes);
        while (socket.bytesToWrite() > 0 && socket.waitForBytesWritten()) { }
    }
    static bool isClosed(const QTcpSocket& socket)
    {
        return socket.state() == QAbstractSocket::UnconnectedState;
    }
    /// The first line of an answer and its fields.
    static QByteArray answer(QTcpSocket& socket)
    {
        until([&] { return socket.bytesAvailable() > 0 || isClosed(socket); });
        return socket.readAll();
    }
};

// Of the clock that stands still; so long that what is idle is not closed for that.
constexpr auto window = 100s;
const ConnectionLimits inWindows{.window = window, .leastBytes = 1'000};
// So short that the server looks many times.
constexpr auto shortWindow = 100ms;
const ConnectionLimits inShortWindows{.window = shortWindow, .leastBytes = 1'000};

QByteArray post(qint64 length)
{
    return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + QByteArray::number(length)
        + "\r\n\r\n";
}

} // namespace

TEST_CASE("Whoever sends a head byte by byte is cut off")
{
    for (const QByteArray& before : {QByteArray(), post(0)}) {
        Served served(inWindows);
        const auto socket = served.connection(before);
        if (!before.isEmpty())
            CHECK(Served::answer(*socket).startsWith("HTTP/1.1 200"));
        const QByteArray head = "GET /" + QByteArray(1'000, 'a');
        const bool isCut = until([&, at = 0]() mutable {
            Served::send(*socket, head.mid(at++, 1));
            served.clock.advance(window / 10);
            return Served::isClosed(*socket);
        });
        CHECK(isCut);
        CHECK(served.answers.begun == (before.isEmpty() ? 0 : 1));
    }
}

TEST_CASE("Whoever sends a body byte by byte is cut off, and what was begun with it ends")
{
    for (const Work work : {Work::AtOnce, Work::ForHolder, Work::ForAnybody}) {
        Served served(inWindows);
        served.answers.work = work;
        const auto socket = served.connection(post(1LL << 40));
        const bool isCut = until([&, sent = 0]() mutable {
            if (++sent < 900) // Less than in one window, since the server does not see each.
                Served::send(*socket, "x");
            served.clock.advance(window / 10);
            return Served::isClosed(*socket);
        });
        CHECK(isCut);
        CHECK(until([&] { return served.answers.alive == 0; }));
    }
}

TEST_CASE("Whoever takes an answer byte by byte is cut off")
{
    Served served(inWindows);
    served.answers.isEndless = true;
    const auto socket = served.connection();
    socket->setReadBufferSize(1);
    Served::send(*socket, post(0));
    // As soon as nothing goes any more, which the system decides, each window is one too many.
    const bool isCut = until([&] {
        served.clock.advance(window / 10);
        return served.answers.begun == 1 && served.answers.alive == 0;
    });
    CHECK(isCut);
}

TEST_CASE("Whoever gets on is served, for however many windows")
{
    Served served(inShortWindows);
    constexpr int pieces = 20;
    const auto socket = served.connection(post(pieces * 2'000LL));
    for (int i = 1; i <= pieces; ++i) {
        Served::send(*socket, QByteArray(2'000, 'x'));
        REQUIRE(until([&] { return served.answers.received == i * 2'000LL; }));
        served.clock.advance(shortWindow * 2 / 3);
    }
    CHECK(Served::answer(*socket).startsWith("HTTP/1.1 200"));
}

TEST_CASE("Nobody is cut off for the time that we take")
{
    Served served(inShortWindows);
    served.answers.waits = true;
    const auto socket = served.connection(post(0));
    REQUIRE(until([&] { return served.answers.begun == 1; }));
    for (int i = 0; i < 20; ++i) {
        served.clock.advance(shortWindow * 10);
        CHECK_FALSE(socket->waitForReadyRead(10));
    }
    CHECK_FALSE(Served::isClosed(*socket));
    served.answers.mayAnswer.release();
    CHECK(Served::answer(*socket).startsWith("HTTP/1.1 200"));
}

TEST_CASE("A step that finds no thread or no memory is answered with 503, and the next one goes on")
{
    for (const Work work : {Work::AtOnce, Work::ForHolder}) {
        for (const Lacking lacking : {Lacking::ToBegin, Lacking::ToWrite, Lacking::ToFinish}) {
            Served served;
            served.answers.work = work;
            served.answers.lacking = lacking;
            const QByteArray answer = Served::answer(*served.connection(post(3) + "abc"));
            CHECK(answer.startsWith("HTTP/1.1 503"));
            CHECK(answer.contains("\r\nRetry-After: 5\r\n"));
            served.answers.lacking = Lacking::Nothing;
            CHECK(Served::answer(*served.connection(post(0))).startsWith("HTTP/1.1 200"));
        }
    }
    Served served;
    served.answers.lacking = Lacking::ToRead;
    const auto socket = served.connection(post(0));
    CHECK(until([&] { return Served::isClosed(*socket); }));
    served.answers.lacking = Lacking::Nothing;
    CHECK(Served::answer(*served.connection(post(0))).startsWith("HTTP/1.1 200"));
}

TEST_CASE("Those who show no credential wait in a line that has an end")
{
    Served served;
    served.answers.work = Work::ForAnybody;
    served.answers.waits = true;
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    // Two are answered, and 64 wait.
    for (int i = 1; i <= 66; ++i) {
        sockets.push_back(served.connection(post(0)));
        REQUIRE(until([&] { return served.answers.begun == i; }));
    }
    // One that has begun may not stand in it yet: then the next one finds a place.
    QByteArray answer;
    REQUIRE(until([&] {
        sockets.push_back(served.connection(post(0)));
        sockets.back()->waitForReadyRead(200);
        answer = sockets.back()->readAll();
        return !answer.isEmpty();
    }));
    CHECK(answer.startsWith("HTTP/1.1 503"));
    CHECK(answer.contains("\r\nRetry-After: 5\r\n"));
    served.answers.work = Work::ForHolder;
    served.answers.waits = false;
    CHECK(Served::answer(*served.connection(post(0))).startsWith("HTTP/1.1 200"));
}

TEST_CASE("Beyond as many connections as are served there is an answer")
{
    Served served({.inAll = 3});
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < 3; ++i) {
        sockets.push_back(served.connection(post(0)));
        CHECK(Served::answer(*sockets.back()).startsWith("HTTP/1.1 200"));
    }
    const QByteArray answer = Served::answer(*served.connection(post(0)));
    CHECK(answer.startsWith("HTTP/1.1 503"));
    CHECK(answer.contains("\r\nRetry-After: 5\r\n"));
    sockets.clear();
    CHECK(until(
        [&] { return Served::answer(*served.connection(post(0))).startsWith("HTTP/1.1 200"); }));
}

TEST_CASE("The receiver of a body is gone before its answer is read")
{
    Served served;
    const auto socket = served.connection(post(3) + "abc");
    CHECK(Served::answer(*socket).startsWith("HTTP/1.1 200"));
    CHECK(served.answers.alive == 0);
    CHECK_FALSE(Served::isClosed(*socket));
}

TEST_CASE("An IPv6 network counts as one client, and an IPv4 address as itself")
{
    const auto counted
        = [](const char* text) { return countedAs(QHostAddress(QString::fromLatin1(text))); };
    CHECK(counted("2001:db8:1:2::1") == counted("2001:db8:1:2:ffff::9"));
    CHECK(counted("2001:db8:1:2::1") != counted("2001:db8:1:3::1"));
    CHECK(counted("192.0.2.1") != counted("192.0.2.2"));
    CHECK(counted("::ffff:192.0.2.1") == counted("192.0.2.1"));
}

TEST_CASE("The client behind a proxy is the last address that the proxy did not give itself")
{
    const QList<QHostAddress> proxies{QHostAddress(u"127.0.0.1"_s), QHostAddress(u"192.0.2.9"_s)};
    const auto behind
        = [&](const char* list) { return clientBehind(list, proxies).toString().toStdString(); };
    CHECK(behind("192.0.2.1") == "192.0.2.1");
    CHECK(behind("203.0.113.5, 192.0.2.1") == "192.0.2.1");
    CHECK(behind("192.0.2.1 ,192.0.2.9, 127.0.0.1") == "192.0.2.1");
    CHECK(behind("2001:db8::1") == "2001:db8::1");
    CHECK(behind("").empty());
    CHECK(behind("127.0.0.1").empty());
    CHECK(behind("192.0.2.1, unknown").empty());
}
