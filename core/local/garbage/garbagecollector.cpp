// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/garbage/garbagecollector.h"

#include "core/base/logging.h"
#include "core/local/garbage/removal.h"
#include "core/local/store/carstate.h"
#include "core/local/store/catalog.h"
#include "core/local/store/dagwalk.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"

#include <algorithm>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

constexpr std::ptrdiff_t filesAtOnce = 100;
// Later than any moment that a clock, right or wrong, dated a deletion with.
constexpr Timestamp farFuture = std::chrono::sys_days(std::chrono::year(9999) / 12 / 31);

Done runAll(Database& database, const QStringList& statements)
{
    for (const QString& sql : statements) {
        if (const Done done = Statement(database, sql).run(); !done)
            return done;
    }
    return {};
}

/// What must be walked block by block: pins, and uploads whose own parts are not all they need.
/// What was deleted not long ago counts as if it were not.
Result<std::vector<QByteArray>> rootsToWalk(Database& database, Timestamp freeBefore)
{
    return Statement(database,
                     u"SELECT cid FROM content WHERE id IN"
                     " (SELECT content_id FROM pin_request WHERE deleted IS NULL OR deleted >= ?)"
                     " OR id IN (SELECT content_id FROM upload"
                     " WHERE (deleted IS NULL OR deleted >= ?) AND"
                     " (unknown_codec OR EXISTS (SELECT 1 FROM missing_link"
                     " WHERE upload_id = upload.id)))"_s)
        .bind(freeBefore, freeBefore)
        .all([](Statement& row) { return row.read<QByteArray>(0); });
}

/// Marks a CAR for every block of the DAG that is here and in none marked yet. Bytes that are here
/// under another codec only are kept too, and looked into: a pin that waits may come to need them.
Done keepDag(Database& database, BlockStore& blocks, const Cid& root)
{
    Statement kept(database,
                   u"SELECT 1 FROM block JOIN needed ON needed.car_id = block.car_id"
                   " WHERE block.multihash = ? AND block.codec = coalesce(?, block.codec)"
                   " LIMIT 1"_s);
    Statement keep(database,
                   u"INSERT OR IGNORE INTO needed SELECT car_id FROM block WHERE multihash = ?"
                   " ORDER BY codec = ? DESC LIMIT 1"_s);
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
            if (const Done done = keep.bind(key.multihash, key.codec).run(); !done)
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

Done markNeeded(Database& database, const CarStore& cars, Timestamp freeBefore)
{
    const Done prepared
        = runAll(database,
                 {u"CREATE TEMP TABLE IF NOT EXISTS needed (car_id INTEGER PRIMARY KEY)"_s,
                  u"DELETE FROM needed"_s});
    if (!prepared)
        return prepared;
    Statement own(database,
                  u"INSERT INTO needed SELECT DISTINCT part.car_id FROM part JOIN upload"
                  " ON upload.id = part.upload_id WHERE deleted IS NULL OR deleted >= ?"_s);
    if (const Done done = own.bind(freeBefore).run(); !done)
        return done;
    const auto roots = rootsToWalk(database, freeBefore);
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

struct UnneededCar
{
    Cid cid;
    qint64 size = 0;
};

/// Within a transaction, after markNeeded().
Result<std::vector<UnneededCar>> unneededCars(Database& database, bool unassigned)
{
    const QString sql
        = u"SELECT cid, iif(state = %1, 0, size) FROM car WHERE id NOT IN (SELECT car_id FROM needed)"_s
              .arg(int(CarState::Absent));
    return Statement(database,
                     unassigned ? sql + u" UNION SELECT cid, size FROM unassigned_car"_s : sql)
        .all([](Statement& row) {
            return UnneededCar{Cid::fromBytes(row.read<QByteArray>(0)).value_or(Cid()),
                               row.read<qint64>(1)};
        });
}

Result<GarbageReport> reportOf(Database& database, const std::vector<UnneededCar>& cars)
{
    GarbageReport report;
    report.cars = qint64(cars.size());
    for (const UnneededCar& car : cars)
        report.bytes += car.size;
    auto uploads
        = Statement(database,
                    u"SELECT upload.source_cid, upload.name, sum(car.size) FROM part"
                    " JOIN car ON car.id = part.car_id JOIN upload ON upload.id = part.upload_id"
                    " WHERE car.id NOT IN (SELECT car_id FROM needed)"
                    " GROUP BY upload.id ORDER BY 3 DESC, upload.id"_s)
              .all([](Statement& row) {
                  return GarbageReport::Freed{
                      Cid::fromBytes(row.read<QByteArray>(0)).value_or(Cid()), row.read<QString>(1),
                      row.read<qint64>(2)};
              });
    if (!uploads)
        return fail(uploads.error());
    report.uploads = std::move(*uploads);
    return report;
}

/// Only what no upload has brought again.
Done removeFile(Database& database, const CarStore& cars, const QByteArray& bytes)
{
    const auto known
        = Statement(database, u"SELECT 1 FROM car WHERE cid = ?"_s).bind(bytes).first(readInteger);
    if (!known)
        return fail(known.error());
    const auto cid = Cid::fromBytes(bytes);
    if (cid && !*known && cars.has(*cid)) {
        if (const Done removed = cars.remove(*cid); !removed)
            return removed;
    }
    return Statement(database, u"DELETE FROM gone_car WHERE cid = ?"_s).bind(bytes).run();
}

/// Qt's driver takes one step of a statement without columns, and each step removes one page.
Done removeUnusedPages(Database& database, qint64 pages)
{
    constexpr qint64 pagesAtOnce = 2'000; // Uploads wait meanwhile.
    while (pages > 0) {
        auto transaction = Transaction::begin(database);
        if (!transaction)
            return fail(transaction.error());
        {
            Statement vacuum(database, u"PRAGMA incremental_vacuum(1)"_s);
            for (qint64 page = 0; page < std::min(pages, pagesAtOnce); ++page) {
                if (const Done done = vacuum.run(); !done)
                    return done;
            }
        }
        if (const Done done = transaction->commit(); !done)
            return done;
        pages -= pagesAtOnce;
    }
    return {};
}

/// Gives the space of removed rows back to the disk. What does not succeed does the next time.
void shrink(Database& database)
{
    const auto pragma = [&](const QString& sql) {
        return Statement(database, sql).first(readInteger).value_or(std::nullopt).value_or(0);
    };
    constexpr int incremental = 2;
    const qint64 pages = pragma(u"PRAGMA page_count"_s);
    const qint64 unused = pragma(u"PRAGMA freelist_count"_s);
    if (unused * 4 < pages)
        return;
    if (pragma(u"PRAGMA auto_vacuum"_s) == incremental) {
        if (const Done done = removeUnusedPages(database, unused); !done)
            qCInfo(lcLocal) << "the catalog stays larger than it has to be:" << done.error().detail;
    } else { // A catalog of an earlier version is written anew, once.
        std::ignore = Statement(database, u"PRAGMA auto_vacuum = INCREMENTAL"_s).run();
        if (const Done done = Statement(database, u"VACUUM"_s).run(); !done)
            qCInfo(lcLocal) << "the catalog stays as large as it is:" << done.error().detail;
    }
    std::ignore = pragma(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
    std::ignore = markOpen(database); // It has just emptied the log.
}

} // namespace

GarbageCollector::GarbageCollector(Database& database, Journal& journal, const CarStore& cars,
                                   const Clock& clock)
    : m_database(database)
    , m_journal(journal)
    , m_cars(cars)
    , m_clock(clock)
{ }

Result<GarbageReport> GarbageCollector::look(const GarbageScope& scope)
{
    // Never committed: the marks are temporary.
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return fail(transaction.error());
    const Timestamp freeBefore = scope.freeBefore.value_or(farFuture);
    if (const Done done = markNeeded(m_database, m_cars, freeBefore); !done)
        return fail(done.error());
    const auto cars = unneededCars(m_database, scope.unassigned);
    return cars ? reportOf(m_database, *cars) : fail(cars.error());
}

Result<GarbageReport> GarbageCollector::collect(const GarbageScope& scope)
{
    GarbageReport report;
    const Done done = m_journal.commit([&](ChangeNotes& notes) -> Done {
        // A file that cannot be seen would stay, and nothing would know of it any more.
        if (const Done there = checkCarsAreThere(m_database, m_cars); !there)
            return there;
        const Timestamp freeBefore = scope.freeBefore.value_or(farFuture);
        if (const Done marked = markNeeded(m_database, m_cars, freeBefore); !marked)
            return marked;
        const auto cars = unneededCars(m_database, scope.unassigned);
        if (!cars)
            return fail(cars.error());
        auto found = reportOf(m_database, *cars);
        if (!found)
            return fail(found.error());
        report = std::move(*found);
        const CollectedRecord collected{m_clock.now(), freeBefore, scope.forgetBefore};
        std::vector<GoneRecord> gone;
        for (const UnneededCar& car : *cars) {
            gone.push_back({car.cid, collected.at, u"nothing needs it"_s});
            notes.add(gone.back());
        }
        if (const Done applied = apply(m_database, m_cars, gone); !applied)
            return applied;
        const auto before = totalChanges(m_database);
        if (const Done applied = apply(m_database, collected); !applied)
            return applied;
        if (!cars->empty() || totalChanges(m_database) != before)
            notes.add(collected);
        return {};
    });
    if (!done)
        return fail(done.error());
    if (const Done removed = removeFiles(); !removed)
        return fail(removed.error());
    shrink(m_database);
    return report;
}

/// Also those of an earlier collection that did not come to its end.
Done GarbageCollector::removeFiles()
{
    const auto cars = Statement(m_database, u"SELECT cid FROM gone_car"_s).all([](Statement& row) {
        return row.read<QByteArray>(0);
    });
    if (!cars)
        return fail(cars.error());
    // Uploads wait while a transaction lasts; each costs a flush to the disk.
    for (auto car = cars->begin(); car != cars->end();) {
        auto transaction = Transaction::begin(m_database);
        if (!transaction)
            return fail(transaction.error());
        for (const auto end = car + std::min(filesAtOnce, cars->end() - car); car != end; ++car) {
            if (const Done removed = removeFile(m_database, m_cars, *car); !removed)
                return removed;
        }
        if (const Done done = transaction->commit(); !done)
            return done;
    }
    return {};
}

} // namespace cairn::local
