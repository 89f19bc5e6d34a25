// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/garbage/garbagecollector.h"

#include "core/base/logging.h"
#include "core/local/garbage/collectionsteps.h"
#include "core/local/garbage/removal.h"
#include "core/local/store/blockindex.h"
#include "core/local/store/catalog.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"

#include <algorithm>
#include <map>
#include <set>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

constexpr std::ptrdiff_t atOnce = 200; // CARs, while others that write wait.
/// Each looks only at what has come to be needed meanwhile.
constexpr int mostRounds = 100;
// Later than any moment that a clock, right or wrong, dated a deletion with.
constexpr Timestamp farFuture = std::chrono::sys_days(std::chrono::year(9999) / 12 / 31);

/// What goes of deleted uploads. Their rows are read beforehand, since they may go too.
class Losses
{
public:
    static Result<Losses> of(Database& database, const std::vector<UnneededCar>& cars)
    {
        Losses losses;
        Statement read(database, u"SELECT source_cid, name FROM upload WHERE id = ?"_s);
        for (const UnneededCar& car : cars) {
            for (const qint64 upload : car.uploads) {
                if (losses.m_uploads.contains(upload))
                    continue;
                const auto found = read.bind(upload).first([](Statement& row) {
                    return GarbageReport::Freed{
                        Cid::fromBytes(row.read<QByteArray>(0)).value_or(Cid()),
                        row.read<QString>(1)};
                });
                if (!found)
                    return fail(found.error());
                losses.m_uploads.emplace(upload, found->value_or(GarbageReport::Freed()));
            }
        }
        return losses;
    }

    void add(const std::vector<UnneededCar>& cars)
    {
        for (const UnneededCar& car : cars) {
            ++m_cars;
            m_bytes += car.size;
            for (const qint64 upload : car.uploads) {
                m_losing.insert(upload);
                m_uploads[upload].bytes += car.size;
            }
        }
    }
    GarbageReport report() const
    {
        GarbageReport report{m_cars, m_bytes};
        for (const qint64 upload : m_losing)
            report.uploads.push_back(m_uploads.at(upload));
        std::ranges::stable_sort(report.uploads, std::ranges::greater(),
                                 &GarbageReport::Freed::bytes);
        return report;
    }

private:
    qint64 m_cars = 0;
    qint64 m_bytes = 0;
    std::map<qint64, GarbageReport::Freed> m_uploads; ///< By their rows.
    std::set<qint64> m_losing;
};

/// What would go now.
struct Collectable
{
    std::vector<UnneededCar> cars;
    Losses losses; ///< Of what is added to them.
};

/// In no transaction: uploads go on.
Result<Collectable> findUnneeded(Database& database, NeededCars& needed, bool withUnassigned)
{
    if (const Done done = needed.update(); !done)
        return fail(done.error());
    auto cars = needed.unneeded(withUnassigned);
    if (!cars)
        return fail(cars.error());
    auto losses = Losses::of(database, *cars);
    if (!losses)
        return fail(losses.error());
    return Collectable{std::move(*cars), std::move(*losses)};
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
        letOthersWrite();
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
    auto found = findUnneeded(m_database, needed, scope.unassigned);
    if (!found)
        return fail(found.error());
    found->losses.add(found->cars);
    return found->losses.report();
}

Result<GarbageReport> GarbageCollector::collect(const GarbageScope& scope)
{
    NeededCars needed(m_database, m_cars, scope.freeBefore.value_or(farFuture));
    // A file that cannot be seen would stay, and nothing would know of it any more.
    if (const Done there = checkCarsAreThere(m_database, m_cars); !there)
        return fail(there.error());
    auto found = findUnneeded(m_database, needed, scope.unassigned);
    if (!found)
        return fail(found.error());
    const std::vector<UnneededCar>& cars = found->cars;
    // Before they go: nothing says that they are here once they are not.
    if (const Done done = sayCollected(scope); !done)
        return fail(done.error());
    const auto isUnwanted = [&] { return scope.isUnwanted && scope.isUnwanted(); };
    for (auto at = cars.begin(); at != cars.end() && !isUnwanted();) {
        const auto end = at + std::min(atOnce, cars.end() - at);
        std::vector<UnneededCar> some(at, end);
        if (const Done done = removeSome(needed, some); !done)
            return fail(done.error());
        found->losses.add(some);
        at = end;
    }
    if (const Done removed = removeFiles(isUnwanted); !removed)
        return fail(removed.error());
    const Done rows = BlockIndex(m_database, m_journal, m_cars).removeLeft(isUnwanted);
    if (!rows && rows.error().kind != Error::Kind::Cancelled)
        return fail(rows.error());
    shrink(m_database);
    return found->losses.report();
}

/// The record comes last: of a collection that ends before, the next one does what is left.
Done GarbageCollector::sayCollected(const GarbageScope& scope)
{
    const CollectedRecord collected{m_clock.now(), scope.freeBefore.value_or(farFuture),
                                    scope.forgetBefore};
    CollectionSteps steps(m_database, collected);
    bool isAny = false;
    for (;;) {
        const auto step = steps.next();
        if (!step)
            return fail(step.error());
        if (!*step)
            break;
        const Done done = m_journal.commit([&](ChangeNotes&) { return steps.apply(**step); });
        if (!done)
            return done;
        isAny = true;
        letOthersWrite();
    }
    if (!isAny)
        return {};
    return m_journal.commit([&](ChangeNotes& notes) {
        notes.add(collected);
        return Done();
    });
}

/// @p cars are then those that went.
Done GarbageCollector::removeSome(NeededCars& needed, std::vector<UnneededCar>& cars)
{
    for (int round = 0; round < mostRounds; ++round) {
        const auto removed = removeRows(needed, cars);
        letOthersWrite();
        if (!removed)
            return fail(removed.error());
        if (*removed)
            return {};
        if (const Done done = needed.update(); !done)
            return done;
        if (const Done done = needed.keepUnneeded(cars); !done)
            return done;
    }
    cars.clear(); // The next time.
    return {};
}

/// False, with nothing done, if one of @p cars has come to be needed.
Result<bool> GarbageCollector::removeRows(NeededCars& needed, const std::vector<UnneededCar>& cars)
{
    bool isStillSo = false;
    const Done done = m_journal.commit([&](ChangeNotes& notes) -> Done {
        if (const Done there = checkCarsAreThere(m_database, m_cars); !there)
            return there;
        const auto unneeded = needed.isStillSo(cars);
        if (!unneeded)
            return fail(unneeded.error());
        isStillSo = *unneeded;
        if (!isStillSo)
            return {};
        std::vector<GoneRecord> gone;
        for (const UnneededCar& car : cars) {
            gone.push_back({car.cid, m_clock.now(), u"nothing needs it"_s});
            notes.add(gone.back());
        }
        return apply(m_database, m_cars, gone);
    });
    if (!done)
        return fail(done.error());
    return isStillSo;
}

/// Also those of an earlier collection that did not come to its end.
Done GarbageCollector::removeFiles(const IsUnwanted& isUnwanted)
{
    const auto cars = Statement(m_database, u"SELECT cid FROM gone_car"_s).all([](Statement& row) {
        return row.read<QByteArray>(0);
    });
    if (!cars)
        return fail(cars.error());
    // Uploads wait while a transaction lasts; each costs a flush to the disk.
    for (auto car = cars->begin(); car != cars->end() && !isUnwanted();) {
        {
            auto transaction = Transaction::begin(m_database);
            if (!transaction)
                return fail(transaction.error());
            for (const auto end = car + std::min(atOnce, cars->end() - car); car != end; ++car) {
                if (const Done removed = removeFile(m_database, m_cars, *car); !removed)
                    return removed;
            }
            if (const Done done = transaction->commit(); !done)
                return done;
        }
        letOthersWrite();
    }
    return {};
}

} // namespace cairn::local
