// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/bandwidth.h"
#include "tests/transfer/queuefixture.h"

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using transfer::State;
using Fault = FaultProxy::Fault;

namespace {

constexpr qint64 partTarget = 5 * 512 * 1024; // Two chunks and the root.
constexpr qsizetype threeParts = 5 * 1024 * 1024;

Fault stall(const FaultProxy::Request& request)
{
    return {request.verb == "POST" ? Fault::Stall : Fault::None, 512 * 1024};
}

} // namespace

TEST_CASE_METHOD(DurableQueue, "an upload cut off by a restart goes on and sends no part twice")
{
    const QString path = file(u"big.bin"_s, pattern(threeParts));
    const auto id = queue->add({.paths = {path}, .partTarget = partTarget});
    // The second and third part stop on their way.
    proxy.plan = [this](const auto& request) { return posts() > 1 ? stall(request) : Fault{}; };
    REQUIRE(until([&] { return queue->find(*id)->acknowledgedParts == 1; }));
    const content::CidString root = queue->find(*id)->root;
    restart();
    proxy.plan = {};
    queue->start();
    REQUIRE(comesTo(*id, State::Stored));
    CHECK(queue->find(*id)->root == root);
    CHECK(queue->find(*id)->acknowledgedBytes == queue->find(*id)->totalBytes);
    CHECK(proxy.bodies.values() == QList<int>{1, 1, 1});
}

TEST_CASE_METHOD(DurableQueue,
                 "a part whose answer was lost is found at the service, not sent again")
{
    proxy.plan = [](const auto& request) {
        return Fault{request.verb == "POST" ? Fault::LoseAnswer : Fault::None};
    };
    const auto id = queue->add(
        {.paths = {file(u"big.bin"_s, pattern(threeParts))}, .partTarget = partTarget});
    REQUIRE(comesTo(*id, State::Waiting));
    REQUIRE(until([&] { return posts() == 3 && proxy.bodies.size() == 3; }));
    SECTION("while it runs") { }
    SECTION("after a restart")
    {
        restart();
        queue->start();
    }
    REQUIRE(hurriesTo(*id, State::Stored));
    CHECK(posts() == 3);
    CHECK(proxy.bodies.values() == QList<int>{1, 1, 1});
}

TEST_CASE_METHOD(DurableQueue, "with every part acknowledged a restart only asks for the listing")
{
    proxy.plan = [](const auto& request) {
        return Fault{request.verb == "GET" ? Fault::Stall : Fault::None};
    };
    const QString path = file(u"a.bin"_s, pattern(1024));
    const auto id = queue->add({.paths = {path}});
    REQUIRE(comesTo(*id, State::Confirming));
    restart();
    proxy.plan = {};
    REQUIRE(QFile::remove(path)); // It is not read again.
    queue->start();
    REQUIRE(comesTo(*id, State::Stored));
    CHECK(posts() == 1);
}

TEST_CASE_METHOD(DurableQueue, "a source that changed while the program was away is not mixed in")
{
    proxy.plan = stall;
    const QString path = file(u"a.bin"_s, pattern(2 * 1024 * 1024));
    const auto id = queue->add({.paths = {path}});
    REQUIRE(comesTo(*id, State::Sending));
    const content::CidString root = queue->find(*id)->root;
    restart();
    proxy.plan = {};
    file(u"a.bin"_s, pattern(2 * 1024 * 1024, 8));
    SECTION("by itself it fails and says why")
    {
        queue->start();
        REQUIRE(comesTo(*id, State::Failed));
        CHECK(queue->find(*id)->error->kind == Error::Kind::SourceChanged);
        queue->retry(*id);
        REQUIRE(comesTo(*id, State::Stored));
    }
    SECTION("asked for again it is uploaded as it is now")
    {
        REQUIRE(queue->takeUp({.paths = {path}}) == *id);
        REQUIRE(comesTo(*id, State::Stored));
    }
    CHECK(queue->find(*id)->root != root);
}

TEST_CASE_METHOD(DurableQueue, "a paused upload rests, over a restart too, until it is resumed")
{
    proxy.plan = stall;
    const auto id = queue->add({.paths = {file(u"a.bin"_s, pattern(3 * 1024 * 1024))}});
    REQUIRE(comesTo(*id, State::Sending));
    queue->pause(*id);
    CHECK(state(*id) == State::Paused);
    restart();
    proxy.plan = {};
    queue->start();
    CHECK(state(*id) == State::Paused);
    queue->resume(*id);
    CHECK(comesTo(*id, State::Stored));
}

TEST_CASE_METHOD(DurableQueue, "a pause for a time ends by itself, over a restart too")
{
    const Timestamp until = clock.now() + std::chrono::minutes(15);
    queue->pauseAll();
    const auto id = queue->add({.paths = {file(u"a.bin"_s, pattern(1024))}});
    SECTION("of one")
    {
        queue->pause(*id, until);
        queue->resumeAll();
        CHECK(queue->find(*id)->resumeAt == until);
    }
    SECTION("of all")
    {
        queue->pauseAll(until);
        CHECK(queue->pausedUntil() == until);
    }
    const bool restarts = GENERATE(false, true);
    if (restarts) {
        restart();
        queue->start();
    }
    clock.push(std::chrono::minutes(14));
    queue->tick();
    CHECK(state(*id) != State::Stored);
    CHECK(posts() == 0);
    clock.push(std::chrono::minutes(2));
    queue->tick();
    CHECK(comesTo(*id, State::Stored));
}

TEST_CASE_METHOD(DurableQueue, "pausing all stops what is on its way and starts nothing")
{
    proxy.plan = stall;
    const auto running = queue->add({.paths = {file(u"a.bin"_s, pattern(3 * 1024 * 1024))}});
    REQUIRE(comesTo(*running, State::Sending));
    queue->pauseAll();
    const auto waiting = queue->add({.paths = {file(u"b.bin"_s, pattern(1024))}});
    CHECK(state(*running) == State::Queued);
    CHECK(state(*waiting) == State::Queued);
    CHECK(queue->isPaused());
    CHECK_FALSE(queue->pausedUntil());
    proxy.plan = {};
    queue->resumeAll();
    CHECK(comesTo(*running, State::Stored));
    CHECK(comesTo(*waiting, State::Stored));
}

TEST_CASE_METHOD(DurableQueue, "the queue can be put into another order")
{
    queue->pauseAll();
    std::vector<TransferId> ids;
    for (const QString& name : {u"a"_s, u"b"_s, u"c"_s, u"d"_s})
        ids.push_back(*queue->add({.paths = {file(name, name.toUtf8())}}));
    queue->move(ids[3], TransferQueue::Move::First); // d a b c
    queue->move(ids[0], TransferQueue::Move::Down); // d b a c
    queue->move(ids[2], TransferQueue::Move::Up); // d b c a
    queue->move(ids[1], TransferQueue::Move::Last); // d c a b
    queue->move(ids[3], TransferQueue::Move::Up);
    restart();
    queue->start();
    std::vector<TransferId> order;
    for (const Transfer& transfer : store->queued(9))
        order.push_back(transfer.id);
    CHECK(order == std::vector{ids[3], ids[2], ids[0], ids[1]});
}

TEST_CASE_METHOD(DurableQueue, "fewer parts at a time is true at once")
{
    queue->setLimits({.partsInFlight = 1, .bytesPerSecond = 0});
    proxy.plan = stall;
    const auto id = queue->add(
        {.paths = {file(u"big.bin"_s, pattern(threeParts))}, .partTarget = partTarget});
    REQUIRE(until([&] { return posts() == 1; }));
    queue->setLimits({.partsInFlight = 3, .bytesPerSecond = 0});
    REQUIRE(until([&] { return posts() == 3; }));
    proxy.plan = {};
    proxy.thaw();
    CHECK(comesTo(*id, State::Stored));
}

TEST_CASE_METHOD(DurableQueue, "a CAR is sent as it is, cut between blocks, under its own root")
{
    // The file's own CAR, as a service would give it out.
    const auto first = queue->add(
        {.paths = {file(u"big.bin"_s, pattern(threeParts))}, .partTarget = partTarget});
    REQUIRE(comesTo(*first, State::Stored));
    const content::CidString root = queue->find(*first)->root;
    const QString car = folder.filePath(u"big.car"_s);
    const auto answer = got(u"/car/"_s + root.text());
    file(u"big.car"_s, answer);

    const auto id = queue->add({.paths = {}, .partTarget = partTarget, .carFile = car});
    REQUIRE(comesTo(*id, State::Stored));
    CHECK(queue->find(*id)->root == root);
    CHECK(queue->find(*id)->parts == 3);

    QFile damaged(car);
    REQUIRE(damaged.open(QIODevice::ReadWrite));
    damaged.seek(damaged.size() / 2);
    damaged.write("flipped");
    damaged.close();
    const auto bad = queue->add({.paths = {}, .partTarget = partTarget, .carFile = car});
    REQUIRE(comesTo(*bad, State::Failed));
    CHECK(queue->find(*bad)->error->kind == Error::Kind::Corrupt);
}

TEST_CASE_METHOD(DurableQueue, "a bandwidth limit holds for many small uploads together")
{
    // No time is asserted: under a clock that stands still nothing at all may go.
    struct Still final : Clock
    {
        Timestamp now() const override { return {}; }
        std::chrono::milliseconds elapsed() const override { return at; }
        std::chrono::milliseconds at{0};
    } still;
    Bandwidth bandwidth(still);
    bandwidth.setLimit(200'000);
    CHECK(bandwidth.take(4096) == 0);
    still.at += std::chrono::milliseconds(50);
    qint64 given = 0;
    for (int file = 0; file < 100; ++file)
        given += bandwidth.take(4096);
    CHECK(given == 10'000);
    still.at += std::chrono::hours(1); // A pause is not saved up.
    CHECK(bandwidth.take(1'000'000) == 40'000);
    bandwidth.setLimit(0);
    CHECK(bandwidth.take(1'000'000) == 1'000'000);
}
