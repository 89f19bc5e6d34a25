// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/car.h"
#include "tests/app/daemon.h"
#include "tests/app/wireclient.h"
#include "tests/local/cars.h"

#include <QTcpSocket>

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1024 * 1024;
#ifdef __SANITIZE_ADDRESS__
constexpr qint64 mayTake = 4096 * mebibyte; // The sanitizer keeps what is freed for a while.
#else
constexpr qint64 mayTake = 64 * mebibyte;
#endif

/// Sends a CAR of nearly 100 MiB made on the way, so that the test holds little itself.
int postLargeCar(const Daemon& daemon, int number)
{
    // A root that links to every leaf, then the leaves; each leaf differs in its first bytes.
    constexpr int leaves = 99;
    const auto leaf = [number](int i) {
        QByteArray bytes(mebibyte, char('a' + number));
        bytes.replace(0, 4, QByteArray::number(1000 + i));
        return rawBlock(bytes);
    };
    PbNode node;
    for (int i = 0; i < leaves; ++i)
        node.links.push_back({leaf(i).cid, {}, quint64(mebibyte)});
    node.data = QByteArray("\x08\x01", 2);
    const QByteArray rootBytes = encodePbNode(node);
    const Block root{Cid::v1(Codec::DagPb, sha256(rootBytes)), rootBytes};
    qint64 length = encodeCarHeader({root.cid}).size()
        + carSectionLength(root.cid.bytes().size(), root.bytes.size())
        + leaves * carSectionLength(leaf(0).cid.bytes().size(), mebibyte);

    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, daemon.port());
    if (!socket.waitForConnected())
        return 0;
    const auto put = [&socket](const QByteArray& bytes) {
        socket.write(bytes);
        while (socket.bytesToWrite() > 0 && socket.waitForBytesWritten(60'000)) { }
    };
    put("POST /car HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(daemon.port())
        + "\r\nAuthorization: Bearer " + daemon.login()
        + "\r\nConnection: close\r\nContent-Length: " + QByteArray::number(length) + "\r\n\r\n"
        + encodeCarHeader({root.cid}) + carFrame(root.cid.bytes(), root.bytes.size()) + root.bytes);
    for (int i = 0; i < leaves; ++i) {
        const Block block = leaf(i);
        put(carFrame(block.cid.bytes(), block.bytes.size()) + block.bytes);
    }
    QByteArray answer;
    while (!answer.contains("\r\n") && socket.waitForReadyRead(60'000))
        answer += socket.readAll();
    return answer.mid(9, 3).toInt();
}

} // namespace

TEST_CASE("Eight uploads of 100 MiB at once take little memory")
{
    Daemon daemon;
    daemon.start();
    // Idle is after a first request: then every library it needs is there.
    REQUIRE(askOverWire(daemon.port(), "GET", "/user/uploads", daemon.login()).status == 200);
    const qint64 idle = residentBytes(daemon.processId());
    REQUIRE(idle > 0);
    std::atomic<int> stored = 0;
    std::atomic<int> ended = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            stored += postLargeCar(daemon, i) == 200;
            ++ended;
        });
    }
    qint64 peak = 0;
    while (ended < 8) {
        peak = std::max(peak, residentBytes(daemon.processId()));
        std::this_thread::yield();
    }
    for (std::thread& thread : threads)
        thread.join();
    CHECK(stored == 8);
    CHECK(peak - idle < mayTake);
    WARN("idle " << idle / mebibyte << " MiB, at most " << (peak - idle) / mebibyte << " MiB more");
}
