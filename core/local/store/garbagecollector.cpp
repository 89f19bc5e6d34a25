// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/garbagecollector.h"

#include "core/base/logging.h"
#include "core/local/store/dagwalk.h"
#include "core/local/store/unpinnedreason.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

Done runAll(Database& database, const QStringList& statements)
{
    for (const QString& sql : statements) {
        if (const Done done = Statement(database, sql).run(); !done)
            return done;
    }
    return {};
}

/// What must be walked block by block: pins, and uploads whose own parts are not all they need.
Result<std::vector<QByteArray>> rootsToWalk(Database& database)
{
    return Statement(database,
                     u"SELECT cid FROM content WHERE id IN"
                     " (SELECT content_id FROM pin_request WHERE deleted IS NULL)"
                     " OR id IN (SELECT content_id FROM upload WHERE deleted IS NULL AND"
                     " (unknown_codec OR EXISTS (SELECT 1 FROM missing_link"
                     " WHERE upload_id = upload.id)))"_s)
        .all([](Statement& row) { return row.read<QByteArray>(0); });
}

/// Marks a CAR for every block of the DAG that is here and in none marked yet.
Done keepDag(Database& database, BlockStore& blocks, const Cid& root)
{
    Statement kept(database,
                   u"SELECT 1 FROM block JOIN needed ON needed.car_id = block.car_id"
                   " WHERE block.multihash = ? LIMIT 1"_s);
    Statement keep(database,
                   u"INSERT INTO needed SELECT car_id FROM block WHERE multihash = ? LIMIT 1"_s);
    DagWalk walk(root);
    while (const auto cid = walk.next()) {
        const QByteArray hash = cid->hash().bytes();
        const auto isKept = kept.bind(hash).first([](Statement&) { return true; });
        if (!isKept)
            return fail(isKept.error());
        if (!*isKept) {
            if (const Done done = keep.bind(hash).run(); !done)
                return done;
        }
        if (cid->codec() == content::Codec::Raw)
            continue;
        const auto bytes = blocks.block(*cid);
        // What is missing or decayed cannot say what hangs on it; the rest stays all the same.
        if (bytes && !walk.expand(*cid, *bytes))
            qCWarning(lcLocal) << "a block without readable links:" << cid->toString();
    }
    return {};
}

Done markNeeded(Database& database, const CarStore& cars)
{
    const Done marked
        = runAll(database,
                 {u"CREATE TEMP TABLE IF NOT EXISTS needed (car_id INTEGER PRIMARY KEY)"_s,
                  u"DELETE FROM needed"_s,
                  u"INSERT INTO needed SELECT DISTINCT part.car_id FROM part"
                  " JOIN upload ON upload.id = part.upload_id WHERE upload.deleted IS NULL"_s});
    if (!marked)
        return marked;
    const auto roots = rootsToWalk(database);
    if (!roots)
        return fail(roots.error());
    BlockStore blocks(database, cars);
    for (const QByteArray& bytes : *roots) {
        const auto root = Cid::fromBytes(bytes);
        if (!root)
            continue;
        if (const Done done = keepDag(database, blocks, *root); !done)
            return done;
    }
    return {};
}

/// The catalog without what is not needed. A deleted upload that loses a part begins anew should it
/// come back; a content that nobody has any more says that it is not here.
Done forget(Database& database, Timestamp now)
{
    const QString gone = u"(SELECT id FROM car WHERE id NOT IN (SELECT car_id FROM needed))"_s;
    const QString incomplete = u"(SELECT upload_id FROM incomplete_upload)"_s;
    const Done prepared = runAll(
        database,
        {u"CREATE TEMP TABLE IF NOT EXISTS incomplete_upload (upload_id INTEGER PRIMARY KEY)"_s,
         u"DELETE FROM incomplete_upload"_s,
         u"INSERT OR IGNORE INTO incomplete_upload"
         " SELECT upload_id FROM part WHERE car_id IN "_s
             + gone,
         u"DELETE FROM part WHERE upload_id IN "_s + incomplete,
         u"DELETE FROM missing_link WHERE upload_id IN "_s + incomplete,
         u"UPDATE upload SET unknown_codec = 0 WHERE id IN "_s + incomplete});
    if (!prepared)
        return prepared;
    Statement freed(database,
                    u"UPDATE content SET pinned = 0, unpinned_reason = ?, pin_updated = ?"
                    " WHERE pinned"
                    " AND NOT EXISTS (SELECT 1 FROM upload WHERE content_id = content.id"
                    " AND deleted IS NULL) AND NOT EXISTS (SELECT 1 FROM pin_request"
                    " WHERE content_id = content.id AND deleted IS NULL)"_s);
    if (const Done done = freed.bind(int(UnpinnedReason::Freed), now).run(); !done)
        return done;
    return runAll(
        database,
        {u"DELETE FROM block WHERE car_id IN "_s + gone, u"DELETE FROM car WHERE id IN "_s + gone});
}

/// Each on its own and only if no upload has brought it again.
Done removeFile(Database& database, const CarStore& cars, const QByteArray& car)
{
    const auto cid = Cid::fromBytes(car);
    if (!cid)
        return {};
    const auto transaction = Transaction::begin(database);
    if (!transaction)
        return fail(transaction.error());
    const auto known
        = Statement(database, u"SELECT 1 FROM car WHERE cid = ?"_s).bind(car).first([](Statement&) {
              return true;
          });
    if (!known)
        return fail(known.error());
    if (!*known && QFile::exists(cars.path(*cid)))
        cars.remove(*cid);
    return {};
}

} // namespace

GarbageCollector::GarbageCollector(Database& database, const CarStore& cars, const Clock& clock)
    : m_database(database)
    , m_cars(cars)
    , m_clock(clock)
{ }

Result<GarbageReport> GarbageCollector::collect(DryRun dryRun)
{
    std::vector<QByteArray> gone;
    GarbageReport report;
    {
        auto transaction = Transaction::begin(m_database);
        if (!transaction)
            return fail(transaction.error());
        if (const Done done = markNeeded(m_database, m_cars); !done)
            return fail(done.error());
        const auto rows = Statement(m_database,
                                    u"SELECT cid, size FROM car"
                                    " WHERE id NOT IN (SELECT car_id FROM needed)"_s)
                              .all([](Statement& row) {
                                  return std::pair(row.read<QByteArray>(0), row.read<qint64>(1));
                              });
        if (!rows)
            return fail(rows.error());
        for (const auto& [cid, size] : *rows) {
            gone.push_back(cid);
            report.bytes += size;
        }
        report.cars = qint64(gone.size());
        if (dryRun == DryRun::Yes)
            return report;
        if (const Done done = forget(m_database, m_clock.now()); !done)
            return fail(done.error());
        if (const Done done = transaction->commit(); !done)
            return fail(done.error());
    }
    for (const QByteArray& car : gone) {
        if (const Done done = removeFile(m_database, m_cars, car); !done)
            return fail(done.error()); // The next start removes the rest.
    }
    return report;
}

} // namespace cairn::local
