// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/garbage/neededcars.h"
#include "core/local/housekeeping.h"
#include "core/local/store/catalog.h"
#include "core/storage/transaction.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"
#include "tests/support/until.h"

#include <catch2/catch.hpp>

#include <future>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::local;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

constexpr Timestamp never = std::chrono::sys_days(std::chrono::year(9999) / 12 / 31);

const Block leaf = rawBlock("leaf");
const Block inner = pbBlock({leaf});
const Block other = rawBlock("other");
const Block top = pbBlock({inner, other});

QByteArray text(const Block& block)
{
    return block.cid.toString().toLatin1();
}

/// A service that goes on while somebody else looks through its folder.
struct Searched : Client
{
    Searched()
        : Client({.pace = Throttle::Pace::Unlimited})
    {
        REQUIRE(setUserTag(folder(), u"This computer"_s, u"HasPsaAccess"_s, u"true"_s));
        pinner = token();
        upload(inner, {leaf});
        remove(inner); // From now on only a pin can need it.
        catalog = Database::open(folder() + u"/catalog.sqlite"_s).value();
        needed = std::make_unique<NeededCars>(*catalog, cars, never);
    }
    void upload(const Block& root, const std::vector<Block>& blocks)
    {
        REQUIRE(asOwner("POST", "/car", completeCar(root, blocks)).status == 200);
    }
    void remove(const Block& root)
    {
        REQUIRE(asOwner("DELETE", "/user/uploads/" + text(root)).status == 200);
    }
    QByteArray pin(const Block& root)
    {
        const Answer answer = as(pinner, "POST", "/pins", "{\"cid\":\"" + text(root) + "\"}");
        REQUIRE(answer.status == 202);
        return answer.object()["requestid"_L1].toString().toLatin1();
    }
    bool isPinned(const QByteArray& id)
    {
        return as(pinner, "GET", "/pins/" + id).object()["status"_L1] == u"pinned"_s;
    }
    /// What would go.
    std::size_t found()
    {
        REQUIRE(needed->update());
        unneeded = needed->unneeded(false).value();
        return unneeded.size();
    }
    /// As it is asked by whoever removes: on another thread, within a transaction.
    bool isStillSo()
    {
        return std::async(std::launch::async,
                          [this] {
                              const auto transaction = Transaction::begin(*catalog);
                              return needed->isStillSo(unneeded).value();
                          })
            .get();
    }

    Secret pinner;
    CarStore cars{folder() + u"/cars"_s};
    std::unique_ptr<Database> catalog;
    std::unique_ptr<NeededCars> needed;
    std::vector<UnneededCar> unneeded;
};

} // namespace

TEST_CASE_METHOD(Searched, "what was not needed is not removed once a pin needs it")
{
    REQUIRE(found() == 1);
    CHECK(isStillSo());
    pin(inner);
    CHECK_FALSE(isStillSo());
    CHECK(found() == 0);
    CHECK(isStillSo());
}

TEST_CASE_METHOD(Searched, "a pin that becomes complete is looked through again")
{
    const QByteArray id = pin(top);
    // It waits for its top; what hangs on that nobody knows yet.
    REQUIRE(found() == 1);
    REQUIRE(asOwner("POST", "/car", car({top.cid}, {top, other})).status == 200);
    REQUIRE(until([&] { return isPinned(id); }));
    CHECK_FALSE(isStillSo());
    CHECK(found() == 0);
}

TEST_CASE_METHOD(Searched, "an upload that brings a CAR again keeps it")
{
    REQUIRE(found() == 1);
    upload(inner, {leaf});
    CHECK_FALSE(isStillSo());
    CHECK(found() == 0);
}

TEST_CASE_METHOD(Searched, "a CAR that came after the search began stays")
{
    REQUIRE(found() == 1);
    upload(other, {});
    remove(other);
    CHECK(found() == 1);
    CHECK(isStillSo());
}

TEST_CASE_METHOD(Searched, "who searches waits for no change, and no change waits for the search")
{
    pin(inner);
    std::promise<void> begun;
    std::promise<void> searched;
    auto changing = std::async(std::launch::async, [&] {
        const auto transaction = Transaction::begin(*catalog);
        begun.set_value();
        searched.get_future().wait();
        return transaction.has_value();
    });
    begun.get_future().wait();
    CHECK(found() == 0); // With the write lock in other hands.
    searched.set_value();
    CHECK(changing.get());
    CHECK(std::async(std::launch::async, [&] {
              return Transaction::begin(*catalog).has_value();
          }).get());
}
