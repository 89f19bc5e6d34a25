// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/storage/migration.h"
#include "core/storage/statement.h"

#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

const Migration first{{u"CREATE TABLE a (x INTEGER)"_s, u"INSERT INTO a VALUES (1)"_s}};
const Migration second{{u"ALTER TABLE a ADD COLUMN y INTEGER DEFAULT 5"_s}};

std::optional<qint64> number(Database& database, const QString& sql)
{
    const auto value
        = Statement(database, sql).first([](Statement& row) { return row.read<qint64>(0); });
    return value ? *value : std::nullopt;
}

} // namespace

TEST_CASE("Migrations run once each, in order, and keep what is there")
{
    QTemporaryDir folder;
    const auto database = std::move(*Database::open(folder.filePath(u"a.sqlite"_s)));
    REQUIRE(migrate(*database, {first}));
    CHECK(number(*database, u"PRAGMA user_version"_s) == 1);
    REQUIRE(migrate(*database, {first, second}));
    REQUIRE(migrate(*database, {first, second}));
    CHECK(number(*database, u"PRAGMA user_version"_s) == 2);
    CHECK(number(*database, u"SELECT count(*) FROM a"_s) == 1);
    CHECK(number(*database, u"SELECT y FROM a"_s) == 5);
}

TEST_CASE("A schema newer than the program is refused and left alone")
{
    QTemporaryDir folder;
    const auto database = std::move(*Database::open(folder.filePath(u"a.sqlite"_s)));
    REQUIRE(migrate(*database, {first, second}));
    const Done done = migrate(*database, {first});
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == Error::Kind::Storage);
    CHECK(done.error().detail.contains(u"newer"_s));
    CHECK(number(*database, u"PRAGMA user_version"_s) == 2);
}

TEST_CASE("A migration that fails half-way changes nothing")
{
    QTemporaryDir folder;
    const auto database = std::move(*Database::open(folder.filePath(u"a.sqlite"_s)));
    REQUIRE(migrate(*database, {first}));
    REQUIRE_FALSE(migrate(*database, {first, second, {{u"CREATE TABLE a (x)"_s}}}));
    CHECK(number(*database, u"PRAGMA user_version"_s) == 1);
    CHECK_FALSE(number(*database, u"SELECT y FROM a"_s));
}
