// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/routes.h"
#include "core/local/store/catalog.h"
#include "core/storage/statement.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"

#include <QDir>
#include <QTcpSocket>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

// What no well-meaning client does. Each time the service must be alive afterwards.
namespace {

const Block leaf = rawBlock("leaf");
const QByteArray leafCar = car({leaf.cid}, {leaf});

struct Target : Client
{
    explicit Target(local::ServiceOptions options = {})
        : Client(std::move(options))
    { }
    ~Target()
    {
        CHECK(ask("GET", "/version").status == 200);
        CHECK(QDir(folder() + u"/scratch"_s).isEmpty());
    }

    QByteArray host() const
    {
        return "Host: 127.0.0.1:"
            + QByteArray::number(const_cast<Target*>(this)->service().url().port()) + "\r\n";
    }
    QByteArray credential()
    {
        return "Authorization: Bearer " + service().sessionLogin().reveal() + "\r\n";
    }
    std::unique_ptr<QTcpSocket> connection()
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(service().url().host(), quint16(service().url().port()));
        REQUIRE(socket->waitForConnected());
        return socket;
    }
    /// What an aborted upload left has another ending, and goes when its connection is given up.
    int stored()
    {
        return int(QDir(folder() + u"/cars"_s).entryList({u"*.car"_s}, QDir::Files).size());
    }
};

int statusOf(const QByteArray& answer)
{
    return answer.mid(9, 3).toInt();
}

} // namespace

TEST_CASE("A connection on which nothing moves is closed, in whatever state it is")
{
    Target target({.connections = {.window = std::chrono::seconds(1)}});
    const std::vector<QByteArray> beginnings{
        {},
        "GET /vers",
        "POST /car HTTP/1.1\r\n" + target.host() + target.credential()
            + "Content-Length: 1000\r\n\r\n" + leafCar,
    };
    for (const QByteArray& begun : beginnings) {
        const auto socket = target.connection();
        socket->write(begun);
        CHECK((socket->state() == QAbstractSocket::UnconnectedState
               || socket->waitForDisconnected(20'000)));
    }
    CHECK(target.stored() == 0);
}

TEST_CASE("One address holds only so many connections, and is served again when it lets go")
{
    Target target;
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < 300; ++i) {
        sockets.push_back(target.connection());
        sockets.back()->write("GET /vers");
        sockets.back()->waitForBytesWritten();
    }
    int closed = 0;
    for (const auto& socket : sockets) {
        if (closed == 0 && socket == sockets.front())
            continue;
        if (socket->state() == QAbstractSocket::UnconnectedState
            || socket->waitForDisconnected(closed > 0 ? 200 : 1))
            ++closed;
    }
    CHECK(closed > 0);
    sockets.clear();
}

TEST_CASE("A length that lies stores nothing")
{
    Target target;
    const auto post = [&](const QByteArray& fields, const QByteArray& body) {
        return target.raw("POST /car HTTP/1.1\r\n" + target.host() + target.credential() + fields
                          + "Connection: close\r\n\r\n" + body);
    };
    const QByteArray length = QByteArray::number(leafCar.size());
    // Shorter than the body: what is there is no CAR.
    CHECK(statusOf(post("Content-Length: 5\r\n", leafCar)) == 400);
    for (const QByteArray& bad : {QByteArray("-1"), QByteArray("5x"), QByteArray("0x10"),
                                  QByteArray("99999999999999999999999")}) {
        const int status = statusOf(post("Content-Length: " + bad + "\r\n", leafCar));
        INFO(bad.toStdString());
        CHECK(status != 200);
        CHECK(status < 500);
    }
    // Longer than the body, and then gone.
    target.hangUpAfter("POST /car HTTP/1.1\r\n" + target.host() + target.credential()
                       + "Content-Length: 1000\r\n\r\n" + leafCar);
    CHECK(target.ask("GET", "/version").status == 200);
    CHECK(target.stored() == 0);
    CHECK(statusOf(post("Content-Length: " + length + "\r\n", leafCar)) == 200);
    const QByteArray chunked
        = QByteArray::number(leafCar.size(), 16) + "\r\n" + leafCar + "\r\n0\r\n\r\n";
    CHECK(statusOf(post("Transfer-Encoding: chunked\r\n", chunked)) == 200);
    CHECK(target.stored() == 1);
}

TEST_CASE("A body that grows beyond 100 MiB without having said so is refused")
{
    Target target;
    const QByteArray mebibyte(1024 * 1024, 'x');
    QByteArray body;
    for (int i = 0; i < 101; ++i)
        body += "100000\r\n" + mebibyte + "\r\n";
    const QByteArray answer = target.raw(
        "POST /upload HTTP/1.1\r\n" + target.host() + target.credential()
        + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + body + "0\r\n\r\n");
    CHECK(statusOf(answer) == 413);
    CHECK(target.stored() == 0);
}

TEST_CASE("Paths that try to be something else are not found")
{
    Target target;
    const auto get = [&](const QByteArray& path) {
        return statusOf(target.raw("GET " + path + " HTTP/1.1\r\n" + target.host()
                                   + "Connection: close\r\n\r\n"));
    };
    for (const QByteArray& path :
         {QByteArray("//version"), QByteArray("/%76ersion"), QByteArray("/./version"),
          QByteArray("/car/../version"), QByteArray("/version/.."), QByteArray("/VERSION"),
          QByteArray("/user//tokens"), QByteArray("/etc/passwd"), QByteArray("/../catalog.sqlite"),
          QByteArray("http://127.0.0.1/version"), "/status/" + QByteArray(2'000, 'b') + "/x"}) {
        INFO(path.toStdString());
        CHECK(get(path) == 404);
    }
    for (const QByteArray& path :
         {QByteArray("/car/..%2f..%2fsigning.key"), QByteArray("/car/%00"),
          QByteArray("/status/%2e%2e"), "/status/" + QByteArray(20'000, 'b')}) {
        INFO(path.left(20).toStdString());
        CHECK(get(path) == 400);
    }
    const int tooLong = get('/' + QByteArray(300'000, 'a'));
    CHECK(tooLong >= 400);
    CHECK(tooLong < 500);
    for (const QByteArray method : {"TRACE", "CONNECT", "PATCH", "get", "G"}) {
        const int status = statusOf(target.raw(method + " /version HTTP/1.1\r\n" + target.host()
                                               + "Connection: close\r\n\r\n"));
        CHECK(status >= 400);
        CHECK(status < 500);
    }
}

TEST_CASE("A request for another host changes nothing, whoever's token it carries")
{
    Target target;
    for (const QByteArray& host :
         {QByteArray("Host: evil.example\r\n"), QByteArray("Host: 127.0.0.1\r\n"),
          QByteArray("Host:\r\n"), target.host() + target.host()}) {
        const QByteArray answer = target.raw(
            "POST /car HTTP/1.1\r\n" + host + target.credential() + "Content-Length: "
            + QByteArray::number(leafCar.size()) + "\r\nConnection: close\r\n\r\n" + leafCar);
        CHECK(statusOf(answer) >= 400);
        CHECK_FALSE(answer.contains("Access-Control-Allow-Origin"));
    }
    CHECK(target.stored() == 0);
}

TEST_CASE("A page of another origin may ask, and has no more than the token it brings")
{
    Target target;
    for (const QByteArray origin : {"https://evil.example", "null"}) {
        const Answer answer = target.ask("GET", "/user/uploads",
                                         {{"Origin", origin}, {"Authorization", "Bearer x"}});
        CHECK(answer.status == 401);
        CHECK(answer.header("Access-Control-Allow-Origin") == origin);
        CHECK(answer.header("Access-Control-Allow-Credentials").isEmpty());
    }
    // Header injection through what is echoed.
    const QByteArray split
        = target.raw("GET /version HTTP/1.1\r\n" + target.host()
                     + "Origin: https://a\rX-Evil: 1\r\nConnection: close\r\n\r\n");
    CHECK_FALSE(split.contains("\nX-Evil"));
}

TEST_CASE("Bodies that are not what they should be are answered, not believed")
{
    Target target;
    QByteArray deep = "{\"name\":" + QByteArray(50'000, '[') + QByteArray(50'000, ']') + '}';
    CHECK(target.asOwner("POST", "/user/tokens", deep).status == 400);
    CHECK(target.asOwner("POST", "/user/tokens", QByteArray(2'000'000, ' ')).status == 413);
    CHECK(target.asOwner("POST", "/user/tokens", "\xff\xfe{}").status == 400);
    CHECK(
        target.asOwner("POST", "/user/tokens", "{\"name\":\"" + QByteArray(256, 'x') + "\"}").status
        == 400);
}

TEST_CASE("Ten thousand tokens are listed, and each is told from the others")
{
    Target target({.pace = local::Throttle::Pace::Unlimited});
    {
        const auto catalog = std::move(*local::openCatalog(target.folder()));
        REQUIRE(Statement(*catalog,
                          u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                          " WHERE i < 10000) INSERT INTO token (user_id, name, hash, hint, created)"
                          " SELECT (SELECT min(id) FROM user), 'token ' || i, randomblob(32),"
                          " 'abcdef', i FROM n"_s)
                    .run());
    }
    const Secret token = target.token(u"the real one"_s);
    CHECK(target.asOwner("GET", "/user/tokens").array().size() == 10'001);
    CHECK(target.as(token, "POST", "/car", leafCar).status == 200);
    const QByteArray id
        = target.asOwner("GET", "/user/tokens").array().last()["_id"_L1].toString().toLatin1();
    CHECK(target.asOwner("DELETE", "/user/tokens/" + id).status == 200);
    CHECK(target.as(token, "GET", "/user/uploads").code() == u"ERROR_TOKEN_NOT_FOUND");
    CHECK(target.asOwner("GET", "/user/tokens").array().size() == 10'000);
}
