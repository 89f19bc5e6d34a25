// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/storage/statement.h"
#include "core/storage/transaction.h"
#include "core/transfer/store/sqlitetransferstore.h"
#include "tests/support/until.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using transfer::State;

namespace {

struct Folder
{
    QTemporaryDir folder;
    std::unique_ptr<SqliteTransferStore> open()
    {
        auto store = SqliteTransferStore::open(folder.path(), u"me"_s);
        REQUIRE(store);
        return std::move(*store);
    }
    static void settle(SqliteTransferStore& store)
    {
        REQUIRE(until([&] { return store.isSettled(); }));
    }
};

Transfer some(const QString& path)
{
    Transfer transfer;
    transfer.request = {.paths = {path}, .name = u"n"_s, .wrap = UploadRequest::Wrap::No};
    transfer.name = path;
    transfer.created = Timestamp(std::chrono::seconds(5));
    return transfer;
}

} // namespace

TEST_CASE_METHOD(Folder, "what is saved is there after a restart, but for what only runs")
{
    Transfer kept;
    {
        auto store = open();
        kept = store->add(some(u"/a"_s));
        kept.state = State::Paused;
        kept.root = content::CidString(u"bafy"_s);
        kept.files = 3;
        kept.sourceBytes = 4;
        kept.totalBytes = 5;
        kept.acknowledgedBytes = kept.sentBytes = 2;
        kept.parts = 2;
        kept.acknowledgedParts = 1;
        kept.resumeAt = Timestamp(std::chrono::seconds(9));
        kept.error = Error{Error::Kind::Server, u"d"_s, u"s"_s};
        kept.error->code = u"c"_s;
        kept.notes = QStringList{u"/left"_s, u"/out"_s};
        store->save(kept);
        store->savePart(kept.id, {0, 3, content::CidString(u"bag"_s), true});
        store->savePart(kept.id, {1, 2});
        store->pauseUntil(Timestamp(std::chrono::seconds(7)));
    }
    auto store = open();
    CHECK(store->unfinished().empty()); // Nobody's until adopted.
    store->adopt(nullptr);
    REQUIRE(store->unfinished().size() == 1);
    const Transfer found = store->unfinished().front();
    CHECK(found.request == kept.request);
    CHECK(found.state == State::Paused);
    CHECK(found.root == kept.root);
    CHECK(found.files == 3);
    CHECK(found.sourceBytes == 4);
    CHECK(found.totalBytes == 5);
    CHECK(found.acknowledgedBytes == 2);
    CHECK(found.parts == 2);
    CHECK(found.acknowledgedParts == 1);
    CHECK(found.resumeAt == kept.resumeAt);
    CHECK(found.error == kept.error);
    CHECK(found.notes == kept.notes);
    CHECK_FALSE(found.isDownload());
    CHECK(found.created == kept.created);
    CHECK(store->parts(kept.id)
          == std::vector<PartRecord>{{0, 3, content::CidString(u"bag"_s), true}, {1, 2}});
    CHECK(store->pausedUntil() == Timestamp(std::chrono::seconds(7)));
}

TEST_CASE_METHOD(Folder, "what ran when the program ended is queued after it")
{
    const auto state = GENERATE(State::Packing, State::Sending, State::Waiting, State::Confirming,
                                State::Suspended, State::Queued);
    TransferId id = 0;
    {
        auto store = open();
        Transfer running = store->add(some(u"/a"_s));
        running.state = state;
        store->save(running);
        id = running.id;
    }
    auto store = open();
    store->adopt(nullptr);
    CHECK(store->find(id)->state == State::Queued);
}

TEST_CASE_METHOD(Folder,
                 "what is unfinished is read a page at a time, and of pauses only when they end")
{
    const Timestamp end(std::chrono::seconds(9));
    {
        auto store = open();
        for (int i = 0; i < 250; ++i) {
            Transfer added = store->add(some(QString::number(i)));
            added.state = i % 50 == 0 ? State::Paused
                : i % 50 == 1         ? State::Suspended
                                      : State::Queued;
            if (i % 100 == 0)
                added.resumeAt = end;
            if (added.state == State::Suspended)
                added.suspension = transfer::SuspensionReason::DiskFull;
            store->save(added);
        }
    }
    auto store = open();
    store->adopt(nullptr);
    CHECK(store->unfinishedCount() == 250);
    CHECK(store->pausedCount() == 5);
    const auto ends = store->pauseEnds();
    REQUIRE(ends.size() == 3);
    CHECK(ends.begin()->second == end);
    QStringList names;
    qint64 position = TransferStore::beforeAll;
    for (int pages = 0; pages < 3; ++pages) {
        for (const Transfer& transfer : store->unfinished(100, position)) {
            names << transfer.name;
            position = transfer.position;
            CHECK_FALSE(transfer.suspension);
        }
    }
    CHECK(names.size() == 250);
    CHECK(names.first() == u"0"_s);
    CHECK(names.last() == u"249"_s);
    CHECK(store->unfinished(100, position).empty());
}

TEST_CASE_METHOD(Folder, "a download is kept with what it asks for and which sources it dropped")
{
    Transfer kept = some(u"/a"_s);
    kept.request = {};
    kept.download
        = DownloadRequest{content::CidString(u"bafy"_s), u"a/b"_s, u"/home/me/b"_s, u"n"_s};
    kept.dropped = {{u"one.example"_s, {Error::Kind::Corrupt, u"d"_s, u"bafk"_s}},
                    {u"two.example"_s, {Error::Kind::Forbidden, {}}}};
    {
        auto store = open();
        kept.id = store->add(kept).id;
        kept.state = State::Receiving;
        store->save(kept);
    }
    auto store = open();
    store->adopt(nullptr);
    const auto found = store->find(kept.id);
    REQUIRE(found);
    CHECK(found->state == State::Queued); // Nobody receives it any more.
    CHECK(found->download == kept.download);
    CHECK(found->request == UploadRequest());
    CHECK(found->dropped == kept.dropped);
}

TEST_CASE_METHOD(Folder, "a database of before there were downloads opens with what it holds")
{
    Transfer kept;
    {
        auto store = open();
        kept = store->add(some(u"/a"_s));
    }
    {
        auto database = Database::open(folder.filePath(u"me.sqlite"_s));
        REQUIRE(database);
        for (const auto& step :
             {u"ALTER TABLE transfer RENAME COLUMN suspension TO hold"_s,
              u"DROP INDEX transfer_unfinished"_s, u"DROP INDEX transfer_downloads"_s,
              u"ALTER TABLE transfer DROP COLUMN download"_s, u"PRAGMA user_version = 2"_s})
            REQUIRE(Statement(**database, step).run());
    }
    auto store = open();
    store->adopt(nullptr);
    const auto found = store->find(kept.id);
    REQUIRE(found);
    CHECK(found->request == kept.request);
    CHECK_FALSE(found->isDownload());
    CHECK(store->add(some(u"/b"_s)).id > kept.id);
}

TEST_CASE_METHOD(Folder,
                 "two processes on one file each see their own, and never take a living one's")
{
    auto one = open();
    auto other = open();
    const auto mine = one->add(some(u"/mine"_s));
    const auto theirs = other->add(some(u"/theirs"_s));
    one->adopt(nullptr);
    REQUIRE(one->unfinished().size() == 1);
    CHECK(one->unfinished().front().id == mine.id);
    other.reset();
    one->adopt([](const Transfer& left) { return left.name == u"/unlike"_s; });
    CHECK(one->unfinished().size() == 1);
    one->adopt([&](const Transfer& left) { return left.request == theirs.request; });
    CHECK(one->unfinished().size() == 2);
}

TEST_CASE_METHOD(Folder, "ids are never given out twice, and the queue keeps its order")
{
    auto store = open();
    const auto first = store->add(some(u"/1"_s));
    store->remove(first.id);
    const auto second = store->add(some(u"/2"_s));
    CHECK(second.id > first.id);
    Transfer third = store->add(some(u"/3"_s));
    third.position = second.position - 1;
    store->save(third);
    CHECK(store->queued(1).front().id == third.id);
    CHECK(store->queued(9).back().id == second.id);
}

TEST_CASE_METHOD(Folder, "history comes in pages, newest first, and its oldest is forgotten")
{
    auto store = open();
    for (int i = 0; i < 10; ++i) {
        Transfer over = store->add(some(QString::number(i)));
        over.state = State::Stored;
        store->save(over);
    }
    const auto page = store->finished(0, 4);
    REQUIRE(page.size() == 4);
    CHECK(page.front().name == u"9"_s);
    CHECK(store->finished(page.back().id, 4).front().name == u"5"_s);
    CHECK(store->unfinishedCount() == 0);
    store->prune(7, 2);
    settle(*store);
    CHECK(store->finishedCount() == 8);
    store->prune(7, 2);
    store->prune(7, 2);
    settle(*store);
    CHECK(store->finishedCount() == 7);
    CHECK(store->finished(0, 10).back().name == u"3"_s);
}

TEST_CASE_METHOD(Folder, "what failed is found among what is stored, newest first")
{
    auto store = open();
    for (const State state : {State::Failed, State::Stored, State::Incomplete, State::Cancelled,
                              State::Failed, State::Paused}) {
        Transfer transfer = store->add(some(QString::number(int(state))));
        transfer.state = state;
        store->save(transfer);
    }
    const auto failed = store->failed(0, 9);
    REQUIRE(failed.size() == 3);
    CHECK(failed[0].id > failed[1].id);
    CHECK(failed[1].state == State::Incomplete);
    CHECK(failed[1].id > failed[2].id);
    CHECK(store->failed(0, 2).back().id == failed[1].id);
    CHECK(store->failed(failed[0].id, 9).front().id == failed[1].id);
    CHECK(store->unfinishedCount() == 1);
    CHECK(store->pausedCount() == 1);
}

TEST_CASE_METHOD(Folder, "a long history is opened, asked for what is unfinished and paged")
{
    // Time is not asserted: the figures go out for whoever reads the log.
    constexpr int rows = 100'000;
    {
        auto store = open();
        Transfer over = store->add(some(u"/a"_s));
        over.state = State::Stored;
        store->save(over);
    }
    {
        auto database = Database::open(folder.filePath(u"me.sqlite"_s));
        REQUIRE(database);
        const QString copies
            = u"INSERT INTO transfer (owner, request, name, state, over, position, root, files,"
              " source_bytes, total_bytes, acknowledged_bytes, parts, acknowledged_parts, notes,"
              " created, finished) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
              " WHERE i < ?) SELECT owner, request, name || i, state, over, i, root, 1, 1, 1, 1, 1,"
              " 1, notes, created, i FROM n, (SELECT * FROM transfer LIMIT 1)"_s;
        REQUIRE(Statement(**database, copies).bind(rows).run());
    }
    QElapsedTimer timer;
    timer.start();
    auto store = open();
    store->adopt(nullptr);
    const auto unfinished = store->unfinished();
    const auto page = store->finished(0, 500);
    const qint64 took = timer.elapsed();
    CHECK(unfinished.empty());
    CHECK(page.size() == 500);
    CHECK(store->finishedCount() == rows + 1);
    WARN(rows << " finished transfers: opened and first page shown after " << took << " ms");
}
