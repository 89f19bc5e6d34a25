// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/maintenance.h"

#include "core/base/logging.h"
#include "core/local/garbage/garbagecollector.h"
#include "core/local/garbage/unassigned.h"
#include "core/local/recovery/snapshot.h"
#include "core/local/store/catalog.h"
#include "core/storage/transaction.h"

namespace cairn::local {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto pause = 1h;
constexpr qint64 largestSegment = 64 * 1024 * 1024;
constexpr qint64 usualLine = 300; // Bytes of a record.
constexpr qint64 smallestWorth = 1024 * 1024; // Less is not worth writing anew for its size.

} // namespace

Result<bool> hasDeletedBefore(Database& catalog, Timestamp moment)
{
    const auto any = Statement(catalog,
                               u"SELECT EXISTS (SELECT 1 FROM upload WHERE deleted < ?)"
                               " OR EXISTS (SELECT 1 FROM pin_request WHERE deleted < ?)"
                               " OR EXISTS (SELECT 1 FROM token WHERE deleted < ? AND name != '')"
                               " OR EXISTS (SELECT 1 FROM gone_car)"_s)
                         .bind(moment, moment, moment)
                         .first(readInteger);
    if (!any)
        return fail(any.error());
    return any->value_or(0) != 0;
}

Done compactIfDue(OpenStore& store)
{
    const auto size = store.records->size();
    if (!size)
        return fail(size.error());
    const auto live = countState(*store.catalog);
    if (!live)
        return fail(live.error());
    const auto forgotten = hasForgotten(*store.catalog);
    if (!forgotten)
        return fail(forgotten.error());
    const bool isLarge = *size > largestSegment && *live * usualLine < *size / 2;
    const bool isMostlyDead = *size > smallestWorth && *live * usualLine < *size / 4;
    if (!isLarge && !isMostlyDead && !*forgotten)
        return {};
    auto transaction = Transaction::begin(*store.catalog);
    if (!transaction)
        return fail(transaction.error());
    const auto id = serviceId(*store.catalog);
    if (!id)
        return fail(id.error());
    const auto end = store.records->writeSnapshot(
        *id, RecordLog::Continues::Yes,
        [&](const RecordLog::WriteLine& write) { return writeState(*store.catalog, write); });
    if (!end)
        return fail(end.error());
    if (const Done done = Journal::setPosition(*store.catalog, *end); !done)
        return done;
    if (const Done done = setForgotten(*store.catalog, false); !done)
        return done;
    if (const Done done = transaction->commit(); !done)
        return done;
    return store.records->removeBefore(end->segment);
}

Maintenance::Maintenance(OpenStore& store, BlockIndex& index, const CarStore& cars,
                         const Clock& clock, std::chrono::days keepDeleted)
    : m_store(store)
    , m_index(index)
    , m_cars(cars)
    , m_clock(clock)
    , m_keepDeleted(keepDeleted)
{ }

Maintenance::~Maintenance()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Maintenance::start()
{
    m_thread = std::thread([this] { run(); });
}

bool Maintenance::isStopping()
{
    const std::lock_guard lock(m_mutex);
    return m_stop;
}

void Maintenance::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_hasIndexWork = true;
    }
    m_changed.notify_all();
}

/// False at the end.
bool Maintenance::waitForNext()
{
    const auto next = std::chrono::steady_clock::now() + pause;
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait_until(lock, next, [this] { return m_stop || m_hasIndexWork; }))
                return true;
            if (m_stop)
                return false;
        }
        tendIndex();
    }
}

void Maintenance::tendIndex()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!std::exchange(m_hasIndexWork, false))
            return;
    }
    const auto isUnwanted = [this] { return isStopping(); };
    for (const Done& done :
         {m_index.listLinks({}, m_clock.now(), isUnwanted), m_index.removeLeft(isUnwanted)}) {
        if (!done && done.error().kind != Error::Kind::Cancelled)
            qCWarning(lcLocal) << "the index of blocks:" << done.error().detail;
    }
}

void Maintenance::run()
{
    do
        workOnce();
    while (waitForNext());
}

void Maintenance::workOnce()
{
    const auto say = [](const QString& what, const Done& done) {
        if (!done)
            qCWarning(lcLocal) << what << done.error().detail << done.error().subject;
    };
    Database& catalog = *m_store.catalog;
    say(u"unassigned CARs cannot be looked for:"_s, findUnassigned(catalog, m_cars, m_clock));
    const Timestamp before = m_clock.now() - m_keepDeleted;
    const auto since = freesSince(catalog, m_clock.now());
    const auto any = hasDeletedBefore(catalog, before);
    if (since && *since <= before && any.value_or(false)) {
        GarbageCollector collector(catalog, *m_store.journal, m_cars, m_clock);
        const auto freed = collector.collect({.freeBefore = before,
                                              .forgetBefore = before,
                                              .isUnwanted = [this] { return isStopping(); }});
        if (freed)
            qCInfo(lcLocal) << "freed" << freed->bytes << "bytes that were deleted before";
        else
            say(u"what was deleted cannot be freed:"_s, fail(freed.error()));
    }
    say(u"the records cannot be written anew:"_s, compactIfDue(m_store));
    for (bool more = true; more && !isStopping();) {
        tendIndex();
        const auto verified = verifyNextUnassigned(catalog, m_cars);
        if (!verified)
            say(u"an unassigned CAR cannot be read:"_s, fail(verified.error()));
        more = verified.value_or(false);
    }
}

} // namespace cairn::local
