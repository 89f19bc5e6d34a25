// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/garbage/removal.h"

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

} // namespace cairn::local
