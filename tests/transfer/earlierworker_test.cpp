// SPDX-License-Identifier: MIT OR Apache-2.0
// A download whose earlier worker has not ended yet, because it waits for a disk.
#include "tests/transfer/downloadfixture.h"

#include <QSemaphore>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using transfer::State;
using Fault = FaultProxy::Fault;

namespace {

/// Downloads whose workers keep their work folder locked until the test lets them go. Stopped ones
/// only: what comes to its own end is not held.
struct SlowWorkers : Downloads
{
    QSemaphore gate;
    std::atomic_int held = 0;
    std::atomic_int started = 0;
    content::CidString cid = stored({file(u"big.bin"_s, pattern(3 * 1024 * 1024))});

    SlowWorkers()
    {
        queue = std::make_unique<TransferQueue>(
            *api, *store, clock, nullptr, [this](const DownloadJob& job) { return run(job); });
        stall();
    }
    ~SlowWorkers()
    {
        gate.release(100);
        queue.reset();
    }

    DownloadOutcome run(const DownloadJob& job)
    {
        ++started;
        auto outcome = download(job);
        if (!job.control.isStopping())
            return outcome;
        const auto locked = WorkFolder::open(job.request); // As one that syncs holds it.
        ++held;
        gate.acquire();
        return outcome;
    }
    void stall()
    {
        proxy.plan = [](const auto& request) {
            return Fault{request.path.contains("/ipfs/") || request.path.contains("/car/")
                             ? Fault::Stall
                             : Fault::None};
        };
    }
    void pass()
    {
        proxy.plan = {};
        proxy.thaw();
    }
    TransferId begun(const QString& name)
    {
        const int before = started;
        const auto id = get(cid, name, u"big.bin"_s);
        REQUIRE(until([&] { return state(id) == State::Receiving && started > before; }));
        return id;
    }
};

} // namespace

TEST_CASE_METHOD(SlowWorkers, "a download resumed while its worker still ends waits, and is saved")
{
    const auto id = begun(u"a.bin"_s);
    queue->pause(id);
    REQUIRE(until([&] { return held == 1; }));
    pass();
    queue->resume(id);
    // It keeps nobody from its place, however many there are.
    std::vector<TransferId> others;
    for (const QString& name : {u"b.bin"_s, u"c.bin"_s, u"d.bin"_s, u"e.bin"_s})
        others.push_back(get(cid, name, u"big.bin"_s));
    for (const TransferId other : others)
        CHECK(comesTo(other, State::Saved));
    CHECK(state(id) == State::Queued);
    CHECK(started == 5);
    gate.release();
    CHECK(comesTo(id, State::Saved));
    CHECK((bytesAt(u"a.bin"_s) == pattern(3 * 1024 * 1024)));
}

TEST_CASE_METHOD(SlowWorkers, "workers that end keep no thread from those that start")
{
    std::vector<TransferId> paused;
    for (const QString& name : {u"a.bin"_s, u"b.bin"_s, u"c.bin"_s}) {
        paused.push_back(begun(name));
        queue->pause(paused.back());
    }
    REQUIRE(until([&] { return held == 3; }));
    pass();
    CHECK(comesTo(get(cid, u"d.bin"_s, u"big.bin"_s), State::Saved));
    gate.release(3);
    for (const TransferId id : paused) {
        queue->resume(id);
        CHECK(comesTo(id, State::Saved));
    }
}

TEST_CASE_METHOD(SlowWorkers, "what is cancelled is removed once its worker has ended")
{
    const auto id = begun(u"a.bin"_s);
    queue->cancel(id);
    REQUIRE(until([&] { return held == 1; }));
    SECTION("and stays removed")
    {
        gate.release();
        CHECK(until([&] { return names().isEmpty(); }));
    }
    SECTION("before it is tried again")
    {
        pass();
        queue->retry(id);
        gate.release();
        REQUIRE(comesTo(id, State::Saved));
        CHECK(isAlone(u"a.bin"_s));
    }
    SECTION("when the program ends, too")
    {
        gate.release();
        queue.reset();
        CHECK(names().isEmpty());
    }
    SECTION("when it is taken off the list, too")
    {
        queue->remove(id);
        gate.release();
        CHECK(until([&] { return names().isEmpty(); }));
    }
}
