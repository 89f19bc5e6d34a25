// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/housekeeping.h"
#include "core/local/store/carcontents.h"
#include "core/local/store/carstate.h"
#include "core/storage/statement.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"
#include "tests/local/files.h"
#include "tests/support/until.h"

#include <QTcpSocket>

#include <catch2/catch.hpp>

#include <span>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using local::CarState;

// CARs of so many blocks, or links, that their rows are written in batches.

namespace {

std::vector<Block> leaves(int count, int first = 0)
{
    std::vector<Block> blocks;
    for (int i = first; i < first + count; ++i)
        blocks.push_back(rawBlock(QByteArray::number(i)));
    return blocks;
}

QByteArray text(const Block& block)
{
    return block.cid.toString().toLatin1();
}

QByteArray partOf(const Block& root, std::span<const Block> blocks)
{
    std::vector<Block> all{root};
    all.insert(all.end(), blocks.begin(), blocks.end());
    return car({root.cid}, all);
}

struct LongCars : Client
{
    LongCars()
        : Client({.enforceStorageLimit = true, .pace = local::Throttle::Pace::Unlimited})
    { }
    Answer post(const QByteArray& car) { return asOwner("POST", "/car", car); }
    QString store(const QByteArray& car)
    {
        const Answer answer = post(car);
        INFO(answer.body.toStdString());
        REQUIRE(answer.status == 200);
        return answer.object()["carCid"_L1].toString();
    }
    QString pinOf(const Block& root)
    {
        return ask("GET", "/status/" + text(root)).object()["pins"_L1][0]["status"_L1].toString();
    }
    QByteArray bytesOf(const Block& block)
    {
        return ask("GET", "/ipfs/" + text(block) + "?format=raw").body;
    }
    qint64 number(const QString& query)
    {
        const auto catalog
            = Database::open(folder() + u"/catalog.sqlite"_s, Database::Access::ReadOnly);
        REQUIRE(catalog);
        const auto value = readNumber(**catalog, query);
        REQUIRE(value);
        return *value;
    }
    qint64 rows(CarState state)
    {
        return number(u"SELECT count(*) FROM car WHERE state = %1"_s.arg(int(state)));
    }
    qint64 blocks() { return number(u"SELECT count(*) FROM block"_s); }
    bool isClean()
    {
        const auto report = local::checkStore(folder(), [](const local::Finding&) {});
        REQUIRE(report);
        return report->isClean();
    }
    std::unique_ptr<QTcpSocket> posting(const QByteArray& car)
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(service().url().host(), quint16(service().url().port()));
        REQUIRE(socket->waitForConnected());
        socket->write("POST /car HTTP/1.1\r\nHost: " + service().url().authority().toLatin1()
                      + "\r\nAuthorization: Bearer " + service().sessionLogin().reveal()
                      + "\r\nConnection: close\r\nContent-Length: " + QByteArray::number(car.size())
                      + "\r\n\r\n" + car);
        while (socket->bytesToWrite() > 0)
            REQUIRE(socket->waitForBytesWritten());
        return socket;
    }
    static bool isAnswered(QTcpSocket& socket)
    {
        socket.waitForReadyRead(0);
        return socket.bytesAvailable() > 0;
    }
};

} // namespace

TEST_CASE_METHOD(LongCars,
                 "while a CAR of many blocks is indexed others store, and it is not there")
{
    const auto many = leaves(100'000);
    auto sent = many;
    sent.insert(sent.begin() + 50'000, many.begin(), many.begin() + 10); // They come twice.
    const auto socket = posting(car({many.front().cid}, sent));
    REQUIRE(until([&] { return rows(CarState::Arriving) == 1 && blocks() > 0; }));
    for (int i = 0; i < 3; ++i)
        store(completeCar(rawBlock("mine" + QByteArray::number(i)), {}));
    CHECK(ask("GET", "/ipfs/" + text(many.front()) + "?format=raw").status == 404);
    CHECK(ask("HEAD", "/ipfs/" + text(many.front()) + "?format=raw").status == 404);
    CHECK(asOwner("GET", "/user/uploads").header("Count") == "3");
    CHECK_FALSE(isAnswered(*socket));

    REQUIRE(until([&] { return isAnswered(*socket); }, std::chrono::seconds(60)));
    CHECK(socket->readAll().startsWith("HTTP/1.1 200"));
    CHECK(rows(CarState::Arriving) == 0);
    CHECK(blocks() == 100'003);
    CHECK(pinOf(many.front()) == u"Pinned");
    for (const int i : {0, 4'095, 4'096, 70'000, 99'999})
        CHECK(bytesOf(many[size_t(i)]) == many[size_t(i)].bytes);
    CHECK(number(u"SELECT max(block_bytes) FROM car"_s)
          == number(u"SELECT sum(length) FROM block WHERE car_id ="
                    " (SELECT id FROM car ORDER BY block_bytes DESC LIMIT 1)"_s));
    CHECK(isClean());
}

TEST_CASE_METHOD(LongCars, "what is refused or was cut off by a crash leaves no rows")
{
    const auto many = leaves(20'000);
    const Block root = pbBlock(many);
    const QByteArray body = partOf(root, many);
    REQUIRE(local::setUserTag(folder(), u"This computer"_s, u"StorageLimitBytes"_s, u"10"_s));
    const Answer refused = post(body);
    CHECK(refused.code() == u"ERROR_STORAGE_LIMIT");
    CHECK(rows(CarState::Arriving) == 0);
    CHECK(asOwner("GET", "/user/uploads").header("Count") == "0");
    REQUIRE(local::setUserTag(folder(), u"This computer"_s, u"StorageLimitBytes"_s, {}));
    CHECK(until([&] { return rows(CarState::Leaving) == 0; }));
    CHECK(blocks() == 0);

    // As a crash leaves it.
    store(body);
    stop();
    {
        const auto catalog = Database::open(folder() + u"/catalog.sqlite"_s);
        REQUIRE(catalog);
        REQUIRE(Statement(**catalog,
                          u"INSERT INTO car (id, cid, size, created, state)"
                          " VALUES (1000, x'01', 0, 0, 3)"_s)
                    .run());
        REQUIRE(Statement(**catalog,
                          u"INSERT INTO block SELECT multihash, codec, 1000, offset, length"
                          " FROM block"_s)
                    .run());
    }
    CHECK(isClean());
    restart();
    CHECK(until([&] { return blocks() == 20'001; }));
    CHECK(until([&] { return rows(CarState::Leaving) + rows(CarState::Arriving) == 0; }));
    CHECK(bytesOf(many[17]) == many[17].bytes);
    CHECK(isClean());
}

TEST_CASE_METHOD(LongCars, "an upload of many links is pinned when all have come, in any order")
{
    const auto all = leaves(30'000);
    const Block root = pbBlock(all);
    const std::span<const Block> every(all);
    // Of more links than are listed at once: leaves from the end first, which are listed last.
    store(partOf(root, every.subspan(29'000, 900)));
    CHECK(pinOf(root) == u"Pinning");
    CHECK(number(u"SELECT count(*) FROM missing_link"_s) == qint64(local::mostLinksAtOnce));
    CHECK(number(u"SELECT count(*) FROM part WHERE has_unlisted_links"_s) == 1);
    store(partOf(root, every.subspan(10'000, 19'000)));
    CHECK(pinOf(root) == u"Pinning");
    store(partOf(root, every.first(10'000)));
    CHECK(pinOf(root) == u"Pinning");
    CHECK(until([&] { return number(u"SELECT count(*) FROM missing_link"_s) == 100; }));
    // What lacks something needs others' CARs, and is kept whole itself.
    stop();
    const auto kept
        = local::collectGarbage(folder(), local::DryRun::No, local::UnassignedCars::Stay);
    REQUIRE(kept);
    CHECK(kept->cars == 0);
    restart();
    store(partOf(root, every.last(100)));
    CHECK(until([&] { return pinOf(root) == u"Pinned"; }));
    CHECK(ask("HEAD", "/car/" + text(root)).status == 200);
    CHECK(isClean());
}

TEST_CASE_METHOD(LongCars,
                 "a short part may bring the last that was listed, and what follows is found")
{
    const auto all = leaves(20'000);
    const Block root = pbBlock(all);
    const std::span<const Block> every(all);
    store(partOf(root, every.subspan(1, 12'000)));
    store(partOf(root, every.subspan(12'001)));
    CHECK(pinOf(root) == u"Pinning");
    store(partOf(root, every.first(1)));
    CHECK(until([&] { return pinOf(root) == u"Pinned"; }));
}

TEST_CASE_METHOD(LongCars, "the same CAR is stored once, and comes back after it was lost or freed")
{
    const auto many = leaves(20'000);
    const Block root = pbBlock(many);
    const QByteArray body = partOf(root, many);
    const QString name = store(body);
    CHECK(pinOf(root) == u"Pinned");
    CHECK(store(body) == name);
    CHECK(blocks() == 20'001);
    CHECK(rows(CarState::Arriving) + rows(CarState::Leaving) == 0);

    const QString path = folder() + u"/cars/%1.car"_s.arg(name);
    for (const bool isLost : {false, true}) {
        stop();
        if (isLost) {
            REQUIRE(QFile::remove(path));
        } else {
            QByteArray bytes = contentOf(path);
            bytes[bytes.size() / 2] = char(~bytes[bytes.size() / 2]);
            write(path, bytes);
        }
        REQUIRE(local::repairStore(folder(), [](const local::Finding&) {}));
        restart();
        CHECK(pinOf(root) == u"Pinning");
        store(body);
        CHECK(pinOf(root) == u"Pinned");
        CHECK(until([&] { return blocks() == 20'001; }));
        CHECK(bytesOf(many[19'999]) == many[19'999].bytes);
        CHECK(isClean());
    }

    store(completeCar(rawBlock("mine"), {}));
    REQUIRE(asOwner("DELETE", "/user/uploads/" + text(root)).status == 200);
    const auto freed
        = local::collectGarbage(folder(), local::DryRun::No, local::UnassignedCars::Stay);
    REQUIRE(freed);
    CHECK(freed->cars == 1);
    CHECK(blocks() == 1);
    CHECK(rows(CarState::Leaving) == 0);
    CHECK(ask("GET", "/ipfs/" + text(many[5]) + "?format=raw").status == 404);
    store(body);
    CHECK(pinOf(root) == u"Pinned");
    CHECK(isClean());
}

TEST_CASE_METHOD(LongCars, "a long CAR comes back from the records, and is adopted")
{
    const auto many = leaves(20'000);
    const Block root = pbBlock(many);
    const QString name = store(partOf(root, many));
    stop();
    const auto rebuilt = local::rebuildCatalog(folder(), [](const auto&) {});
    REQUIRE(rebuilt);
    restart();
    CHECK(pinOf(root) == u"Pinned");
    CHECK(blocks() == 20'001);

    Client other;
    other.stop();
    REQUIRE(QFile::copy(folder() + u"/cars/%1.car"_s.arg(name),
                        other.folder() + u"/cars/%1.car"_s.arg(name)));
    REQUIRE(local::adoptCar(other.folder(), *Cid::parse(name), u"This computer"_s, u"adopted"_s));
    other.restart();
    CHECK(other.asOwner("GET", "/user/uploads").array()[0]["pins"_L1][0]["status"_L1].toString()
          == u"Pinned");
}

TEST_CASE_METHOD(LongCars, "a pin of many blocks is pinned in a catalog that is made anew")
{
    REQUIRE(local::setUserTag(folder(), u"This computer"_s, u"HasPsaAccess"_s, u"true"_s));
    const auto many = leaves(5'000);
    const Block inner = pbBlock(many);
    const Block root = pbBlock({inner});
    auto all = many;
    all.insert(all.begin(), inner);
    store(partOf(root, all));
    const QByteArray asked = "{\"cid\": \"" + text(inner) + "\"}";
    REQUIRE(as(token(), "POST", "/pins", asked, {{"Content-Type", "application/json"}}).status
            == 202);
    const QString pinned
        = u"SELECT count(*) FROM pin_request r JOIN content c ON c.id = r.content_id"
          " WHERE r.status = 'pinned' AND c.pinned AND c.pin_updated = %1"_s;
    const QString when = u"SELECT max(pin_updated) FROM content"_s;
    REQUIRE(until([&] { return number(pinned.arg(number(when))) == 1; }));
    const qint64 then = number(when);
    stop();
    REQUIRE(local::rebuildCatalog(folder(), [](const auto&) {}));
    CHECK(number(pinned.arg(then)) == 1);
}

TEST_CASE("what is kept of a CAR while it comes is bounded")
{
    const auto keptOf = [](int blocks, int links) {
        local::CarContentsBuilder builder(local::CarContentsBuilder::Blocks::Incoming);
        const Block root = pbBlock(leaves(links, blocks));
        builder.setRoot(root.cid);
        REQUIRE(builder.add({root.cid, root.bytes, 0, root.bytes.size()}));
        for (const Block& block : leaves(blocks))
            REQUIRE(builder.add({block.cid, block.bytes, 0, block.bytes.size()}));
        return builder.finish(root.cid, 1);
    };
    constexpr int most = int(local::mostBlocksAtOnce);
    CHECK(keptOf(most - 1, 1).blocks.size() == local::mostBlocksAtOnce);
    CHECK_FALSE(keptOf(most - 1, 1).isLong);
    for (const auto& [blocks, links] :
         {std::pair(most, 1), {100'000, 1}, {10, int(local::mostLinksAtOnce) + 1}}) {
        const auto kept = keptOf(blocks, links);
        CHECK(kept.isLong);
        CHECK(kept.blocks.empty());
        CHECK(kept.missingLinks.empty());
    }
}
