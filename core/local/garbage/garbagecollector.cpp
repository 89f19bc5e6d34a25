// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/garbage/garbagecollector.h"

#include "core/base/logging.h"
#include "core/local/garbage/removal.h"
#include "core/local/store/blockindex.h"
#include "core/local/store/catalog.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"

#include <algorithm>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

constexpr std::ptrdiff_t filesAtOnce = 100;
/// Each but the first looks only at what has come to be needed meanwhile.
constexpr int mostRounds = 100;
// Later than any moment that a clock, right or wrong, dated a deletion with.
constexpr Timestamp farFuture = std::chrono::sys_days(std::chrono::year(9999) / 12 / 31);

/// After update(), on the same thread.
Result<GarbageReport> reportOf(NeededCars& needed, const std::vector<UnneededCar>& cars)
{
    GarbageReport report;
    report.cars = qint64(cars.size());
    for (const UnneededCar& car : cars)
        report.bytes += car.size;
    auto uploads = needed.uploadsThatLose();
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
    NeededCars needed(m_database, m_cars, scope.freeBefore.value_or(farFuture));
    if (const Done done = needed.update(); !done)
        return fail(done.error());
    const auto cars = needed.unneeded(scope.unassigned);
    return cars ? reportOf(needed, *cars) : fail(cars.error());
}

Result<GarbageReport> GarbageCollector::collect(const GarbageScope& scope)
{
    NeededCars needed(m_database, m_cars, scope.freeBefore.value_or(farFuture));
    GarbageReport report;
    bool isDone = false;
    for (int round = 0; !isDone; ++round) {
        if (round == mostRounds)
            return GarbageReport(); // Next time.
        // Outside a transaction: uploads go on.
        if (const Done done = needed.update(); !done)
            return fail(done.error());
        const auto cars = needed.unneeded(scope.unassigned);
        if (!cars)
            return fail(cars.error());
        auto found = reportOf(needed, *cars);
        if (!found)
            return fail(found.error());
        report = std::move(*found);
        const auto removed = removeRows(needed, *cars, scope);
        if (!removed)
            return fail(removed.error());
        isDone = *removed;
    }
    if (const Done removed = removeFiles(); !removed)
        return fail(removed.error());
    const Done rows = BlockIndex(m_database, m_journal, m_cars).removeLeft(scope.isUnwanted);
    if (!rows && rows.error().kind != Error::Kind::Cancelled)
        return fail(rows.error());
    shrink(m_database);
    return report;
}

/// False, with nothing done, if one of @p cars has come to be needed.
Result<bool> GarbageCollector::removeRows(NeededCars& needed, const std::vector<UnneededCar>& cars,
                                          const GarbageScope& scope)
{
    bool isStillSo = false;
    const Done done = m_journal.commit([&](ChangeNotes& notes) -> Done {
        // A file that cannot be seen would stay, and nothing would know of it any more.
        if (const Done there = checkCarsAreThere(m_database, m_cars); !there)
            return there;
        const auto unneeded = needed.isStillSo(cars);
        if (!unneeded)
            return fail(unneeded.error());
        isStillSo = *unneeded;
        if (!isStillSo)
            return {};
        const CollectedRecord collected{m_clock.now(), scope.freeBefore.value_or(farFuture),
                                        scope.forgetBefore};
        std::vector<GoneRecord> gone;
        for (const UnneededCar& car : cars) {
            gone.push_back({car.cid, collected.at, u"nothing needs it"_s});
            notes.add(gone.back());
        }
        if (const Done applied = apply(m_database, m_cars, gone); !applied)
            return applied;
        const auto before = totalChanges(m_database);
        if (const Done applied = apply(m_database, collected); !applied)
            return applied;
        if (!cars.empty() || totalChanges(m_database) != before)
            notes.add(collected);
        return {};
    });
    if (!done)
        return fail(done.error());
    return isStillSo;
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
