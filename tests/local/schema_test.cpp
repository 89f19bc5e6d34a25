// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/schema.h"
#include "core/storage/statement.h"
#include "tests/support/catchqt.h"

#include <QTemporaryDir>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

/// A catalog as version 4 of the schema left it, with one user and one upload.
struct OldCatalog
{
    QTemporaryDir folder;
    std::unique_ptr<Database> database
        = std::move(*Database::open(folder.filePath(u"catalog.sqlite"_s)));

    OldCatalog()
    {
        auto steps = local::schema();
        steps.resize(4);
        REQUIRE(migrate(*database, steps));
        run(u"INSERT INTO user (id, issuer, name, created, uploads) VALUES (1, 'i', 'n', 1, 1)"_s);
        run(u"INSERT INTO content (id, cid, created, pin_updated) VALUES (1, x'01', 1, 1)"_s);
        run(u"INSERT INTO upload (id, user_id, content_id, source_cid, type, name, created,"
            " updated) VALUES (1, 1, 1, x'01', 'Car', 'a', 1, 1)"_s);
    }

    void run(const QString& sql) { REQUIRE(Statement(*database, sql).run()); }
    qint64 number(const QString& sql)
    {
        return Statement(*database, sql).first(readInteger)->value();
    }
    /// Tables, indexes and triggers that have @p word in their definition.
    qint64 definitionsWith(const QString& word)
    {
        return number(u"SELECT count(*) FROM sqlite_master WHERE sql LIKE '%%1%'"_s.arg(word));
    }
};

} // namespace

TEST_CASE_METHOD(OldCatalog, "The stretches that pages were found by go, with their triggers")
{
    REQUIRE(number(u"SELECT sum(live) FROM stair"_s) == 2);
    REQUIRE(definitionsWith(u"stair"_s) == 5);
    REQUIRE(migrate(*database, local::schema()));
    CHECK(definitionsWith(u"stair"_s) == 0);
    run(u"UPDATE upload SET name = 'b'"_s);
    run(u"UPDATE upload SET deleted = 2"_s);
    run(u"INSERT INTO user (issuer, name, created) VALUES ('j', 'm', 1)"_s);
    CHECK(number(u"SELECT count(*) FROM upload WHERE name = 'b' AND deleted = 2"_s) == 1);
}

TEST_CASE_METHOD(OldCatalog,
                 "What was renamed keeps its values, and no definition has the old word")
{
    run(u"UPDATE upload SET opaque = 1"_s);
    run(u"UPDATE content SET lacking = 2"_s);
    run(u"INSERT INTO missing (upload_id, multihash, codec) VALUES (1, x'02', 3)"_s);
    REQUIRE(migrate(*database, local::schema()));
    CHECK(number(u"SELECT unknown_codec FROM upload"_s) == 1);
    CHECK(number(u"SELECT unpinned_reason FROM content"_s) == 2);
    CHECK(number(u"SELECT codec FROM missing_link WHERE upload_id = 1"_s) == 3);
    CHECK(definitionsWith(u"missing_link"_s) == 1);
    CHECK(number(u"SELECT count(*) FROM sqlite_master WHERE name = 'missing'"_s) == 0);
    for (const QString& word : {u"opaque"_s, u"lacking"_s})
        CHECK(definitionsWith(word) == 0);
}
