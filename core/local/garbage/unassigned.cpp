// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/garbage/unassigned.h"

#include "core/local/store/blockindex.h"
#include "core/storage/transaction.h"

#include <QFileInfo>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

Done findUnassigned(Database& catalog, const CarStore& cars, const Clock& clock)
{
    // Within a transaction no upload is between its rename and its commit.
    auto transaction = Transaction::begin(catalog);
    if (!transaction)
        return fail(transaction.error());
    for (const auto& sql : {u"CREATE TEMP TABLE IF NOT EXISTS present (cid BLOB PRIMARY KEY)"
                            " WITHOUT ROWID"_s,
                            u"DELETE FROM present"_s}) {
        if (const Done done = Statement(catalog, sql).run(); !done)
            return done;
    }
    const auto files = cars.list();
    if (!files)
        return fail(files.error());
    Statement present(catalog, u"INSERT OR IGNORE INTO present (cid) VALUES (?)"_s);
    for (const Cid& file : *files) {
        if (const Done done = present.bind(file.bytes()).run(); !done)
            return done;
    }
    Statement forget(catalog,
                     u"DELETE FROM unassigned_car WHERE cid NOT IN (SELECT cid FROM present)"
                     " OR cid IN (SELECT cid FROM car)"_s);
    if (const Done done = forget.run(); !done)
        return done;
    const auto unknown = Statement(catalog,
                                   u"SELECT cid FROM present WHERE NOT EXISTS (SELECT 1 FROM car"
                                   " WHERE car.cid = present.cid) AND NOT EXISTS (SELECT 1 FROM"
                                   " gone_car WHERE gone_car.cid = present.cid)"_s)
                             .all([](Statement& row) { return row.read<QByteArray>(0); });
    if (!unknown)
        return fail(unknown.error());
    Statement add(catalog,
                  u"INSERT OR IGNORE INTO unassigned_car (cid, size, found) VALUES (?, ?, ?)"_s);
    for (const QByteArray& bytes : *unknown) {
        const Cid cid = Cid::fromBytes(bytes).value_or(Cid());
        const Done done = add.bind(bytes, QFileInfo(cars.path(cid)).size(), clock.now()).run();
        if (!done)
            return done;
    }
    return transaction->commit();
}

Result<std::vector<UnassignedCar>> unassignedCars(Database& catalog)
{
    return Statement(catalog,
                     u"SELECT cid, size, found, verified FROM unassigned_car ORDER BY found, cid"_s)
        .all([](Statement& row) {
            return UnassignedCar{Cid::fromBytes(row.read<QByteArray>(0)).value_or(Cid()),
                                 row.read<qint64>(1), row.read<Timestamp>(2),
                                 UnassignedCar::Verified(row.read<int>(3))};
        });
}

Result<bool> verifyNextUnassigned(Database& catalog, const CarStore& cars)
{
    using enum UnassignedCar::Verified;
    const auto next
        = Statement(catalog, u"SELECT cid FROM unassigned_car WHERE verified = ? LIMIT 1"_s)
              .bind(int(NotYet))
              .first([](Statement& row) { return row.read<QByteArray>(0); });
    if (!next)
        return fail(next.error());
    if (!*next)
        return false;
    const Cid cid = Cid::fromBytes(**next).value_or(Cid());
    const auto file = readCarFile(cars.path(cid), cid);
    if (!file)
        return fail(file.error());
    Statement note(catalog, u"UPDATE unassigned_car SET verified = ? WHERE cid = ?"_s);
    if (const Done done = note.bind(int(file->whole ? Whole : Damaged), **next).run(); !done)
        return fail(done.error());
    return true;
}

Done adopt(Database& catalog, Journal& journal, Uploads& uploads, const CarStore& cars,
           const Clock& clock, const Cid& car, const UploadContext& context)
{
    auto file = readCarFile(cars.path(car), car);
    if (!file)
        return fail(file.error());
    if (file->roots.size() != 1)
        return fail(Error::Kind::Invalid, u"the CAR does not say which root it has"_s,
                    car.toString());
    file->contents.root = file->roots.front();
    file->contents.isDamaged = !file->whole;
    BlockIndex index(catalog, journal, cars);
    if (file->whole && file->contents.blocks.size() > mostBlocksAtOnce) {
        const auto row = index.add(cars.path(car));
        if (!row)
            return fail(row.error());
        file->contents.isLong = true;
        file->contents.row = *row;
        file->contents.blocks = {};
        file->contents.missingLinks = {};
    }
    const Done adopted = journal.commit([&](ChangeNotes& notes) -> Done {
        const auto known = Statement(catalog, u"SELECT 1 FROM unassigned_car WHERE cid = ?"_s)
                               .bind(car.bytes())
                               .first(readInteger);
        if (!known)
            return fail(known.error());
        if (!*known)
            return fail(Error::Kind::NotFound, u"no unassigned CAR has this CID"_s, car.toString(),
                        u"UNASSIGNED_CAR_UNKNOWN"_s);
        notes.add(AdoptRecord{car, context.user, clock.now()});
        return uploads.record(context, file->contents, notes);
    });
    if (file->contents.row)
        index.giveUp(*file->contents.row);
    return adopted ? index.listLinks(car, clock.now(), {}) : adopted;
}

} // namespace cairn::local
