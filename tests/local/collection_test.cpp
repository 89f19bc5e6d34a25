// SPDX-License-Identifier: MIT OR Apache-2.0
// A collection of garbage that takes many: its changes are short, and others write between them.
#include "core/local/garbage/collectionsteps.h"
#include "core/local/garbage/garbagecollector.h"
#include "core/local/housekeeping.h"
#include "core/local/recovery/openstore.h"
#include "core/local/store/catalog.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"

#include <catch2/catch.hpp>

#include <numeric>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::local;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int many = 450;
constexpr qint64 mostCarsAtOnce = 200;

/// A service whose uploads are deleted, and an operator who collects beside it.
struct Collected : Client
{
    Collected()
    {
        for (int i = 0; i < many; ++i) {
            const Block leaf = rawBlock(QByteArray::number(i));
            roots.push_back(pbBlock({leaf}));
            cars.push_back(completeCar(roots.back(), {leaf}));
            post(cars.back());
            REQUIRE(asOwner("DELETE", "/user/uploads/" + text(roots.back())).status == 200);
        }
        store = openStore(folder(), FolderLock::NotHeld).value();
    }
    static QByteArray text(const Block& block) { return block.cid.toString().toLatin1(); }
    void post(const QByteArray& car) { REQUIRE(asOwner("POST", "/car", car).status == 200); }
    int statusOf(const Block& block) { return ask("GET", "/car/" + text(block)).status; }

    qint64 count(const QString& from) const
    {
        return readNumber(*store.catalog, u"SELECT count(*) FROM "_s + from).value();
    }
    /// @p between is called whenever others may write.
    GarbageReport collect(const IsUnwanted& between)
    {
        GarbageCollector collector(*store.catalog, *store.journal, carStore, clock);
        return collector.collect({.isUnwanted = between}).value();
    }
    bool isClean() const
    {
        return checkStore(folder(), [](const Finding&) {}).value().isClean();
    }

    std::vector<Block> roots;
    std::vector<QByteArray> cars;
    OpenStore store;
    CarStore carStore{folder() + u"/cars"_s};
    SystemClock clock;
};

} // namespace

TEST_CASE_METHOD(Collected, "Uploads are taken between the changes of a long collection")
{
    int uploads = 0;
    qint64 before = many;
    const auto report = collect([&] {
        const qint64 now = count(u"car WHERE state < 3"_s) - uploads;
        CHECK(before - now <= mostCarsAtOnce);
        before = now;
        CHECK(count(u"content WHERE pinned"_s) == uploads); // Nothing says so and is gone.
        const Block leaf = rawBlock("meanwhile " + QByteArray::number(++uploads));
        post(completeCar(pbBlock({leaf}), {leaf}));
        return false;
    });
    CHECK(before == 0);
    CHECK(uploads > many / mostCarsAtOnce);
    CHECK(report.cars == many);
    CHECK(report.uploads.size() == many);
    CHECK(report.bytes
          == std::accumulate(cars.begin(), cars.end(), qint64(0),
                             [](qint64 sum, const QByteArray& car) { return sum + car.size(); }));
    CHECK(count(u"gone_car"_s) == 0);
    CHECK(isClean());
}

TEST_CASE_METHOD(Collected,
                 "What comes back during a long collection stays, whether it had gone or not")
{
    bool isBack = false;
    const auto report = collect([&] {
        if (!isBack && count(u"car WHERE state < 3"_s) < many) {
            for (const QByteArray& car : cars)
                post(car);
            isBack = true;
        }
        return false;
    });
    CHECK(isBack);
    CHECK(report.cars == mostCarsAtOnce);
    CHECK(report.uploads.size() == mostCarsAtOnce);
    for (const Block& root : roots)
        CHECK(statusOf(root) == 200);
    CHECK(isClean());
    CHECK(collectGarbage(folder(), DryRun::No).value() == GarbageReport());
}

TEST_CASE_METHOD(Collected,
                 "A collection that is stopped says what it took, and the next takes the rest")
{
    int calls = 0;
    const auto first = collect([&] { return ++calls > 1; });
    CHECK(first.cars == mostCarsAtOnce);
    CHECK(isClean());
    const auto second = collectGarbage(folder(), DryRun::No).value();
    CHECK(second.cars == many - mostCarsAtOnce);
    CHECK(count(u"gone_car"_s) == 0);
    CHECK(count(u"block"_s) == 0);
    CHECK(carStore.list().value().empty());
    CHECK(isClean());
}

TEST_CASE("Rows of what was deleted long ago are forgotten some at a time")
{
    constexpr qint64 mostRowsAtOnce = 1'000;
    const QTemporaryDir folder;
    const auto catalog = openCatalog(folder.path()).value();
    const auto sql = [&](const QString& text) { REQUIRE(Statement(*catalog, text).run()); };
    const auto count = [&](const QString& from) {
        return readNumber(*catalog, u"SELECT count(*) FROM "_s + from).value();
    };
    sql(u"INSERT INTO user (id, issuer, name, created) VALUES (1, 'one', 'one', 1)"_s);
    sql(u"INSERT INTO token (id, user_id, name, hint, hash, created, uploads, deleted)"
        " VALUES (1, 1, 'gone', '', 'a', 1, 2500, 5), (2, 1, 'kept', '', 'b', 1, 1, NULL)"_s);
    sql(u"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)"
        " INSERT INTO content (id, cid, created, pinned, pin_updated) SELECT i, 'c' || i, 1, 1, 1"
        " FROM n"_s);
    sql(u"INSERT INTO upload (user_id, token_id, content_id, source_cid, type, name, created,"
        " updated, deleted) SELECT 1, 1, id, cid, 'Car', '', id, 1, 10 FROM content"_s);
    // Two that somebody has.
    sql(u"UPDATE upload SET deleted = NULL, token_id = 2 WHERE content_id IN (7, 2000)"_s);
    sql(u"UPDATE token SET uploads = 2498 WHERE id = 1"_s);
    sql(u"UPDATE token SET uploads = 2 WHERE id = 2"_s);

    const Timestamp later(std::chrono::microseconds(1'000));
    // At first they are freed; another collection forgets them.
    for (const CollectedRecord& collected :
         {CollectedRecord{Timestamp(std::chrono::microseconds(20)), later, Timestamp()},
          CollectedRecord{later, later, later}}) {
        CollectionSteps steps(*catalog, collected);
        for (;;) {
            const auto step = steps.next();
            REQUIRE(step);
            if (!*step)
                break;
            const auto have = [&] { return count(u"content"_s) + count(u"upload"_s); };
            const qint64 freed = count(u"content WHERE NOT pinned"_s);
            const qint64 before = have();
            auto transaction = Transaction::begin(*catalog);
            REQUIRE(steps.apply(**step));
            REQUIRE(transaction->commit());
            CHECK(before - have() <= mostRowsAtOnce);
            CHECK(count(u"content WHERE NOT pinned"_s) - freed <= mostRowsAtOnce);
        }
        CHECK(count(u"content WHERE pinned"_s) == 2);
        CHECK(count(u"upload WHERE deleted IS NULL"_s) == 2);
    }
    CHECK(count(u"upload"_s) == 2);
    CHECK(count(u"content"_s) == 2);
    CHECK(count(u"token"_s) == 1);
    CHECK(count(u"token WHERE name = 'kept' AND uploads = 2"_s) == 1);
    CHECK(hasForgotten(*catalog).value());
}
