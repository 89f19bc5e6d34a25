// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/garbage/removal.h"

#include "core/local/store/catalog.h"
#include "core/local/store/unpinnedreason.h"
#include "core/local/store/uploads.h"
#include "core/storage/statement.h"

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

/// Runs each statement with the one value that all of them take.
template<typename Value>
Done runEach(Database& catalog, const QStringList& statements, const Value& value)
{
    for (const QString& sql : statements) {
        if (const Done done = Statement(catalog, sql).bind(value).run(); !done)
            return done;
    }
    return {};
}

/// Its blocks leave the index later. Its uploads have no parts then: one that comes back begins
/// anew.
Done removeCar(Database& catalog, const content::Cid& car)
{
    const auto id = Statement(catalog, u"SELECT id FROM car WHERE cid = ?"_s)
                        .bind(car.bytes())
                        .first(readInteger);
    if (!id)
        return fail(id.error());
    if (*id) {
        const auto uploads = Statement(catalog, u"SELECT upload_id FROM part WHERE car_id = ?"_s)
                                 .bind(**id)
                                 .all(readInteger);
        if (!uploads)
            return fail(uploads.error());
        for (const qint64 upload : *uploads) {
            const Done done = runEach(catalog,
                                      {u"DELETE FROM part WHERE upload_id = ?"_s,
                                       u"DELETE FROM missing_link WHERE upload_id = ?"_s,
                                       u"UPDATE upload SET unknown_codec = 0 WHERE id = ?"_s},
                                      upload);
            if (!done)
                return done;
        }
        if (const Done done = Uploads::letCarLeave(catalog, **id); !done)
            return done;
    }
    return Statement(catalog, u"DELETE FROM unassigned_car WHERE cid = ?"_s)
        .bind(car.bytes())
        .run();
}

Done forgetDeleted(Database& catalog, Timestamp before)
{
    const QString uploads = u"(SELECT id FROM upload WHERE deleted < ?)"_s;
    const qint64 changesBefore = totalChanges(catalog);
    const Done done = runEach(
        catalog,
        {
            u"DELETE FROM missing_link WHERE upload_id IN "_s + uploads,
            u"DELETE FROM part WHERE upload_id IN "_s + uploads,
            u"UPDATE token SET uploads = uploads - gone.n FROM (SELECT token_id, count(*) AS n"
            " FROM upload WHERE deleted < ? GROUP BY token_id) AS gone"
            " WHERE token.id = gone.token_id"_s,
            u"DELETE FROM upload WHERE deleted < ?"_s,
            u"DELETE FROM pin_request WHERE deleted < ?"_s,
            u"UPDATE token SET name = '', hint = '' WHERE deleted < ? AND name != ''"_s,
            u"DELETE FROM token WHERE deleted < ? AND NOT blocked"
            " AND id NOT IN (SELECT token_id FROM upload WHERE token_id IS NOT NULL)"
            " AND id NOT IN (SELECT token_id FROM pin_request)"_s,
            u"DELETE FROM content WHERE pin_updated < ? AND NOT EXISTS"
            " (SELECT 1 FROM upload WHERE content_id = content.id) AND NOT EXISTS"
            " (SELECT 1 FROM pin_request WHERE content_id = content.id)"_s,
        },
        before);
    if (!done)
        return done;
    return totalChanges(catalog) == changesBefore ? Done() : setForgotten(catalog, true);
}

} // namespace

Done apply(Database& catalog, const CarStore& cars, const GoneRecord& gone)
{
    return apply(catalog, cars, std::vector{gone});
}

Done apply(Database& catalog, const CarStore& cars, const std::vector<GoneRecord>& gone)
{
    for (const GoneRecord& record : gone) {
        if (const Done done = removeCar(catalog, record.car); !done)
            return done;
        if (!cars.has(record.car))
            continue;
        Statement toGo(catalog, u"INSERT OR IGNORE INTO gone_car (cid) VALUES (?)"_s);
        if (const Done done = toGo.bind(record.car.bytes()).run(); !done)
            return done;
    }
    return {};
}

Done apply(Database& catalog, const CollectedRecord& collected)
{
    Statement freed(catalog,
                    u"UPDATE content SET pinned = 0, unpinned_reason = ?, pin_updated = ?"
                    " WHERE (pinned OR unpinned_reason != ?)"
                    " AND NOT EXISTS (SELECT 1 FROM upload WHERE content_id = content.id"
                    " AND (deleted IS NULL OR deleted >= ?))"
                    " AND NOT EXISTS (SELECT 1 FROM pin_request"
                    " WHERE content_id = content.id AND (deleted IS NULL OR deleted >= ?))"_s);
    freed.bind(int(UnpinnedReason::Freed), collected.at, int(UnpinnedReason::Freed),
               collected.freeBefore, collected.freeBefore);
    if (const Done done = freed.run(); !done)
        return done;
    return forgetDeleted(catalog, collected.forgetBefore);
}

} // namespace cairn::local
