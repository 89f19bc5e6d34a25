// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/storage/statement.h"

#include <catch2/catch.hpp>

namespace cairn::test {
using namespace Qt::StringLiterals;

/// Copies the only upload of a catalog until there are @p items, with names in another order than
/// their dates. What they name is not there.
inline void copyUploads(const QString& catalogFile, int items)
{
    auto catalog = Database::open(catalogFile);
    REQUIRE(catalog);
    Statement copy(**catalog,
                   u"INSERT INTO upload (user_id, content_id, source_cid, type, name, created,"
                   " updated) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                   " WHERE i < ?) SELECT user_id, content_id, CAST(X'01551220' || randomblob(32)"
                   " AS BLOB), type, printf('item %05d', i * 7919 % 10007), created - i, updated"
                   " FROM n, upload WHERE upload.id = 1"_s);
    REQUIRE(copy.bind(items - 1).run());
    Statement count(**catalog, u"UPDATE user SET uploads = ? WHERE uploads = 1"_s);
    REQUIRE(count.bind(items).run());
}

} // namespace cairn::test
