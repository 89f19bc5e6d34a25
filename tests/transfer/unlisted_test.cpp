// SPDX-License-Identifier: MIT OR Apache-2.0
// What becomes of an upload when the service does not list what it acknowledged, and that no upload
// runs with nothing under way.
#include "tests/transfer/queuefixture.h"

#include <QRandomGenerator>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using transfer::State;
using Fault = FaultProxy::Fault;

namespace {

constexpr qint64 partTarget = 5 * 512 * 1024; // Two chunks and the root.
constexpr qsizetype threeParts = 5 * 1024 * 1024;

/// An upload that is interrupted when all its parts are acknowledged, and not listed yet.
struct Unlisted : DurableQueue
{
    QString path = file(u"big.bin"_s, pattern(threeParts));
    TransferId id = 0;

    Unlisted()
    {
        list(1, {});
        id = *queue->add({.paths = {path}, .partTarget = partTarget});
        REQUIRE(comesTo(id, State::Waiting)); // No request is under way that would be counted.
        restart();
    }

    /// The first @p times that anybody asks for the listing, it has these parts; 404 for none.
    void list(int times, const QStringList& cars)
    {
        const QByteArray parts = cars.isEmpty() ? "" : '"' + cars.join(u"\",\""_s).toUtf8() + '"';
        const QByteArray listing = R"({"_id":"1","type":"Car","name":"a","cid":"x",)"
                                   R"("created":"2021-07-14T19:27:14.934Z","parts":[)"
            + parts + "]}";
        proxy.plan = [times, listing, isListed = !cars.isEmpty()](const auto& request) mutable {
            if (request.verb != "GET" || times-- <= 0)
                return Fault{};
            return isListed ? FaultProxy::say("200 OK", listing)
                            : FaultProxy::say("404 Not Found", "{}");
        };
    }
};

/// What may happen to a request on its way, but for what never ends.
Fault randomFault(QRandomGenerator& random, const FaultProxy::Request& request)
{
    const std::vector<Fault> faults{
        {},
        {},
        {},
        {Fault::Reset},
        {Fault::LoseAnswer},
        {Fault::CutAnswer},
        FaultProxy::say("200 OK", "<html>welcome</html>"),
        FaultProxy::say("404 Not Found", "{}"),
        FaultProxy::say("403 No", R"({"code":"ERROR_ACCOUNT_RESTRICTED","message":"r"})"),
        FaultProxy::say("429 Slow", "{}", "Retry-After: 1\r\n"),
        FaultProxy::say("500 Oops", "{}"),
        FaultProxy::say("503 Off", R"({"code":"ERROR_MAINTENANCE","message":"m"})"),
        FaultProxy::say("507 Full", "{}"),
        FaultProxy::say("200 OK",
                        R"({"_id":"1","type":"Car","name":"a","cid":"x",)"
                        R"("created":"2021-07-14T19:27:14.934Z","parts":[]})"),
    };
    const bool isOurs = request.path.startsWith("/car") || request.path.startsWith("/user/uploads");
    return isOurs ? faults[size_t(random.bounded(int(faults.size())))] : Fault{};
}

} // namespace

TEST_CASE_METHOD(Unlisted, "what is not listed after a restart is packed and sent again")
{
    SECTION("nothing of it is listed")
    {
        list(2, {});
        queue->start();
        REQUIRE(hurriesTo(id, State::Stored));
        CHECK(proxy.bodies.values() == QList<int>{2, 2, 2});
    }
    SECTION("fewer parts are listed than were acknowledged")
    {
        const auto parts = store->parts(id);
        REQUIRE(parts.size() == 3);
        list(2, {parts[0].carCid.text(), parts[2].carCid.text()});
        queue->start();
        REQUIRE(hurriesTo(id, State::Stored));
        CHECK(posts() == 4);
    }
    CHECK(queue->find(id)->acknowledgedParts == 3);
    CHECK(queue->find(id)->acknowledgedBytes == queue->find(id)->totalBytes);
}

TEST_CASE_METHOD(Unlisted, "what is never listed after a restart is Incomplete, not sent for ever")
{
    list(1000, {});
    queue->start();
    REQUIRE(hurriesTo(id, State::Incomplete));
    CHECK(queue->find(id)->acknowledgedParts == 0);
    CHECK(posts() == 6); // Sent again once.
    list(0, {});
    queue->retry(id);
    CHECK(hurriesTo(id, State::Stored));
}

TEST_CASE_METHOD(Unlisted, "a source that is gone, and whose parts are not listed, is said")
{
    REQUIRE(QFile::remove(path));
    list(2, {});
    queue->start();
    REQUIRE(hurriesTo(id, State::Failed));
    CHECK(queue->find(id)->error->kind == Error::Kind::FileUnreadable);
    CHECK(queue->find(id)->error->subject == path);
}

TEST_CASE_METHOD(Unlisted, "a source that changed, and whose parts are not listed, is said")
{
    file(u"big.bin"_s, pattern(threeParts, 8));
    list(2, {});
    queue->start();
    REQUIRE(hurriesTo(id, State::Failed));
    CHECK(queue->find(id)->error->kind == Error::Kind::SourceChanged);
}

TEST_CASE_METHOD(DurableQueue, "whatever happens when, every upload comes to rest")
{
    const auto seed = QRandomGenerator::system()->generate();
    INFO("seed " << seed);
    QRandomGenerator random(seed);
    for (int round = 0; round < 6; ++round) {
        proxy.plan = [&](const auto& request) { return randomFault(random, request); };
        const auto path = file(u"big.bin"_s, pattern(threeParts, round));
        const auto id = *queue->add({.paths = {path}, .partTarget = partTarget});
        const auto isAtRest = [&] {
            // Also for requests that a 429 keeps back.
            clock.push(std::chrono::seconds(1));
            queue->tick();
            return !transfer::isRunning(state(id)) && state(id) != State::Queued;
        };
        const auto goesOn = [&] {
            if (state(id) == State::Suspended)
                queue->release();
            queue->retry(id);
            return state(id) == State::Stored;
        };
        // Restarts come at any moment: after a number of turns of the event loop.
        for (int restarts = int(random.bounded(4)); restarts > 0; --restarts) {
            int turns = int(random.bounded(60));
            until([&] { return isAtRest() || --turns < 0; });
            restart();
            queue->start();
        }
        INFO("round " << round << ", state " << int(state(id)));
        REQUIRE(until(isAtRest, std::chrono::seconds(60)));
        proxy.plan = {};
        REQUIRE(until([&] { return (isAtRest() && goesOn()) || state(id) == State::Stored; },
                      std::chrono::seconds(60)));
    }
}
