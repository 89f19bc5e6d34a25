// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/storage/database.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"

#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

#include <barrier>
#include <thread>
#include <vector>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

struct TemporaryDatabase
{
    QTemporaryDir folder;
    std::unique_ptr<Database> database = std::move(*Database::open(folder.filePath(u"a.sqlite"_s)));

    TemporaryDatabase()
    {
        REQUIRE(Statement(*database,
                          u"CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT, bytes BLOB)"_s)
                    .run());
    }
    qint64 count()
    {
        return Statement(*database, u"SELECT count(*) FROM note"_s)
            .first([](Statement& row) { return row.read<qint64>(0); })
            ->value();
    }
};

Done insert(Database& database, const QString& text)
{
    return Statement(database, u"INSERT INTO note (text) VALUES (?)"_s).bind(text).run();
}

} // namespace

TEST_CASE("A database opens with the promises on durability and references it makes")
{
    TemporaryDatabase temporary;
    const auto pragma = [&](const QString& name) {
        return Statement(*temporary.database, u"PRAGMA "_s + name)
            .first([](Statement& row) { return row.read<QString>(0); })
            ->value();
    };
    CHECK(pragma(u"journal_mode"_s) == u"wal");
    CHECK(pragma(u"synchronous"_s) == u"2");
    CHECK(pragma(u"foreign_keys"_s) == u"1");
    CHECK(pragma(u"busy_timeout"_s).toInt() > 0);
}

TEST_CASE("What is bound is what is read, nulls and empty values told apart")
{
    TemporaryDatabase temporary;
    const Timestamp moment{std::chrono::microseconds(1626290954934572)};
    Statement row(*temporary.database, u"SELECT ?, ?, ?, ?, ?, ?, ?"_s);
    row.bind(u"grüße"_s, "\x00\xff"_ba, qint64(1) << 60, moment, std::optional<QString>(),
             QString(), std::optional<qint64>(7));
    REQUIRE(row.next().value());
    CHECK(row.read<QString>(0) == u"grüße");
    CHECK(row.read<QByteArray>(1) == "\x00\xff"_ba);
    CHECK(row.read<qint64>(2) == qint64(1) << 60);
    CHECK(row.read<Timestamp>(3) == moment);
    CHECK_FALSE(row.read<std::optional<QString>>(4));
    CHECK(row.read<std::optional<QString>>(5) == u""_s);
    CHECK(row.read<std::optional<qint64>>(6) == 7);
    CHECK_FALSE(row.next().value());
}

TEST_CASE("A prepared statement can be bound and run again")
{
    TemporaryDatabase temporary;
    Statement add(*temporary.database, u"INSERT INTO note (text) VALUES (?)"_s);
    REQUIRE(add.bind(u"one"_s).run());
    CHECK(add.lastId() == 1);
    REQUIRE(add.bind(u"two"_s).run());
    CHECK(add.lastId() == 2);

    Statement find(*temporary.database, u"SELECT text FROM note WHERE id = ?"_s);
    const auto text = [](Statement& row) { return row.read<QString>(0); };
    CHECK(find.bind(1).first(text)->value() == u"one");
    CHECK(find.bind(2).first(text)->value() == u"two");
    CHECK_FALSE(find.bind(3).first(text)->has_value());
}

TEST_CASE("A query is prepared once for each connection")
{
    TemporaryDatabase temporary;
    Database& database = *temporary.database;
    const QString all = u"SELECT id, text FROM note ORDER BY id"_s;
    for (const auto& text : {u"one"_s, u"two"_s})
        REQUIRE(insert(database, text));
    const auto texts = [&] {
        return Statement(database, all).all([](Statement& row) { return row.read<QString>(1); });
    };
    REQUIRE(texts() == std::vector{u"one"_s, u"two"_s});

    SECTION("its text finds it, in its thread only")
    {
        std::thread([&] { CHECK(!database.takePrepared(all)); }).join();
        auto kept = database.takePrepared(all);
        REQUIRE(kept);
        CHECK_FALSE(database.takePrepared(all));
        database.keep(all, std::move(*kept));
        CHECK(texts()->size() == 2);
    }
    SECTION("two of one text at once are two")
    {
        Statement outer(database, all);
        REQUIRE(outer.next() == true);
        CHECK(texts()->size() == 2);
        CHECK(outer.read<QString>(1) == u"one"_s);
        REQUIRE(outer.next() == true);
        CHECK(outer.read<QString>(1) == u"two"_s);
    }
    SECTION("it sees what became of the tables")
    {
        const auto last = [&](const QString& sql, int column) {
            return Statement(database, sql)
                .first([&](Statement& row) { return row.read<QString>(column); })
                .value();
        };
        const QString whatever = u"SELECT * FROM note"_s;
        REQUIRE(last(whatever, 1) == u"one"_s);
        REQUIRE(Statement(database, u"ALTER TABLE note ADD COLUMN more TEXT DEFAULT 'x'"_s).run());
        CHECK(last(whatever, 3) == u"x"_s);
        REQUIRE(Statement(database, u"ALTER TABLE note DROP COLUMN bytes"_s).run());
        CHECK(last(whatever, 2) == u"x"_s);
        CHECK(texts() == std::vector{u"one"_s, u"two"_s});
    }
    SECTION("one that was not read to its end holds no lock")
    {
        {
            Statement half(database, all);
            REQUIRE(half.next() == true);
        }
        REQUIRE(insert(database, u"three"_s));
        std::thread([&] {
            const auto busy = Statement(database, u"PRAGMA wal_checkpoint(TRUNCATE)"_s)
                                  .first([](Statement& row) { return row.read<int>(0); });
            CHECK(busy.value() == 0);
        }).join();
    }
    SECTION("one that failed can be run again")
    {
        const QString sql = u"INSERT INTO note (id, text) VALUES (?, 'again')"_s;
        CHECK_FALSE(Statement(database, sql).bind(1).run());
        CHECK(Statement(database, sql).bind(9).run());
        CHECK(temporary.count() == 3);
    }
    SECTION("not more of them are kept than are of use")
    {
        for (int number = 0; number < 1000; ++number)
            REQUIRE(Statement(database, u"SELECT %1"_s.arg(number)).first(readInteger) == number);
        int kept = 0;
        for (int number = 0; number < 1000; ++number)
            kept += database.takePrepared(u"SELECT %1"_s.arg(number)) ? 1 : 0;
        CHECK(kept > 0);
        CHECK(kept <= 64);
    }
}

TEST_CASE("A query that SQLite refuses is an error that names the file")
{
    TemporaryDatabase temporary;
    const Done done = Statement(*temporary.database, u"SELECT * FROM nowhere"_s).run();
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == Error::Kind::Storage);
    CHECK(done.error().subject == temporary.database->path());
    CHECK(done.error().detail.contains(u"nowhere"_s));
}

TEST_CASE("A full disk is told apart from other failures")
{
    TemporaryDatabase temporary;
    REQUIRE(Statement(*temporary.database, u"PRAGMA max_page_count = 3"_s).next().value());
    const Done done = Statement(*temporary.database, u"INSERT INTO note (bytes) VALUES (?)"_s)
                          .bind(QByteArray(100'000, 'x'))
                          .run();
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == Error::Kind::DiskFull);
}

TEST_CASE("A file that is not a database is refused")
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"a.sqlite"_s));
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(4096, 'x'));
    file.close();
    const auto opened = Database::open(file.fileName());
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == Error::Kind::Storage);
    CHECK(opened.error().subject == file.fileName());
}

TEST_CASE("A transaction that is not committed leaves nothing behind")
{
    TemporaryDatabase temporary;
    {
        auto transaction = Transaction::begin(*temporary.database);
        REQUIRE(transaction);
        REQUIRE(insert(*temporary.database, u"lost"_s));
    }
    CHECK(temporary.count() == 0);
    {
        auto transaction = Transaction::begin(*temporary.database);
        REQUIRE(transaction);
        REQUIRE(insert(*temporary.database, u"kept"_s));
        REQUIRE(transaction->commit());
    }
    CHECK(temporary.count() == 1);
}

TEST_CASE("Threads that Qt did not start write side by side")
{
    TemporaryDatabase temporary;
    std::atomic<int> failures = 0;
    const auto write = [&] {
        for (int i = 0; i < 50; ++i) {
            auto transaction = Transaction::begin(*temporary.database);
            if (!transaction || !insert(*temporary.database, u"x"_s) || !transaction->commit())
                ++failures;
        }
    };
    std::thread one(write);
    std::thread two(write);
    one.join();
    two.join();
    CHECK(failures == 0);
    CHECK(temporary.count() == 100);
}

TEST_CASE("Many open one new file at the same moment")
{
    // Who makes a file a WAL file needs it alone, and SQLite does not wait for that by itself.
    constexpr int openers = 8;
    const QTemporaryDir folder;
    std::atomic<int> failures = 0;
    for (int round = 0; round < 40; ++round) {
        const QString path = folder.filePath(u"%1.sqlite"_s.arg(round));
        std::barrier together(openers);
        std::vector<std::jthread> threads;
        for (int i = 0; i < openers; ++i) {
            threads.emplace_back([&] {
                together.arrive_and_wait();
                if (!Database::open(path))
                    ++failures;
            });
        }
    }
    CHECK(failures == 0);
}

TEST_CASE("A thread's connection is closed when the thread ends, and with the database")
{
    const auto open = [] { return QSqlDatabase::connectionNames().size(); };
    const auto before = open();
    {
        TemporaryDatabase temporary;
        CHECK(open() == before + 1);
        std::thread([&] {
            (void)insert(*temporary.database, u"x"_s);
            CHECK(open() == before + 2);
        }).join();
        CHECK(open() == before + 1);
    }
    CHECK(open() == before);
}
