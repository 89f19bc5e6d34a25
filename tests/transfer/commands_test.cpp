// SPDX-License-Identifier: MIT OR Apache-2.0
// Every command reaches every transfer, at every moment.
#include "core/transfer/store/transferstore.h"
#include "tests/transfer/queuefixture.h"

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using transfer::State;
using Fault = FaultProxy::Fault;

namespace {

using Move = TransferQueue::Move;
using Command = std::function<void(TransferQueue&, TransferId)>;

struct Named
{
    const char* name;
    Command run;
};

const std::vector<Named>& commands()
{
    static const std::vector<Named> all{
        {"cancel", [](auto& queue, auto id) { queue.cancel(id); }},
        {"pause", [](auto& queue, auto id) { queue.pause(id); }},
        {"resume", [](auto& queue, auto id) { queue.resume(id); }},
        {"retry", [](auto& queue, auto id) { queue.retry(id); }},
        {"move", [](auto& queue, auto id) { queue.move(id, Move::First); }},
        {"remove", [](auto& queue, auto id) { queue.remove(id); }},
        {"pauseAll", [](auto& queue, auto) { queue.pauseAll(); }},
        {"resumeAll", [](auto& queue, auto) { queue.resumeAll(); }},
        {"cancelAll", [](auto& queue, auto) { queue.cancelAll(); }},
        {"release", [](auto& queue, auto) { queue.release(); }},
    };
    return all;
}

bool isWhere(std::optional<State> state, std::initializer_list<State> states)
{
    return state && std::ranges::find(states, *state) != states.end();
}

/// Where a transfer must be right after a command, given where it was: as if nothing had a moment
/// between its end and the end of its runner.
std::optional<State> expected(const std::string& command, std::optional<State> before)
{
    if (!before)
        return before;
    if ((command == "cancel" || command == "cancelAll") && !transfer::isOver(*before))
        return State::Cancelled;
    if (command == "pause" && !transfer::isOver(*before))
        return State::Paused;
    if (command == "remove" && transfer::isOver(*before))
        return std::nullopt;
    if (command == "pauseAll" && transfer::isRunning(*before))
        return State::Queued;
    return before;
}

/// These put it in the queue, from where it may start at once.
bool mayStart(const std::string& command, std::optional<State> before)
{
    return (command == "resume" && before == State::Paused)
        || (command == "retry"
            && isWhere(before, {State::Cancelled, State::Failed, State::Incomplete}))
        || (command == "resumeAll" && before == State::Queued)
        || (command == "release" && isWhere(before, {State::Suspended, State::Queued}));
}

struct Commanded : DurableQueue
{
    std::optional<State> now(TransferId id) const
    {
        const auto transfer = queue->find(id);
        return transfer ? std::optional(transfer->state) : std::nullopt;
    }

    void command(const Named& given, TransferId id)
    {
        const auto before = now(id);
        given.run(*queue, id);
        INFO(given.name << " in " << (before ? int(*before) : -1));
        const auto after = now(id);
        if (mayStart(given.name, before))
            CHECK(isWhere(after, {State::Queued, State::Packing, State::Receiving}));
        else
            CHECK(after == expected(given.name, before));
    }
};

} // namespace

TEST_CASE_METHOD(Commanded, "a command reaches a transfer whose runner has not gone yet")
{
    const size_t first = GENERATE(range(size_t(0), commands().size()));
    for (const Named& second : commands()) {
        for (const State when : {State::Packing, State::Failed}) {
            queue->resumeAll();
            const auto id = *queue->add({.paths = {folder.filePath(u"is not there"_s)}});
            if (when == State::Failed)
                REQUIRE(until([&] { return now(id) == State::Failed; }));
            INFO("first " << commands()[first].name);
            // In one turn of the event loop: no runner that ends is destroyed meanwhile.
            command(commands()[first], id);
            command(second, id);
            command(commands()[0], id);
            const auto end = now(id);
            // What is stored is what was said, and stays so.
            CHECK((!end || transfer::isOver(*end)));
            for (int turns = 0; turns < 5; ++turns)
                QCoreApplication::processEvents();
            CHECK(now(id) == end);
            queue->remove(id);
        }
    }
}

TEST_CASE_METHOD(Commanded, "a command that a listener gives at a change reaches the transfer")
{
    const Named& given = commands()[GENERATE(range(size_t(0), commands().size()))];
    for (const State when : {State::Queued, State::Packing, State::Sending, State::Confirming,
                             State::Stored, State::Receiving, State::Saved}) {
        queue->resumeAll();
        TransferId id = 0;
        bool isGiven = false;
        const auto listen = [&](TransferId changed) {
            id = changed;
            if (std::exchange(isGiven, isGiven || now(changed) == when) || !isGiven)
                return;
            command(given, changed);
        };
        const QString name = u"of %1"_s.arg(int(when));
        const auto added
            = QObject::connect(queue.get(), &TransferQueue::added, queue.get(), listen);
        const auto changed
            = QObject::connect(queue.get(), &TransferQueue::changed, queue.get(), listen);
        if (when == State::Receiving || when == State::Saved) {
            REQUIRE(queue->add(DownloadRequest{
                content::CidString(
                    u"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"_s),
                {},
                folder.filePath(name),
                {}}));
        } else {
            REQUIRE(queue->add({.paths = {file(name, name.toUtf8())}}));
        }
        REQUIRE(until([&] {
            const auto state = now(id);
            return !state || transfer::isOver(*state) || *state == State::Paused
                || (*state == State::Queued && queue->isPaused());
        }));
        const auto end = now(id);
        for (int turns = 0; turns < 5; ++turns)
            QCoreApplication::processEvents();
        INFO("given " << given.name << " at " << int(when));
        CHECK(now(id) == end);
        QObject::disconnect(added);
        QObject::disconnect(changed);
        queue->cancel(id);
    }
}

TEST_CASE_METHOD(Commanded, "what a listener cancels or pauses does not start after it")
{
    queue->pauseAll();
    std::vector<TransferId> ids;
    for (const QString& name : {u"a"_s, u"b"_s, u"c"_s})
        ids.push_back(*queue->add({.paths = {file(name, name.toUtf8())}}));
    const bool isCancelled = GENERATE(true, false);
    QObject::connect(queue.get(), &TransferQueue::changed, queue.get(), [&](TransferId changed) {
        if (changed != ids[0] || now(ids[0]) != State::Packing)
            return;
        queue->cancel(ids[1]);
        if (!isCancelled)
            queue->pauseAll();
    });
    queue->resumeAll();
    REQUIRE(until([&] { return now(ids[0]) == (isCancelled ? State::Stored : State::Queued); }));
    CHECK(now(ids[1]) == State::Cancelled);
    CHECK(now(ids[2]) != (isCancelled ? State::Queued : State::Packing));
}

TEST_CASE_METHOD(Commanded, "all of many are cancelled or tried again, each once")
{
    queue->pauseAll();
    std::vector<TransferId> ids;
    for (int i = 0; i < 100; ++i)
        ids.push_back(*queue->add({.paths = {folder.filePath(u"is not there"_s)}}));
    std::map<TransferId, int> changes;
    QObject::connect(queue.get(), &TransferQueue::changed, queue.get(),
                     [&](TransferId id) { ++changes[id]; });
    const auto areAll = [&](State state) {
        return std::ranges::all_of(ids, [&](TransferId id) { return now(id) == state; });
    };
    queue->cancelAll();
    REQUIRE(until([&] { return areAll(State::Cancelled); }));
    for (const TransferId id : ids) {
        CHECK(changes[id] == 1);
        Transfer failed = *queue->find(id);
        failed.state = State::Failed;
        store->save(failed);
    }
    queue->retryFailed();
    REQUIRE(until([&] { return areAll(State::Queued); }));
    for (const TransferId id : ids)
        CHECK(changes[id] == 2);
}
