// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/transfer/queuefixture.h"

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using transfer::State;
using transfer::SuspensionReason;
using Fault = FaultProxy::Fault;

namespace {

/// The first of thirty may reach the other end that much later than it was let go.
constexpr std::chrono::milliseconds lateness{500};

bool isPart(const FaultProxy::Request& request)
{
    return request.verb == "POST" && request.path == "/car";
}

/// Does @p fault to the first @p times parts, and lets the rest pass.
auto first(int times, const Fault& fault)
{
    return [left = times, fault](const FaultProxy::Request& request) mutable {
        return isPart(request) && left-- > 0 ? fault : Fault{};
    };
}

constexpr qint64 partTarget = 5 * 512 * 1024; // Two chunks and the root.
constexpr qsizetype threeParts = 5 * 1024 * 1024;
const QByteArray otherRoot = "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354";

} // namespace

TEST_CASE_METHOD(DurableQueue, "what passes by itself costs time, no part and no truth")
{
    const Fault fault = GENERATE(
        Fault{Fault::Reset, 0}, Fault{Fault::Reset, 1024 * 1024}, Fault{Fault::LoseAnswer},
        Fault{Fault::CutAnswer}, FaultProxy::say("500 Oops", "<html>oops</html>"),
        FaultProxy::say("502 Bad Gateway", {}),
        FaultProxy::say("429 Slow", "slow", "Retry-After: 1\r\n"),
        FaultProxy::say("429 Slow", "slow"), FaultProxy::say("200 OK", "<html>welcome</html>"),
        FaultProxy::say("200 OK", {}));
    proxy.plan = first(4, fault);
    const auto id = queue->add(
        {.paths = {file(u"big.bin"_s, pattern(threeParts))}, .partTarget = partTarget});
    bool isFalse = false;
    QObject::connect(queue.get(), &TransferQueue::changed, queue.get(), [&] {
        const Transfer now = *queue->find(*id);
        isFalse = isFalse || (now.state == State::Stored && proxy.bodies.size() < 3)
            || now.acknowledgedParts > proxy.bodies.size();
    });
    REQUIRE(hurriesTo(*id, State::Stored));
    CHECK_FALSE(isFalse);
    // Nothing that arrived was sent again.
    CHECK(proxy.bodies.values() == QList<int>{1, 1, 1});
}

TEST_CASE_METHOD(DurableQueue, "a storm of 429 uses up no retries")
{
    proxy.plan = first(12, FaultProxy::say("429 Slow", "slow", "Retry-After: 1\r\n"));
    const auto id = queue->add({.paths = {file(u"a.txt"_s, "a")}});
    CHECK(hurriesTo(*id, State::Stored));
    CHECK(posts() == 13);
}

TEST_CASE_METHOD(DurableQueue, "after a storm of 429 a failure is the first")
{
    proxy.plan = [left = 12](const auto& request) mutable {
        if (!isPart(request) || left-- <= 0)
            return Fault{};
        return left >= 4 ? FaultProxy::say("429 Slow", "slow", "Retry-After: 1\r\n")
                         : FaultProxy::say("500 Oops", "oops");
    };
    const auto id = queue->add({.paths = {file(u"a.txt"_s, "a")}});
    CHECK(hurriesTo(*id, State::Stored));
    CHECK(posts() == 13);
}

TEST_CASE_METHOD(DurableQueue, "a question without an answer is none that said no")
{
    int asked = 0;
    proxy.plan = [&](const auto& request) {
        if (request.verb != "GET" || !request.path.startsWith("/user/uploads/"))
            return Fault{};
        ++asked;
        return asked <= 3 ? Fault{Fault::Reset, 0}
            : asked == 4  ? FaultProxy::say("404 Not Found", R"({"message":"Not Found"})")
                          : Fault{};
    };
    const auto id = queue->add({.paths = {file(u"a.txt"_s, "a")}});
    CHECK(hurriesTo(*id, State::Stored));
    CHECK(asked >= 5);
}

TEST_CASE_METHOD(DurableQueue, "those that wait give way to one that a person retries")
{
    int refused = 0;
    proxy.plan = [&](const auto& request) {
        if (!isPart(request))
            return Fault{};
        ++refused;
        return refused == 1 ? FaultProxy::say("400 No", R"({"code":"ERROR_INVALID_CAR"})")
                            : FaultProxy::say("503 Later", "later", "Retry-After: 300\r\n");
    };
    const auto failed = queue->add({.paths = {file(u"0.txt"_s, "0")}});
    REQUIRE(comesTo(*failed, State::Failed));
    std::vector<TransferId> others;
    for (const QByteArray& name : {"1"_ba, "2"_ba, "3"_ba, "4"_ba})
        others.push_back(*queue->add({.paths = {file(QString::fromUtf8(name), name)}}));
    REQUIRE(until([&] { return refused == 4; }));
    REQUIRE(until([&] { return state(others[2]) == State::Waiting; }));
    CHECK(state(others[3]) == State::Queued);

    queue->retry(*failed);
    REQUIRE(until([&] { return refused == 5; }));
    REQUIRE(comesTo(*failed, State::Waiting));
    // It took a place of those, and no more than that.
    const auto waiting
        = std::ranges::count_if(others, [&](TransferId id) { return state(id) == State::Waiting; });
    CHECK(waiting == 2);
    proxy.plan = [](const auto&) { return Fault{}; };
    others.push_back(*failed);
    CHECK(until(
        [&] {
            clock.push(std::chrono::seconds(1));
            queue->tick();
            return std::ranges::all_of(others,
                                       [&](TransferId id) { return state(id) == State::Stored; });
        },
        std::chrono::seconds(60)));
}

TEST_CASE_METHOD(DurableQueue, "Retry-After is when the next attempt is due, within minutes")
{
    const auto [asked, believed] = GENERATE(table<int, int>({{123, 123}, {1234, 300}}));
    proxy.plan = first(
        1,
        FaultProxy::say("503 Busy", "busy", "Retry-After: " + QByteArray::number(asked) + "\r\n"));
    const auto id = queue->add({.paths = {file(u"a.txt"_s, "a")}});
    REQUIRE(comesTo(*id, State::Waiting));
    const auto wait = *queue->find(*id)->nextAttempt - clock.now();
    CHECK(wait > std::chrono::seconds(believed - 20));
    CHECK(wait <= std::chrono::seconds(believed));
    clock.push(std::chrono::seconds(believed));
    CHECK(comesTo(*id, State::Stored));
}

TEST_CASE_METHOD(DurableQueue, "a refusal is final and not asked for twice")
{
    const QByteArray status = GENERATE("400 Bad", "403 Forbidden", "404 Not Found", "410 Gone");
    proxy.plan = first(100, FaultProxy::say(status, "{}"));
    const auto id = queue->add({.paths = {file(u"a.txt"_s, "a")}});
    REQUIRE(comesTo(*id, State::Failed));
    CHECK(posts() == 1);
}

TEST_CASE_METHOD(DurableQueue, "with some parts there it is Incomplete, and goes on when retried")
{
    queue->setLimits({.partsInFlight = 1, .bytesPerSecond = 0});
    proxy.plan = [this](const auto& request) {
        return isPart(request) && posts() > 2 ? FaultProxy::say("403 Forbidden", "{}") : Fault{};
    };
    const auto id = queue->add(
        {.paths = {file(u"big.bin"_s, pattern(threeParts))}, .partTarget = partTarget});
    REQUIRE(comesTo(*id, State::Incomplete));
    CHECK(queue->find(*id)->acknowledgedParts == 2);
    CHECK(queue->find(*id)->parts == 3);
    restart();
    queue->start();
    CHECK(state(*id) == State::Incomplete);
    proxy.plan = {};
    queue->retry(*id);
    REQUIRE(comesTo(*id, State::Stored));
    CHECK(proxy.bodies.values() == QList<int>{1, 1, 1});
}

TEST_CASE_METHOD(DurableQueue, "acknowledged but not listed is Incomplete, never Stored")
{
    const QByteArray listing = GENERATE(QByteArray(), QByteArray(R"("parts":[])"));
    proxy.plan = [&](const auto& request) {
        if (request.verb != "GET")
            return Fault{};
        return listing.isEmpty() ? FaultProxy::say("404 Not Found", "{}")
                                 : FaultProxy::say("200 OK",
                                                   R"({"_id":"1","type":"Car","name":"a",)"
                                                   R"("cid":"x","created":)"
                                                   R"("2021-07-14T19:27:14.934Z",)"
                                                       + listing + "}");
    };
    const auto id = queue->add({.paths = {file(u"a.txt"_s, "a")}});
    REQUIRE(hurriesTo(*id, State::Incomplete));
    CHECK(queue->find(*id)->acknowledgedParts == 0);
    proxy.plan = {};
    queue->retry(*id);
    CHECK(hurriesTo(*id, State::Stored));
}

TEST_CASE_METHOD(DurableQueue, "a receipt for another root or another CAR is not believed")
{
    const QByteArray receipt = GENERATE(
        R"({"cid":")" + otherRoot + R"("})",
        QByteArray(
            R"({"cid":"ROOT","carCid":"bagbaieranmf3ypij7yuya6gpbuajhoub7obetnj4jlbpxh7x7fulp5otps7q"})"));
    const QString path = file(u"a.txt"_s, "hello world");
    proxy.plan
        = first(1,
                FaultProxy::say(
                    "200 OK",
                    QByteArray(receipt).replace(
                        "ROOT", "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e")));
    const auto id = queue->add({.paths = {path}, .wrap = UploadRequest::Wrap::No});
    REQUIRE(comesTo(*id, State::Failed));
    CHECK(queue->find(*id)->error->kind == Error::Kind::Corrupt);
    CHECK(queue->find(*id)->acknowledgedParts == 0);
}

TEST_CASE_METHOD(DurableQueue, "X-Name goes with every part")
{
    const auto id = queue->add({.paths = {file(u"big.bin"_s, pattern(threeParts))},
                                .name = u"nächste"_s,
                                .partTarget = partTarget});
    REQUIRE(comesTo(*id, State::Stored));
    int named = 0;
    for (const auto& request : proxy.asked)
        named += request.head.contains("X-Name: n%C3%A4chste\r\n") ? 1 : 0;
    CHECK(named == 3);
}

TEST_CASE_METHOD(DurableQueue, "while the service is frozen no figure moves and the time is known")
{
    proxy.plan = [](const auto& request) {
        return Fault{isPart(request) ? Fault::Stall : Fault::None, 1024 * 1024};
    };
    const auto id = queue->add({.paths = {file(u"big.bin"_s, pattern(30 * 1024 * 1024))}});
    Transfer before;
    // Until the buffers between here and there are full.
    REQUIRE(until([&] {
        const bool isStill = queue->find(*id)->sentBytes == before.sentBytes && before.sentBytes > 0
            && clock.now() - *before.lastProgress > std::chrono::seconds(1);
        before = *queue->find(*id);
        return isStill;
    }));
    clock.push(std::chrono::seconds(12));
    queue->tick();
    const Transfer now = *queue->find(*id);
    CHECK(now.state == State::Sending);
    CHECK(now.acknowledgedBytes == 0);
    CHECK(now.sentBytes == before.sentBytes);
    CHECK(clock.now() - *now.lastProgress > std::chrono::seconds(12));
    proxy.plan = {};
    proxy.thaw();
    CHECK(comesTo(*id, State::Stored));
}

TEST_CASE_METHOD(DurableQueue, "401 in the middle holds it, a new login lets it go on in place")
{
    queue->setLimits({.partsInFlight = 1, .bytesPerSecond = 0});
    proxy.plan = [this](const auto& request) {
        return isPart(request) && posts() == 2 ? FaultProxy::say("401 No", "{}") : Fault{};
    };
    const auto id = queue->add(
        {.paths = {file(u"big.bin"_s, pattern(threeParts))}, .partTarget = partTarget});
    REQUIRE(comesTo(*id, State::Suspended));
    CHECK(queue->find(*id)->suspension == SuspensionReason::LoginExpired);
    CHECK(queue->find(*id)->acknowledgedParts == 1);
    // Nothing else is tried with a login that is no good.
    const auto other = queue->add({.paths = {file(u"b.txt"_s, "b")}});
    CHECK(state(*other) == State::Queued);
    api->setCredentials(service->sessionLogin(), {});
    REQUIRE(comesTo(*id, State::Stored));
    CHECK(comesTo(*other, State::Stored));
    CHECK(proxy.bodies.values() == QList<int>{1, 1, 1, 1});
}

TEST_CASE_METHOD(DurableQueue, "a new login given at the moment of a suspension ends it")
{
    proxy.plan = first(1, FaultProxy::say("401 No", "{}"));
    QObject::connect(queue.get(), &TransferQueue::changed, queue.get(), [&](TransferId id) {
        if (state(id) == State::Suspended)
            api->setCredentials(service->sessionLogin(), {});
    });
    const auto id = queue->add({.paths = {file(u"a.txt"_s, "a")}});
    CHECK(comesTo(*id, State::Stored));
}

TEST_CASE_METHOD(DurableQueue, "what is held goes on by itself when its reason has passed")
{
    using Case = std::pair<Fault, SuspensionReason>;
    const auto [fault, reason] = GENERATE(
        Case{Fault{Fault::Reset}, SuspensionReason::Offline},
        Case{FaultProxy::say("503 Off", R"({"code":"ERROR_MAINTENANCE","message":"m"})"),
             SuspensionReason::Maintenance},
        Case{FaultProxy::say("403 No", R"({"code":"ERROR_ACCOUNT_RESTRICTED","message":"r"})"),
             SuspensionReason::AccountRestricted},
        Case{FaultProxy::say("507 Full", "{}"), SuspensionReason::DiskFull});
    proxy.plan = [fault = fault](const auto&) { return fault; };
    const auto id = queue->add({.paths = {file(u"a.txt"_s, "a")}});
    REQUIRE(hurriesTo(*id, State::Suspended));
    CHECK(queue->find(*id)->suspension == reason);
    proxy.plan = {};
    CHECK(until([&] {
        clock.push(std::chrono::seconds(1));
        queue->tick();
        return state(*id) == State::Stored;
    }));
}

TEST_CASE_METHOD(DurableQueue, "a locked keychain holds the account until it is open")
{
    queue->suspend(SuspensionReason::KeychainLocked, {Error::Kind::KeychainLocked, {}});
    const auto id = queue->add({.paths = {file(u"a.txt"_s, "a")}});
    CHECK(state(*id) == State::Queued);
    CHECK(queue->accountSuspension() == SuspensionReason::KeychainLocked);
    api->setCredentials(service->sessionLogin(), {});
    CHECK(comesTo(*id, State::Stored));
}

TEST_CASE_METHOD(DurableQueue, "many uploads never ask more often than the contract allows")
{
    ApiClient paced(network, proxy.url(), ApiClient::Pace::AsContract, clock);
    paced.setCredentials(service->sessionLogin(), {});
    TransferQueue slow(paced, *store, clock);
    std::vector<std::chrono::milliseconds> times;
    proxy.plan = [&](const auto&) {
        times.push_back(clock.elapsed());
        return Fault{};
    };
    for (int i = 0; i < 25; ++i)
        REQUIRE(slow.add({.paths = {file(QString::number(i), QByteArray::number(i))}}));
    REQUIRE(until([&] { return !slow.isBusy(); }, std::chrono::seconds(60)));
    REQUIRE(times.size() == 50);
    for (size_t i = 30; i < times.size(); ++i)
        CHECK(times[i] - times[i - 30] >= std::chrono::seconds(10) - lateness);
}
