// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/recovery/catchup.h"

#include "core/base/logging.h"
#include "core/local/recovery/carprefetch.h"
#include "core/local/recovery/replay.h"
#include "core/storage/transaction.h"

#include <QFileInfo>

#include <algorithm>
#include <memory>
#include <set>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

// A commit costs a flush; between two of them nothing of the catalog can be read by others.
constexpr qint64 recordsAtOnce = 500;
constexpr auto longestTransaction = std::chrono::milliseconds(500);

struct NamedCars
{
    std::vector<Cid> cars; ///< In the order in which they are needed.
    bool areAllGone = true; ///< Collected since.
};

/// The CARs that records name from @p from on.
Result<NamedCars> carsOf(const RecordLog& records, const RecordPosition& from)
{
    std::vector<Cid> cars;
    std::set<Cid> known;
    std::set<Cid> gone;
    const auto add = [&](const Cid& car) {
        if (known.insert(car).second)
            cars.push_back(car);
    };
    const auto read = records.read(from, [&](const Record& record, const RecordPosition&) {
        if (const auto* upload = std::get_if<UploadRecord>(&record)) {
            for (const Cid& car : upload->parts)
                add(car);
        } else if (const auto* fetched = std::get_if<FetchedRecord>(&record)) {
            add(fetched->car);
        } else if (const auto* collected = std::get_if<GoneRecord>(&record)) {
            gone.insert(collected->car);
        }
        return Done();
    });
    if (!read)
        return fail(read.error());
    return NamedCars{std::move(cars), std::ranges::all_of(known, [&](const Cid& car) {
                         return gone.contains(car);
                     })};
}

/// A disk that is away has lost nothing.
Done checkThere(const NamedCars& named, const CarStore& cars)
{
    return named.areAllGone ? Done() : cars.checkThere();
}

qint64 bytesOf(const CarStore& cars, const std::vector<Cid>& cids)
{
    qint64 bytes = 0;
    for (const Cid& cid : cids)
        bytes += QFileInfo(cars.path(cid)).size();
    return bytes;
}

/// One write transaction after another, each ended when it has become long.
class Batches
{
public:
    Batches(Database& catalog, const Clock& clock)
        : m_catalog(catalog)
        , m_clock(clock)
    { }

    Done begin()
    {
        if (m_transaction)
            return {};
        auto begun = Transaction::begin(m_catalog);
        if (!begun)
            return fail(begun.error());
        m_transaction = std::make_unique<Transaction>(std::move(*begun));
        m_started = m_clock.elapsed();
        m_records = 0;
        return {};
    }
    Done applied(const RecordPosition& end)
    {
        m_end = end;
        const bool isLong
            = ++m_records >= recordsAtOnce || m_clock.elapsed() - m_started >= longestTransaction;
        return isLong ? commit() : Done();
    }
    /// Others may write until the next begin().
    Done pause() { return m_transaction ? commit() : Done(); }
    Done endAt(const RecordPosition& end)
    {
        m_end = end;
        const Done begun = begin();
        return begun ? commit() : begun;
    }

private:
    Done commit()
    {
        if (const Done done = Journal::setPosition(m_catalog, m_end); !done)
            return done;
        const auto transaction = std::exchange(m_transaction, nullptr);
        return transaction->commit();
    }

    Database& m_catalog;
    const Clock& m_clock;
    std::unique_ptr<Transaction> m_transaction;
    RecordPosition m_end;
    std::chrono::milliseconds m_started{};
    qint64 m_records = 0;
};

} // namespace

Result<qint64> catchUpBytes(OpenStore& store, const CarStore& cars)
{
    const auto position = Journal::position(*store.catalog);
    if (!position)
        return fail(position.error());
    const auto named = carsOf(*store.records, *position);
    if (!named)
        return fail(named.error());
    if (const Done there = checkThere(*named, cars); !there)
        return fail(there.error());
    return bytesOf(cars, named->cars);
}

Result<CatchUpReport> catchUp(OpenStore& store, const CarStore& cars, const Clock& clock,
                              const std::function<void(const CatchUpProgress&)>& progress,
                              const std::function<bool()>& isStopping)
{
    const auto from = Journal::position(*store.catalog);
    if (!from)
        return fail(from.error());
    const auto named = carsOf(*store.records, *from);
    if (!named)
        return fail(named.error());
    if (const Done there = checkThere(*named, cars); !there)
        return fail(there.error());
    CatchUpReport report;
    CatchUpProgress step{0, bytesOf(cars, named->cars)};
    progress(step);
    CarPrefetch prefetch(cars, named->cars);
    std::set<Cid> counted;
    const Uploads::CarSource source = [&](const Cid& car) {
        auto contents = prefetch.take(car);
        if (contents && counted.insert(car).second) {
            ++report.cars;
            if (!*contents)
                report.absent.push_back(car);
            else if ((*contents)->isDamaged)
                report.damaged.push_back(car);
            step.done += *contents ? (*contents)->size : 0;
            progress(step);
        }
        return contents;
    };
    Replay replay(*store.catalog, *store.journal, cars, clock, source);
    Batches batches(*store.catalog, clock);
    const auto damages
        = store.records->read(*from, [&](const Record& record, const RecordPosition& end) -> Done {
              if (isStopping())
                  return fail(Error::Kind::Cancelled);
              std::optional<bool> isHere;
              if (const auto* pinned = std::get_if<PinnedRecord>(&record)) {
                  isHere = replay.pins().isHereAtOnce(pinned->cid);
                  if (!isHere) { // In no transaction.
                      if (const Done paused = batches.pause(); !paused)
                          return paused;
                      isHere = replay.pins().isHere(pinned->cid, isStopping);
                      if (isStopping())
                          return fail(Error::Kind::Cancelled);
                  }
              }
              if (const Done begun = batches.begin(); !begun)
                  return begun;
              if (const Done done = replay.apply(record, isHere); !done)
                  return done;
              return batches.applied(end);
          });
    if (!damages)
        return fail(damages.error());
    for (const RecordLog::Damage& damage : *damages) {
        report.unreadable << u"%1: %2"_s.arg(damage.at.text(), damage.why);
        qCWarning(lcLocal) << "a record cannot be read:" << damage.at.text() << damage.why;
    }
    // What is behind the last record is no record.
    const auto end = store.records->end();
    if (!end)
        return fail(end.error());
    if (const Done ended = batches.endAt(*end); !ended)
        return fail(ended.error());
    // Most that are not here were collected since: later records say so.
    std::erase_if(report.absent, [&](const Cid& car) {
        const auto row = Statement(*store.catalog, u"SELECT 1 FROM car WHERE cid = ?"_s)
                             .bind(car.bytes())
                             .first(readInteger);
        return row && !*row;
    });
    store.isBehind = false;
    return report;
}

} // namespace cairn::local
