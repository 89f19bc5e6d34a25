// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/housekeeping.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"
#include "tests/support/until.h"

#include <QTcpSocket>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

// What takes long for one keeps no other waiting: who is answered before whom.

namespace {

constexpr int branches = 100;
constexpr int leavesOfBranch = 200;

/// A root above branches above leaves, 20 101 blocks.
struct LargeDag
{
    LargeDag()
    {
        std::vector<Block> nodes;
        for (int i = 0; i < branches; ++i) {
            std::vector<Block> leaves;
            for (int j = 0; j < leavesOfBranch; ++j)
                leaves.push_back(rawBlock(QByteArray::number(i * leavesOfBranch + j).repeated(40)));
            nodes.push_back(pbBlock(leaves));
            blocks.push_back(nodes.back());
            blocks.insert(blocks.end(), leaves.begin(), leaves.end());
        }
        blocks.insert(blocks.begin(), pbBlock(nodes));
    }
    const Block& root() const { return blocks.front(); }

    std::vector<Block> blocks;
};

const LargeDag& dag()
{
    static const LargeDag made;
    return made;
}

QByteArray text(const Block& block)
{
    return block.cid.toString().toLatin1();
}

struct Busy : Client
{
    Busy()
        : Client({.pace = local::Throttle::Pace::Unlimited})
    {
        REQUIRE(local::setUserTag(folder(), u"This computer"_s, u"HasPsaAccess"_s, u"true"_s));
    }
    void upload(const std::vector<Block>& blocks)
    {
        const Answer answer = asOwner("POST", "/car", car({blocks.front().cid}, blocks));
        INFO(answer.body.toStdString());
        REQUIRE(answer.status == 200);
    }
    /// Asks and does not read.
    std::unique_ptr<QTcpSocket> asking(const QByteArray& method, const QByteArray& path)
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->setReadBufferSize(1024);
        socket->connectToHost(service().url().host(), quint16(service().url().port()));
        REQUIRE(socket->waitForConnected());
        socket->write(method + ' ' + path + " HTTP/1.1\r\nHost: "
                      + service().url().authority().toLatin1() + "\r\nConnection: close\r\n\r\n");
        REQUIRE(socket->waitForBytesWritten());
        return socket;
    }
    static int answered(const std::vector<std::unique_ptr<QTcpSocket>>& sockets)
    {
        return int(std::ranges::count_if(sockets, [](const auto& socket) {
            socket->waitForReadyRead(0);
            return socket->bytesAvailable() > 0;
        }));
    }
};

} // namespace

TEST_CASE_METHOD(Busy, "what is known at once is answered while large DAGs are looked through")
{
    upload(dag().blocks);
    std::vector<std::unique_ptr<QTcpSocket>> others;
    constexpr int many = 12;
    while (others.size() < many)
        others.push_back(asking("HEAD", "/car/" + text(dag().root())));
    for (int i = 0; i < 4; ++i)
        CHECK(ask("GET", "/version").status == 200);
    CHECK(answered(others) < many / 2);
    REQUIRE(asOwner("POST", "/car", completeCar(rawBlock("mine"), {})).status == 200);
    CHECK(asOwner("GET", "/user/uploads").status == 200);
    CHECK(answered(others) < many);
    // With a token also what is public: it does not wait behind the others.
    CHECK(as(token(), "GET", "/ipfs/" + text(rawBlock("mine"))).status == 200);
    CHECK(until([&] { return answered(others) == many; }, std::chrono::seconds(60)));
}

TEST_CASE_METHOD(Busy,
                 "exports that nobody reads keep nobody waiting, and go on when they are read")
{
    upload(dag().blocks);
    std::vector<std::unique_ptr<QTcpSocket>> exports;
    while (exports.size() < 8)
        exports.push_back(asking("GET", "/car/" + text(dag().root())));
    REQUIRE(until([&] { return answered(exports) == 8; }, std::chrono::seconds(60)));
    REQUIRE(asOwner("POST", "/car", completeCar(rawBlock("mine"), {})).status == 200);
    CHECK(ask("GET", "/ipfs/" + text(rawBlock("mine"))).status == 200);
    QByteArrayList bodies;
    for (const auto& socket : exports) {
        socket->setReadBufferSize(0);
        QByteArray body;
        REQUIRE(until(
            [&] {
                body += socket->readAll();
                return socket->state() == QAbstractSocket::UnconnectedState;
            },
            std::chrono::seconds(60)));
        bodies.append(body + socket->readAll());
    }
    for (const QByteArray& body : bodies) {
        CHECK(body.contains("Transfer-Encoding: chunked")); // Not measured beforehand.
        CHECK(body.endsWith("0\r\n\r\n"));
        CHECK(body.size() > qsizetype(branches) * leavesOfBranch * 40);
    }
}

TEST_CASE_METHOD(Busy, "a large pin that waits for one block keeps no upload waiting")
{
    const Secret pinner = token();
    std::vector<Block> blocks = dag().blocks;
    const Block last = blocks.back();
    blocks.pop_back();
    upload(blocks);
    const auto order = [&](const Block& block) {
        const Answer answer = as(pinner, "POST", "/pins", "{\"cid\":\"" + text(block) + "\"}");
        REQUIRE(answer.status == 202);
        return answer.object()["requestid"_L1].toString().toLatin1();
    };
    const auto status = [&](const QByteArray& id) {
        return as(pinner, "GET", "/pins/" + id).object()["status"_L1].toString();
    };
    const QByteArray whole = order(dag().root());
    for (int i = 0; i < 40; ++i) {
        const Block mine = rawBlock("upload " + QByteArray::number(i));
        CHECK(asOwner("POST", "/car", completeCar(mine, {})).status == 200);
        CHECK(status(order(mine)) == u"pinned");
    }
    CHECK(status(whole) == u"queued");
    REQUIRE(asOwner("POST", "/car", completeCar(last, {})).status == 200);
    CHECK(until([&] { return status(whole) == u"pinned"; }, std::chrono::seconds(60)));
}

TEST_CASE_METHOD(Busy, "a body is taken whole in whatever pieces it comes, sized or chunked")
{
    // The library looks at its oldest connection now and then, whatever happened to it: others are.
    std::vector<std::unique_ptr<QTcpSocket>> idle;
    while (idle.size() < 16) {
        idle.push_back(std::make_unique<QTcpSocket>());
        idle.back()->connectToHost(service().url().host(), quint16(service().url().port()));
        REQUIRE(idle.back()->waitForConnected());
    }
    // While a worker has one piece the next ones come, or all that is left.
    for (int i = 0; i < 60; ++i) {
        const Block leaf = rawBlock(QByteArray::number(i).repeated(30'000));
        const QByteArray body = completeCar(leaf, {});
        const bool isChunked = i % 2 == 1;
        QTcpSocket socket;
        socket.connectToHost(service().url().host(), quint16(service().url().port()));
        REQUIRE(socket.waitForConnected());
        socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
        socket.write("POST /car HTTP/1.1\r\nHost: " + service().url().authority().toLatin1()
                     + "\r\nAuthorization: Bearer " + service().sessionLogin().reveal()
                     + "\r\nConnection: close\r\n"
                     + (isChunked ? QByteArray("Transfer-Encoding: chunked")
                                  : "Content-Length: " + QByteArray::number(body.size()))
                     + "\r\n\r\n");
        const qsizetype piece = 1 + i * 397 % 9'000;
        for (qsizetype at = 0; at < body.size(); at += piece) {
            const QByteArray part = body.mid(at, piece);
            socket.write(isChunked ? QByteArray::number(part.size(), 16) + "\r\n" + part + "\r\n"
                                   : part);
            REQUIRE(socket.waitForBytesWritten());
        }
        if (isChunked)
            socket.write("0\r\n\r\n");
        while (socket.state() == QAbstractSocket::ConnectedState && socket.waitForReadyRead(10'000))
            ;
        INFO("upload " << i << ", pieces of " << piece);
        REQUIRE(socket.readAll().startsWith("HTTP/1.1 200"));
    }
}
