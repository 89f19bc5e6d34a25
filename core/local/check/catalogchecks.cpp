// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/check/catalogchecks.h"

#include "core/storage/statement.h"

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

QString readText(Statement& row)
{
    return row.read<QString>(0);
}

Result<QStringList> texts(Statement statement)
{
    const auto rows = statement.all(readText);
    if (!rows)
        return fail(rows.error());
    return QStringList(rows->begin(), rows->end());
}

} // namespace

Result<QStringList> catalogDamage(Database& catalog)
{
    auto words = texts(Statement(catalog, u"PRAGMA integrity_check(10)"_s));
    if (!words)
        return words;
    words->removeAll(u"ok"_s);
    const auto strays = texts(Statement(catalog, u"PRAGMA foreign_key_check"_s));
    if (!strays)
        return strays;
    if (!strays->isEmpty())
        *words << u"%1 rows without what they belong to"_s.arg(strays->size());
    return words;
}

Result<qint64> liveUploads(Database& catalog)
{
    const auto uploads = Statement(catalog, u"SELECT count(*) FROM upload WHERE deleted IS NULL"_s)
                             .first(readInteger);
    if (!uploads)
        return fail(uploads.error());
    return uploads->value_or(0);
}

Result<std::vector<Cid>> pinnedContents(Database& catalog)
{
    return Statement(catalog,
                     u"SELECT cid FROM content WHERE pinned AND (EXISTS (SELECT 1 FROM upload"
                     " WHERE content_id = content.id AND deleted IS NULL)"
                     " OR EXISTS (SELECT 1 FROM pin_request WHERE content_id = content.id"
                     " AND deleted IS NULL))"_s)
        .all(
            [](Statement& row) { return Cid::fromBytes(row.read<QByteArray>(0)).value_or(Cid()); });
}

Result<bool> isPinned(Database& catalog, const Cid& root)
{
    const auto pinned = Statement(catalog, u"SELECT pinned FROM content WHERE cid = ?"_s)
                            .bind(root.toV1().bytes())
                            .first(readInteger);
    if (!pinned)
        return fail(pinned.error());
    return pinned->value_or(0) != 0;
}

Result<bool> isNamedCar(Database& catalog, const Cid& car)
{
    const auto named = Statement(catalog,
                                 u"SELECT EXISTS (SELECT 1 FROM car WHERE cid = ?)"
                                 " OR EXISTS (SELECT 1 FROM gone_car WHERE cid = ?)"_s)
                           .bind(car.bytes(), car.bytes())
                           .first(readInteger);
    if (!named)
        return fail(named.error());
    return named->value_or(0) != 0;
}

Result<QStringList> wrongCounts(Database& catalog, const StoredCount& count)
{
    return texts(Statement(
        catalog,
        u"SELECT name FROM %1 WHERE uploads != %2 ORDER BY id"_s.arg(count.table, count.counted)));
}

} // namespace cairn::local
