// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/local/cars.h"
#include "tests/local/client.h"

#include <QDir>
#include <QTcpSocket>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

// Where a request begins and ends. Whoever sees it otherwise than a proxy in front can be made to
// answer a request that the proxy never saw.
namespace {

const Block leaf = rawBlock("leaf");
const QByteArray leafCar = car({leaf.cid}, {leaf});
const QByteArray length = QByteArray::number(leafCar.size());
const QByteArray chunked
    = QByteArray::number(leafCar.size(), 16) + "\r\n" + leafCar + "\r\n0\r\n\r\n";

struct Framed : Client
{
    QByteArray host()
    {
        return "Host: 127.0.0.1:" + QByteArray::number(service().url().port()) + "\r\n";
    }
    /// An upload whose head has @p fields, and another request behind it.
    QByteArray upload(const QByteArray& fields, const QByteArray& body)
    {
        return "POST /car HTTP/1.1\r\n" + host() + "Authorization: Bearer "
            + service().sessionLogin().reveal() + "\r\n" + fields + "\r\n" + body + next();
    }
    QByteArray get(const QByteArray& fields)
    {
        return "GET /version HTTP/1.1\r\n" + host() + fields + "\r\n" + next();
    }
    /// Is answered with 404 if it is seen, and then the connection is closed.
    QByteArray next() { return "GET /next HTTP/1.1\r\n" + host() + "Connection: close\r\n\r\n"; }

    /// The statuses of what is answered until the connection is closed; 0 last if it is not.
    std::vector<int> statuses(const QByteArray& bytes)
    {
        QTcpSocket socket;
        socket.connectToHost(service().url().host(), quint16(service().url().port()));
        REQUIRE(socket.waitForConnected());
        socket.write(bytes);
        QByteArray answer;
        while (socket.waitForReadyRead(5'000))
            answer += socket.readAll();
        std::vector<int> found;
        for (qsizetype at = 0; (at = answer.indexOf("HTTP/1.1 ", at)) >= 0; at += 9)
            found.push_back(answer.mid(at + 9, 3).toInt());
        if (socket.state() != QAbstractSocket::UnconnectedState)
            socket.waitForDisconnected(5'000);
        if (socket.state() != QAbstractSocket::UnconnectedState)
            found.push_back(0);
        return found;
    }
    int stored() { return int(QDir(folder() + u"/cars"_s).entryList({u"*.car"_s}).size()); }
};

using Statuses = std::vector<int>;

} // namespace

TEST_CASE("A body whose length is said in two ways is refused, and nothing after it is read")
{
    Framed target;
    const std::vector<QByteArray> fields{
        "Content-Length: " + length + "\r\nContent-Length: " + length + "\r\n",
        "Content-Length: " + length + "\r\nContent-Length: 0\r\n",
        "content-length: 0\r\nCONTENT-LENGTH: " + length + "\r\n",
        "Content-Length: " + length + "\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: " + length + "\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: \x0b"
        "chunked\r\n",
        "Transfer-Encoding:\r\n",
        "Content-Length: 9223372036854775808\r\n",
        "Content-Length: 18446744073709551615\r\n",
    };
    for (const QByteArray& field : fields) {
        for (const QByteArray& body : {leafCar, chunked}) {
            INFO(field.toStdString());
            CHECK(target.statuses(target.upload(field, body)) == Statuses{400});
        }
    }
    CHECK(target.stored() == 0);
}

TEST_CASE("A length that is no number of bytes is refused by whoever sees it first")
{
    Framed target;
    for (const QByteArray bad : {"+5", "-1", "5x", "0x10", "5, 5", "", "5 5", "5\t",
                                 "18446744073709551616", "99999999999999999999999"}) {
        INFO(bad.toStdString());
        const auto statuses
            = target.statuses(target.upload("Content-Length: " + bad + "\r\n", leafCar));
        REQUIRE_FALSE(statuses.empty());
        CHECK((statuses.front() == 400 || statuses.front() == 413));
        CHECK(statuses.front() == statuses.back()); // The library says its own twice.
    }
    CHECK(target.stored() == 0);
}

TEST_CASE("A head that others take apart otherwise is refused, and nothing after it is read")
{
    Framed target;
    const QByteArray nul(1, '\0');
    const std::vector<QByteArray> fields{
        "X: a\r\n b\r\n",
        "X: a\r\n\tb: c\r\n",
        "X:\r\n a\r\n",
        "X : a\r\n",
        "X\t: a\r\n",
        "A B: a\r\n",
        ": a\r\n",
        "X(: a\r\n",
        "X: a" + nul + "b\r\n",
        "X: " + nul + "\r\n",
        "X" + nul + "Y: a\r\n",
        "X: a\rY: b\r\n",
        "X: a\x01\r\n",
        "X: a\x7f\r\n",
        "X: a\n",
        "X: a\nY: b\r\n",
        "X: a\r\nY: b\n",
        "no colon\r\n",
        "Content-Length : 5\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding:\r\n chunked\r\n",
    };
    for (const QByteArray& field : fields) {
        INFO(field.toStdString());
        CHECK(target.statuses(target.get(field)) == Statuses{400});
    }
    const QByteArray rest = "\r\n" + target.host() + "\r\n" + target.next();
    for (const QByteArray& line :
         {QByteArray("GET  /version HTTP/1.1"), QByteArray("GET /version  HTTP/1.1"),
          QByteArray("GET /ver sion HTTP/1.1"), "GET /version" + nul + " HTTP/1.1",
          "G" + nul + "T /version HTTP/1.1", QByteArray("GET /version\x01 HTTP/1.1"),
          QByteArray("GET /ver\rsion HTTP/1.1"), QByteArray("GE(T /version HTTP/1.1"),
          QByteArray("GET /version HTTP/1.1 "), QByteArray("GET /version")}) {
        INFO(line.toStdString());
        CHECK(target.statuses(line + rest) == Statuses{400});
    }
    const QByteArray host = target.host();
    for (const QByteArray& head :
         {"GET /version HTTP/1.1\n" + host + "\r\n", "GET /version HTTP/1.1\r\n" + host + "\n",
          "GET /version HTTP/1.1\r\n" + host.chopped(2) + "\n\r\n",
          "GET /version HTTP/1.1\n" + host.chopped(2) + "\n\n",
          "GET /version HTTP/1.1\r\n" + host + "X: a" + nul + "b\n\n",
          "GET /version HTTP/1.1\r\n" + host + "X: a" + nul + "\r\n\r\n",
          "GET /version HTTP/1.1\r\n " + host + "\r\n"}) {
        INFO(head.toStdString());
        CHECK(target.statuses(head + target.next()) == Statuses{400});
    }
}

TEST_CASE("Arguments and fields beyond all reason are refused")
{
    Framed target;
    const auto get = [&](const QByteArray& query, const QByteArray& fields) {
        return target.statuses("GET /version?" + query + " HTTP/1.1\r\n" + target.host() + fields
                               + "\r\n" + target.next());
    };
    CHECK(get(QByteArray("a&").repeated(99), {}) == Statuses{200, 404});
    for (const int count : {100, 2'000, 20'000}) {
        CHECK(get(QByteArray("a&").repeated(count), {}) == Statuses{400});
        CHECK(get(QByteArray("a=b&").repeated(count), {}) == Statuses{400});
    }
    CHECK(get({}, QByteArray("X:\r\n").repeated(10'000)) == Statuses{431});
    for (const int count : {1'000, 2'000, 5'000, 20'000}) {
        const QByteArray cookie = QByteArray("a=b; ").repeated(count);
        const auto statuses = get({}, "Cookie: " + cookie + "\r\n");
        REQUIRE_FALSE(statuses.empty());
        CHECK((statuses == Statuses{200, 404} || statuses.front() == 431));
        CHECK(statuses.back() != 0);
    }
}

TEST_CASE("What is said in one way is understood, however unusual")
{
    Framed target;
    for (const QByteArray& field :
         {QByteArray("X:\r\n"), QByteArray("X:    \r\n"), QByteArray("X:a\r\n"),
          QByteArray("X: \t a\tb \r\n"), QByteArray("X: gr\xc3\xbc\xc3\x9f\r\n"),
          QByteArray("!#$%&'*+-.^_`|~09: a\r\n"), QByteArray("Cookie: a=b; c=\"d\"\r\n"),
          QByteArray("Content-Length: 0\r\n"), "X: " + QByteArray(20'000, 'x') + "\r\nY: z\r\n"}) {
        INFO(field.left(40).toStdString());
        CHECK(target.statuses(target.get(field)) == Statuses{200, 404});
    }
    CHECK(target.statuses("\r\n" + target.get({})) == Statuses{200, 404});
    CHECK(target.statuses(target.upload("Content-Length: " + length + "\r\n", leafCar))
          == Statuses{200, 404});
    CHECK(target.statuses(target.upload("Content-Length: 00" + length + "\r\n", leafCar))
          == Statuses{200, 404});
    CHECK(target.statuses(target.upload("Transfer-Encoding: Chunked\r\n", chunked))
          == Statuses{200, 404});
    const QByteArray old = "GET /version HTTP/1.0\r\n" + target.host() + "\r\n";
    CHECK(target.statuses(old) == Statuses{200});
    CHECK(target.stored() == 1);
}

TEST_CASE("A version of HTTP without chunks has none")
{
    Framed target;
    QByteArray request = target.upload("Transfer-Encoding: chunked\r\n", chunked);
    request.replace("HTTP/1.1", "HTTP/1.0");
    CHECK(target.statuses(request) == Statuses{400});
    CHECK(target.stored() == 0);
}

TEST_CASE("Every answer says that it is what its type says, and says it once")
{
    Framed target;
    REQUIRE(target.asOwner("POST", "/car", leafCar).status == 200);
    const QByteArray root = leaf.cid.toString().toLatin1();
    for (const QByteArray& path :
         {QByteArray("/"), QByteArray("/version"), QByteArray("/metrics"),
          QByteArray("/openapi.json"), QByteArray("/error"), QByteArray("/nothing"),
          QByteArray("/user/uploads"), QByteArray("/pins"), "/car/" + root, "/status/" + root,
          "/ipfs/" + root, QByteArray("/ver\x01sion")}) {
        const QByteArray answer = target.raw("GET " + path + " HTTP/1.1\r\n" + target.host()
                                             + "Connection: close\r\n\r\n");
        INFO(path.toStdString());
        CHECK(answer.count("X-Content-Type-Options: nosniff\r\n") == 1);
    }
}
