// SPDX-License-Identifier: MIT OR Apache-2.0
// A store that cannot be used is kept aside if it is damaged, and left alone if it is not.
#include "core/storage/statement.h"
#include "core/transfer/store/sqlitetransferstore.h"
#include "tests/support/until.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

struct Damaged
{
    QTemporaryDir folder;
    QString path = folder.filePath(u"me.sqlite"_s);

    static Transfer called(const QString& name)
    {
        Transfer transfer;
        transfer.name = name;
        return transfer;
    }
    auto open() const { return SqliteTransferStore::open(folder.path(), u"me"_s); }
    void fill() const
    {
        auto store = open();
        REQUIRE(store);
        for (int i = 0; i < 500; ++i)
            std::ignore = (*store)->add(called(u"kept"_s));
    }
    void write(const QString& file, const QByteArray& bytes) const
    {
        QFile target(file);
        REQUIRE(target.open(QIODevice::WriteOnly));
        REQUIRE(target.write(bytes) == bytes.size());
    }
    QByteArray bytes(const QString& file) const
    {
        QFile source(file);
        return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray("none");
    }
    void run(const QString& statement) const
    {
        const auto database = Database::open(path);
        REQUIRE(database);
        REQUIRE(Statement(**database, statement).run());
    }
};

} // namespace

TEST_CASE_METHOD(Damaged, "a damaged store is kept aside as it is, and a new one begun")
{
    SECTION("garbage")
    {
        write(path, QByteArray(5000, 'x'));
    }
    SECTION("half of it")
    {
        fill();
        REQUIRE(QFile::resize(path, QFile(path).size() / 2));
    }
    SECTION("a database of another program")
    {
        run(u"CREATE TABLE transfer (something)"_s);
    }
    SECTION("a database without a table of ours")
    {
        fill();
        run(u"DROP TABLE setting"_s);
    }
    SECTION("a database without a column of ours")
    {
        fill();
        run(u"ALTER TABLE transfer DROP COLUMN notes"_s);
    }
    SECTION("an older one without a table of ours")
    {
        fill();
        run(u"DROP TABLE part"_s);
        run(u"PRAGMA user_version = 2"_s);
    }
    const QByteArray before = bytes(path);
    write(path + u".damaged"_s, "an earlier one");
    auto store = open();
    REQUIRE(store);
    CHECK((*store)->setAside() == path + u".damaged-2"_s);
    CHECK((bytes((*store)->setAside()) == before));
    CHECK(bytes(path + u".damaged"_s) == "an earlier one");
    const auto id = (*store)->add(called(u"new"_s)).id;
    store->reset();
    store = open();
    REQUIRE(store);
    CHECK((*store)->setAside().isEmpty());
    CHECK((*store)->find(id));
}

TEST_CASE_METHOD(Damaged, "a folder in the place of a store is kept aside, with a log beside it")
{
    REQUIRE(QDir().mkpath(path + u"/inside"_s));
    write(path + u"-wal"_s, "log");
    auto store = open();
    REQUIRE(store);
    CHECK(QFileInfo(path + u".damaged/inside"_s).isDir());
    CHECK(bytes(path + u".damaged-wal"_s) == "log");
    CHECK(QFileInfo(path).isFile());
}

TEST_CASE_METHOD(Damaged, "a store of a newer version, or that cannot be opened, is left alone")
{
    fill();
    QString code;
    SECTION("newer")
    {
        run(u"PRAGMA user_version = 1000"_s);
        code = u"TRANSFERS_NEWER"_s;
    }
    SECTION("without the right to read it")
    {
        QFile::setPermissions(path, {});
        if (QFileInfo(path).isReadable())
            return; // Whoever may everything finds nothing closed.
        code = u"TRANSFERS_UNREADABLE"_s;
    }
    const QByteArray before = bytes(path);
    const auto store = open();
    REQUIRE_FALSE(store);
    CHECK(store.error().code == code);
    CHECK(store.error().subject == path);
    CHECK((bytes(path) == before));
    CHECK(QDir(folder.path()).entryList({u"*damaged*"_s}).isEmpty());
}

TEST_CASE_METHOD(Damaged,
                 "damage that is found while it is open is said, and set aside at the next start")
{
    fill();
    {
        QFile file(path); // All but the first page, which has the schema.
        REQUIRE(file.open(QIODevice::ReadWrite));
        const auto size = file.size();
        REQUIRE(file.seek(4096));
        REQUIRE(file.write(QByteArray(size - 4096, '\xff')) > 0);
    }
    auto store = open();
    if (store) {
        std::vector<Error> said;
        QObject::connect(store->get(), &TransferStore::troubled, store->get(),
                         [&](const Error& error) { said.push_back(error); });
        CHECK((*store)->unfinished().empty());
        (*store)->adopt(nullptr);
        CHECK((*store)->unfinished().empty());
        REQUIRE(until([&] { return (*store)->isSettled(); }));
        REQUIRE_FALSE(said.empty());
        CHECK(said.front().code == u"TRANSFERS_DAMAGED"_s);
        CHECK(said.front().subject == path);
        store->reset();
        store = open();
    }
    REQUIRE(store);
    CHECK_FALSE((*store)->setAside().isEmpty());
}
