// SPDX-License-Identifier: MIT OR Apache-2.0
// A store that another process writes, or that cannot be written, and what it leaves on disk.
#include "core/base/posix/file.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"
#include "core/transfer/store/removetransfers.h"
#include "tests/support/heartbeat.h"
#include "tests/transfer/downloadfixture.h"

#include <QFileInfo>
#include <QProcess>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using transfer::State;
using Fault = FaultProxy::Fault;

namespace {

struct BusyStore : Downloads
{
    QString transfers = folder.filePath(u"transfers"_s);
    QString database = transfers + u"/me.sqlite"_s;

    std::unique_ptr<Database> other() const
    {
        auto opened = Database::open(database);
        REQUIRE(opened);
        return std::move(*opened);
    }
    /// What a process finds that starts now: names and states in queue order, then what is over.
    QStringList onDisk() const
    {
        const auto file = other();
        const auto rows
            = Statement(*file,
                        u"SELECT name, state FROM transfer"
                        " ORDER BY over, position"_s)
                  .all([](Statement& row) {
                      return row.read<QString>(0) + ' '_L1 + QString::number(row.read<int>(1));
                  });
        REQUIRE(rows);
        return {rows->begin(), rows->end()};
    }
    static constexpr int nobody = 2147483600; ///< No process has this number.
    /// As @p process leaves it that is killed, or holds it that runs.
    void leaveLock(const QString& owner, qint64 process,
                   const QByteArray& program = "program") const
    {
        QFile lock(transfers + u"/me.%1.lock"_s.arg(owner));
        REQUIRE(lock.open(QIODevice::WriteOnly));
        const QByteArray host = QSysInfo::machineHostName().toUtf8();
        REQUIRE(lock.write(QByteArray::number(process) + '\n' + program + '\n' + host + '\n'
                           + QSysInfo::machineUniqueId() + '\n' + QSysInfo::bootUniqueId() + '\n')
                > 0);
    }
    void settle()
    {
        REQUIRE(until([&] { return store->isSettled(); }));
    }
    void refuseWrites(const QString& what) const
    {
        REQUIRE(Statement(*other(),
                          u"CREATE TRIGGER refuse_%1 BEFORE %1 ON transfer"
                          " BEGIN SELECT RAISE(FAIL, 'no'); END"_s.arg(what))
                    .run());
    }
};

} // namespace

TEST_CASE_METHOD(BusyStore, "while another process writes everything goes on, and is written after")
{
    const auto cid = stored({file(u"stored.bin"_s, pattern(1024))});
    settle();
    const auto file = other();
    auto transaction = Transaction::begin(*file);
    REQUIRE(transaction);
    const Heartbeat heartbeat;

    const auto upload = *queue->add({.paths = {this->file(u"a.bin"_s, pattern(1024))}});
    REQUIRE(comesTo(upload, State::Stored));
    const auto download = get(cid, u"b"_s);
    REQUIRE(comesTo(download, State::Saved));
    proxy.plan = [](const auto& request) {
        return Fault{request.verb == "POST" ? Fault::Stall : Fault::None};
    };
    const auto sending = *queue->add({.paths = {this->file(u"c.bin"_s, pattern(1024 * 1024))}});
    REQUIRE(comesTo(sending, State::Sending));
    queue->pause(sending);
    CHECK(state(sending) == State::Paused);
    queue->resume(sending);
    REQUIRE(comesTo(sending, State::Sending));
    queue->pauseAll();
    const auto waiting = *queue->add({.paths = {this->file(u"d.bin"_s, pattern(1024))}});
    const auto first = *queue->add({.paths = {this->file(u"e.bin"_s, pattern(1024))}});
    queue->move(first, TransferQueue::Move::First);
    queue->cancel(waiting);
    CHECK(state(waiting) == State::Cancelled);
    CHECK(queue->unfinishedCount() == 2);
    CHECK(queue->unfinished().front().id == first);
    CHECK(queue->history(0, 9).size() == 4);
    queue->remove(waiting);
    CHECK_FALSE(queue->find(waiting));
    CHECK(queue->history(0, 9).size() == 3);
    CHECK_FALSE(store->isSettled());
    CHECK(heartbeat.turns() > 0);

    transaction = fail(Error::Kind::Cancelled); // Lets go.
    settle();
    const QStringList written{u"e.bin 0"_s, u"c.bin 0"_s, u"stored.bin 5"_s, u"a.bin 5"_s,
                              u"b 12"_s};
    CHECK(onDisk() == written);
    restart();
    CHECK(queue->history(0, 9).size() == 3);
    queue->start();
    CHECK(queue->isPaused());
    CHECK(queue->unfinished().size() == 2);
    proxy.plan = {};
    queue->resumeAll();
    CHECK(comesTo(sending, State::Stored));
}

TEST_CASE_METHOD(BusyStore, "what is unfinished is counted once while it is written")
{
    qint64 wrong = 0;
    for (int i = 1; i <= 300; ++i) {
        Transfer transfer;
        transfer.name = u"counted"_s;
        store->add(transfer);
        // Its row comes into the file somewhere among these.
        for (int asked = 0; asked < 50; ++asked)
            wrong += qint64(store->unfinishedCount() != i);
    }
    CHECK(wrong == 0);
}

TEST_CASE_METHOD(BusyStore, "a process takes over what another left while a third one writes")
{
    queue->pauseAll();
    const auto id = *queue->add({.paths = {file(u"a.bin"_s, pattern(1024))}});
    queue.reset();
    store.reset();
    const auto third = other();
    auto transaction = Transaction::begin(*third);
    REQUIRE(transaction);
    restart();
    queue->start();
    CHECK(queue->unfinishedCount() == 1);
    CHECK(queue->unfinished().front().id == id);
    queue->resumeAll();
    REQUIRE(comesTo(id, State::Stored));
    CHECK(onDisk() == QStringList{u"a.bin 0"_s});
    transaction = fail(Error::Kind::Cancelled);
    settle();
    CHECK(onDisk() == QStringList{u"a.bin 5"_s});
}

TEST_CASE_METHOD(BusyStore, "what cannot be written counts all the same, and is said once")
{
    queue->pauseAll();
    std::vector<TransferId> ids;
    for (int i = 0; i < 100; ++i)
        ids.push_back(*queue->add({.paths = {folder.filePath(u"is not there"_s)}}));
    settle();
    refuseWrites(u"UPDATE"_s);
    int failures = 0;
    std::map<TransferId, int> changes;
    QObject::connect(queue.get(), &TransferQueue::storeFailed, queue.get(), [&] { ++failures; });
    QObject::connect(queue.get(), &TransferQueue::changed, queue.get(),
                     [&](TransferId id) { ++changes[id]; });
    const auto areAll = [&](State state) {
        return std::ranges::all_of(ids, [&](TransferId id) { return this->state(id) == state; });
    };
    queue->cancelAll();
    REQUIRE(until([&] { return areAll(State::Cancelled); }));
    settle();
    CHECK(until([&] { return failures == 1; }));
    queue->resumeAll(); // None of them starts: what is on disk does not count.
    settle();
    CHECK(areAll(State::Cancelled));
    for (const TransferId id : ids)
        CHECK(changes[id] == 1);
    for (const TransferId id : ids)
        queue->retry(id);
    REQUIRE(until([&] { return areAll(State::Failed); }));
    for (const TransferId id : ids)
        CHECK(changes[id] == 4); // Cancelled, queued, packing, failed.
    // Once it can be written again the next change of each is.
    REQUIRE(Statement(*other(), u"DROP TRIGGER refuse_UPDATE"_s).run());
    queue->retryFailed();
    REQUIRE(until([&] { return changes[ids.front()] == 7 && areAll(State::Failed); }));
    settle();
    CHECK(onDisk().filter(u" 7"_s).size() == 100);
}

TEST_CASE_METHOD(BusyStore, "an upload that cannot be written at all is stored at the service")
{
    refuseWrites(u"INSERT"_s);
    const auto id = *queue->add({.paths = {file(u"a.bin"_s, pattern(1024))}});
    CHECK(comesTo(id, State::Stored));
    CHECK(queue->history(0, 9).size() == 1);
}

TEST_CASE_METHOD(BusyStore, "the log stays short, whoever else has the file open")
{
    qint64 longest = 0;
    for (int i = 0; i < 2000; ++i) {
        auto brief = SqliteTransferStore::open(transfers, u"me"_s);
        REQUIRE(brief);
        Transfer transfer;
        transfer.name = QString::number(i);
        transfer = (*brief)->add(transfer);
        for (const State state :
             {State::Packing, State::Sending, State::Confirming, State::Stored}) {
            transfer.state = state;
            (*brief)->save(transfer);
        }
        brief->reset();
        longest = std::max(longest, QFileInfo(database + u"-wal"_s).size());
    }
    CHECK(longest > 0);
    CHECK(longest < 8 * 1024 * 1024);
    CHECK(queue->history(0, 3000).size() == 2000);
}

TEST_CASE_METHOD(BusyStore, "lock files of killed processes go, those of living ones stay")
{
    const auto locks = [&] {
        return QDir(transfers).entryList({u"*.lock"_s}, QDir::Files | QDir::Hidden).size();
    };
    const bool hasRows = GENERATE(true, false);
    auto living = SqliteTransferStore::open(transfers, u"me"_s);
    REQUIRE(living);
    const auto theirs = (*living)->add({});
    CHECK(locks() == 2);
    for (const QString& owner : {u"one"_s, u"two"_s})
        leaveLock(owner, nobody);
    if (hasRows) {
        queue->pauseAll();
        std::ignore = queue->add({.paths = {file(u"a.bin"_s, pattern(10))}});
        settle();
        REQUIRE(Statement(*other(), u"UPDATE transfer SET owner = 'one' WHERE id <> ?"_s)
                    .bind(theirs.id)
                    .run());
    }
    SECTION("when the window starts")
    {
        restart();
        queue->start();
        settle();
        CHECK(locks() == 2);
        CHECK(queue->unfinishedCount() == (hasRows ? 1 : 0));
    }
    SECTION("when a command looks for what it began; it takes no more")
    {
        restart();
        CHECK_FALSE(queue->takeUp({.paths = {u"/other"_s}}));
        settle();
        CHECK(locks() == 2);
        queue->start();
        CHECK(queue->unfinishedCount() == (hasRows ? 1 : 0));
    }
}

TEST_CASE_METHOD(BusyStore, "of what a dead process left one after the other is taken over at once")
{
    queue->pauseAll();
    std::vector<TransferId> ids;
    for (const QString& name : {u"a.bin"_s, u"b.bin"_s})
        ids.push_back(queue->add({.paths = {file(name, pattern(10))}}).value());
    settle();
    REQUIRE(Statement(*other(), u"UPDATE transfer SET owner = 'one'"_s).run());
    leaveLock(u"one"_s, nobody);
    restart();
    {
        // Until it is written that the first one is ours, we hold the lock of the dead process.
        const auto file = other();
        const auto writing = Transaction::begin(*file);
        for (const TransferId id : ids)
            CHECK(queue->pauseLeft(id));
        for (const auto& left : queue->left())
            CHECK_FALSE(left.isElsewhere);
    }
    settle();
    CHECK(queue->unfinishedCount() == 2);
}

TEST_CASE_METHOD(BusyStore, "with an account go its transfers and what they have on disk")
{
    const auto cid = stored({file(u"stored.bin"_s, pattern(3 * 1024 * 1024))});
    proxy.plan = [](const auto& request) {
        return Fault{request.path.contains("/car/") || request.path.contains("/ipfs/")
                         ? Fault::Stall
                         : Fault::None};
    };
    const auto id = get(cid, u"a.bin"_s);
    REQUIRE(comesTo(id, State::Receiving));
    REQUIRE(until([&] { return !names().isEmpty(); }));
    queue.reset();
    store.reset();
    // Of the download that was not finished something lies there, as after a crash.
    if (names().isEmpty())
        REQUIRE(WorkFolder::open({cid, {}, place(u"a.bin"_s), {}}));
    for (const QString& name : {u"me.sqlite.damaged"_s, u"me.sqlite.damaged-wal"_s,
                                u"me.sqlite.suspect"_s, u"me2.sqlite"_s}) {
        QFile left(transfers + '/'_L1 + name);
        REQUIRE(left.open(QIODevice::WriteOnly));
    }
    leaveLock(u"gone"_s, nobody);
    QProcess living;
    living.start(u"sleep"_s, {u"60"_s});
    REQUIRE(living.waitForStarted());
    leaveLock(u"living"_s, living.processId(), "sleep");
    // That one runs is not enough: it has the file open and locked.
    auto theirs = posix::openToRead(QFile::encodeName(transfers + "/me.living.lock"_L1),
                                    posix::Follow::Nothing);
    REQUIRE((theirs && posix::lock(theirs->number())));
    const Done refused = transfer::removeTransfers(transfers, u"me"_s);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == u"TRANSFERS_IN_USE"_s);
    CHECK_FALSE(names().isEmpty());
    living.kill();
    REQUIRE(living.waitForFinished());
    REQUIRE(theirs->close());
    CHECK(transfer::countUnfinished(transfers, u"me"_s) == 1);
    CHECK(transfer::countUnfinished(transfers, u"nobody"_s) == 0);
    CHECK(transfer::checkUnused(transfers, u"me"_s));
    REQUIRE(transfer::removeTransfers(transfers, u"me"_s));
    CHECK(names().isEmpty());
    const QStringList others{u"me2.sqlite"_s};
    CHECK(QDir(transfers).entryList(QDir::AllEntries | QDir::NoDotAndDotDot) == others);
}
