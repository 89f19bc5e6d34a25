// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/garbage/neededcars.h"

#include "core/base/logging.h"
#include "core/local/store/blockstore.h"
#include "core/local/store/carstate.h"
#include "core/local/store/dagwalk.h"
#include "core/storage/statement.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

NeededCars::NeededCars(Database& database, const CarStore& cars, Timestamp freeBefore)
    : m_database(database)
    , m_cars(cars)
    , m_freeBefore(freeBefore)
{ }

/// What must be walked block by block: pins, and uploads whose own parts are not all they need.
Result<NeededCars::Roots> NeededCars::roots()
{
    constexpr qint64 never = -1;
    Roots roots;
    const auto rows
        = Statement(m_database,
                    u"SELECT cid, pinned, pin_updated FROM content WHERE id IN"
                    " (SELECT content_id FROM pin_request WHERE deleted IS NULL OR deleted >= ?)"
                    " OR id IN (SELECT content_id FROM upload"
                    " WHERE (deleted IS NULL OR deleted >= ?) AND"
                    " (unknown_codec OR EXISTS (SELECT 1 FROM missing_link"
                    " WHERE upload_id = upload.id) OR EXISTS (SELECT 1 FROM part"
                    " WHERE upload_id = upload.id AND has_unlisted_links)))"_s)
              .bind(m_freeBefore, m_freeBefore)
              .all([&](Statement& row) {
                  const qint64 when = row.read<bool>(1) ? row.read<qint64>(2) : never;
                  return roots.emplace(row.read<QByteArray>(0), when).second;
              });
    if (!rows)
        return fail(rows.error());
    return roots;
}

Done NeededCars::prepare()
{
    for (const auto& sql :
         {u"CREATE TEMP TABLE IF NOT EXISTS needed (car_id INTEGER PRIMARY KEY)"_s,
          u"DELETE FROM needed"_s}) {
        if (const Done done = Statement(m_database, sql).run(); !done)
            return done;
    }
    const auto newest
        = Statement(m_database, u"SELECT coalesce(max(id), 0) FROM car"_s).first(readInteger);
    if (!newest)
        return fail(newest.error());
    m_newestCar = newest->value_or(0);
    return {};
}

Done NeededCars::update()
{
    if (m_newestCar < 0) {
        if (const Done done = prepare(); !done)
            return done;
    }
    Statement own(m_database,
                  u"INSERT OR IGNORE INTO needed SELECT part.car_id FROM part JOIN upload"
                  " ON upload.id = part.upload_id WHERE deleted IS NULL OR deleted >= ?"_s);
    if (const Done done = own.bind(m_freeBefore).run(); !done)
        return done;
    const auto now = roots();
    if (!now)
        return fail(now.error());
    for (const auto& [bytes, when] : *now) {
        const auto before = m_walked.find(bytes);
        if (before != m_walked.end() && before->second == when)
            continue;
        const auto root = Cid::fromBytes(bytes);
        if (root) {
            if (const Done done = keepDag(*root); !done)
                return done;
        }
        m_walked[bytes] = when;
    }
    return {};
}

/// Marks a CAR for every block of the DAG that is here and in none marked yet. Bytes that are here
/// under another codec only are kept too, and looked into: a pin that waits may come to need them.
Done NeededCars::keepDag(const Cid& root)
{
    Statement kept(m_database,
                   u"SELECT 1 FROM block JOIN needed ON needed.car_id = block.car_id"
                   " WHERE block.multihash = ? AND block.codec = coalesce(?, block.codec)"
                   " LIMIT 1"_s);
    Statement keep(m_database,
                   u"INSERT OR IGNORE INTO needed SELECT car_id FROM block"
                   " JOIN car ON car.id = car_id WHERE multihash = ? AND state < ?"
                   " ORDER BY codec = ? DESC LIMIT 1"_s);
    BlockStore blocks(m_database, m_cars);
    DagWalk walk({root, {}, root});
    for (;;) {
        const auto step = walk.next();
        if (!step) { // Of what lies inside a CID; the rest stays all the same.
            qCWarning(lcLocal) << "a block without readable links:" << step.error().detail;
            continue;
        }
        if (!*step)
            return {};
        const Cid& cid = (*step)->cid;
        const BlockKey key = blockKey(cid);
        const auto isKept
            = kept.bind(key.multihash, codecNeeded(key)).first([](Statement&) { return true; });
        if (!isKept)
            return fail(isKept.error());
        if (!*isKept) {
            if (const Done done = keep.bind(key.multihash, firstUnlisted, key.codec).run(); !done)
                return done;
        }
        if (!(*step)->hasLinks)
            continue;
        const auto bytes = blocks.bytesOf(cid);
        // What is missing or decayed cannot say what hangs on it; the rest stays all the same.
        if (bytes && !walk.expand(*bytes))
            qCWarning(lcLocal) << "a block without readable links:" << cid.toString();
    }
}

Result<std::vector<UnneededCar>> NeededCars::unneeded(bool withUnassigned)
{
    const QString sql
        = u"SELECT cid, iif(state = %1, 0, size), (SELECT json_group_array(upload_id) FROM part"
          " WHERE car_id = car.id) FROM car WHERE id <= ?"
          " AND state < %2 AND id NOT IN (SELECT car_id FROM needed)"_s.arg(
              QString::number(int(CarState::Absent)), QString::number(firstUnlisted));
    Statement statement(
        m_database,
        withUnassigned ? sql + u" UNION ALL SELECT cid, size, '[]' FROM unassigned_car"_s : sql);
    return statement.bind(m_newestCar).all([](Statement& row) {
        UnneededCar car{Cid::fromBytes(row.read<QByteArray>(0)).value_or(Cid()),
                        row.read<qint64>(1)};
        for (const auto& upload : QJsonDocument::fromJson(row.read<QByteArray>(2)).array())
            car.uploads.push_back(upload.toInteger());
        return car;
    });
}

Done NeededCars::keepUnneeded(std::vector<UnneededCar>& cars)
{
    Statement isNeeded(m_database,
                       u"SELECT 1 FROM car WHERE cid = ? AND (id > ?"
                       " OR id IN (SELECT car_id FROM needed))"_s);
    std::vector<UnneededCar> kept;
    for (UnneededCar& car : cars) {
        const auto found = isNeeded.bind(car.cid.bytes(), m_newestCar).first(readInteger);
        if (!found)
            return fail(found.error());
        if (!*found)
            kept.push_back(std::move(car));
    }
    cars = std::move(kept);
    return {};
}

Result<bool> NeededCars::isStillSo(const std::vector<UnneededCar>& unneeded)
{
    // One that came meanwhile, or that an upload has brought again.
    Statement isNeeded(m_database,
                       u"SELECT 1 FROM car WHERE cid = ? AND (id > ? OR EXISTS (SELECT 1 FROM part"
                       " JOIN upload ON upload.id = part.upload_id WHERE part.car_id = car.id"
                       " AND (deleted IS NULL OR deleted >= ?)))"_s);
    for (const UnneededCar& car : unneeded) {
        const auto found
            = isNeeded.bind(car.cid.bytes(), m_newestCar, m_freeBefore).first(readInteger);
        if (!found)
            return fail(found.error());
        if (*found)
            return false;
    }
    const auto now = roots();
    if (!now)
        return fail(now.error());
    return std::ranges::all_of(*now, [&](const auto& root) {
        const auto walked = m_walked.find(root.first);
        return walked != m_walked.end() && walked->second == root.second;
    });
}

} // namespace cairn::local
