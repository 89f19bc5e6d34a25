// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/store/sqlitetransferstore.h"

#include "core/base/logging.h"
#include "core/base/posix/lockfile.h"
#include "core/storage/transaction.h"
#include "core/transfer/store/transferrow.h"
#include "core/transfer/store/transferschema.h"

#include <QDir>
#include <QUrl>
#include <QUuid>

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::bindRow;
using transfer::readRow;
using transfer::rowColumns;

namespace {

/// About 4 MB of log.
constexpr int writesBetweenCheckpoints = 1000;

template<typename T> T logged(Result<T> result, T otherwise)
{
    if (result)
        return std::move(*result);
    qCCritical(lcTransfer) << "the transfers cannot be read:" << result.error().detail;
    return otherwise;
}

/// Ids are below it; 0 stands for no bound.
qint64 idBound(TransferId before)
{
    return before == 0 ? std::numeric_limits<qint64>::max() : qint64(before);
}

/// Those that the end of the program leads back to the queue.
QString interruptedStates()
{
    QStringList states;
    for (int state = 0; state <= int(transfer::State::Saved); ++state) {
        if (transfer::next(transfer::State(state), transfer::Event::Interrupt))
            states << QString::number(state);
    }
    return states.join(u", "_s);
}

} // namespace

Result<std::unique_ptr<SqliteTransferStore>> SqliteTransferStore::open(const QString& folder,
                                                                       const QString& account)
{
    if (!QDir().mkpath(folder))
        return fail(Error::Kind::Storage, u"cannot make the folder"_s, folder);
    const QString base = folder + '/'_L1 + QString::fromLatin1(QUrl::toPercentEncoding(account));
    auto database = Database::open(base + ".sqlite"_L1);
    if (!database)
        return fail(database.error());
    if (const Done migrated = migrate(**database, transfer::schema()); !migrated)
        return fail(migrated.error());
    std::unique_ptr<SqliteTransferStore> store(new SqliteTransferStore(base, std::move(*database)));
    if (const Done locked = store->lock(); !locked)
        return fail(locked.error());
    return store;
}

SqliteTransferStore::SqliteTransferStore(QString base, std::unique_ptr<Database> database)
    : m_base(std::move(base))
    , m_database(std::move(database))
    , m_owner(QUuid::createUuid().toString(QUuid::WithoutBraces))
{
    m_checkpoints.setMaxThreadCount(1);
}

SqliteTransferStore::~SqliteTransferStore()
{
    m_checkpoints.waitForDone();
}

Done SqliteTransferStore::lock()
{
    for (const auto& pragma :
         {u"PRAGMA synchronous = NORMAL"_s, u"PRAGMA wal_autocheckpoint = 0"_s}) {
        if (const auto set = Statement(*m_database, pragma).next(); !set)
            return fail(set.error());
    }
    m_lock = tryLockFile(lockPath(m_owner)).lock;
    if (!m_lock)
        return fail(Error::Kind::Storage, u"cannot make the lock"_s, lockPath(m_owner));
    return {};
}

QString SqliteTransferStore::lockPath(const QString& owner) const
{
    return m_base + '.'_L1 + owner + ".lock"_L1;
}

std::vector<Transfer> SqliteTransferStore::rows(const QString& where,
                                                const QVariantList& values) const
{
    Statement query(*m_database, u"SELECT "_s + rowColumns() + u" FROM transfer "_s + where);
    query.bindAll(values);
    return logged(query.all([](Statement& row) { return readRow(row); }), {});
}

std::vector<Transfer> SqliteTransferStore::unfinished(int limit, qint64 position) const
{
    return rows(u"WHERE over = 0 AND owner = ? AND position > ? ORDER BY position LIMIT ?"_s,
                {m_owner, position, limit});
}

qint64 SqliteTransferStore::count(const QString& where, const QVariantList& values) const
{
    Statement query(*m_database, u"SELECT count(*) FROM transfer WHERE "_s + where);
    query.bindAll(values);
    return logged(query.first(readInteger).map([](const auto& value) { return value.value_or(0); }),
                  qint64(0));
}

qint64 SqliteTransferStore::unfinishedCount() const
{
    return count(u"over = 0 AND owner = ?"_s, {m_owner});
}

qint64 SqliteTransferStore::pausedCount() const
{
    return count(u"over = 0 AND owner = ? AND state = ?"_s,
                 {m_owner, int(transfer::State::Paused)});
}

std::map<TransferId, Timestamp> SqliteTransferStore::pauseEnds() const
{
    using Entry = std::pair<TransferId, Timestamp>;
    const auto ends
        = logged(Statement(*m_database,
                           u"SELECT id, resume_at FROM transfer WHERE over = 0 AND owner = ?"
                           " AND state = ? AND resume_at IS NOT NULL"_s)
                     .bind(m_owner, int(transfer::State::Paused))
                     .all([](Statement& row) {
                         return Entry(row.read<TransferId>(0), row.read<Timestamp>(1));
                     }),
                 std::vector<Entry>());
    return {ends.begin(), ends.end()};
}

std::vector<Transfer> SqliteTransferStore::queued(int limit, qint64 position) const
{
    return rows(u"WHERE over = 0 AND owner = ? AND state = ? AND position > ?"
                " ORDER BY position LIMIT ?"_s,
                {m_owner, int(transfer::State::Queued), position, limit});
}

std::vector<Transfer> SqliteTransferStore::queuedDownloads(int limit, qint64 position) const
{
    return rows(u"WHERE over = 0 AND download IS NOT NULL AND owner = ? AND state = ?"
                " AND position > ? ORDER BY position LIMIT ?"_s,
                {m_owner, int(transfer::State::Queued), position, limit});
}

std::optional<Transfer> SqliteTransferStore::queuedBefore(qint64 position) const
{
    auto found = rows(u"WHERE over = 0 AND owner = ? AND state = ? AND position < ?"
                      " ORDER BY position DESC LIMIT 1"_s,
                      {m_owner, int(transfer::State::Queued), position});
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

qint64 SqliteTransferStore::freePosition(End end) const
{
    const bool isFront = end == End::Front;
    const qint64 outermost = logged(Statement(*m_database,
                                              isFront ? u"SELECT min(position) FROM transfer"_s
                                                      : u"SELECT max(position) FROM transfer"_s)
                                        .first(readInteger)
                                        .map([](const auto& value) { return value.value_or(0); }),
                                    qint64(0));
    return isFront ? outermost - 1 : outermost + 1;
}

std::vector<Transfer> SqliteTransferStore::finished(TransferId before, int limit) const
{
    return rows(u"WHERE over = 1 AND id < ? ORDER BY id DESC LIMIT ?"_s, {idBound(before), limit});
}

qint64 SqliteTransferStore::finishedCount() const
{
    return count(u"over = 1"_s, {});
}

std::vector<Transfer> SqliteTransferStore::failed(TransferId before, int limit) const
{
    return rows(u"WHERE state IN (7, 10) AND id < ? ORDER BY id DESC LIMIT ?"_s,
                {idBound(before), limit});
}

std::optional<Transfer> SqliteTransferStore::find(TransferId id) const
{
    auto found = rows(u"WHERE id = ?"_s, {qint64(id)});
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

/// Now and then what was written moves from the log into the file: a disk's work, so a worker's.
Done SqliteTransferStore::written(const Done& done)
{
    if (++m_writes % writesBetweenCheckpoints == 0) {
        m_checkpoints.start([database = m_database.get()] {
            std::ignore = Statement(*database, u"PRAGMA wal_checkpoint(PASSIVE)"_s).next();
        });
    }
    return done;
}

Result<Transfer> SqliteTransferStore::add(Transfer transfer)
{
    transfer.position = freePosition(End::Back);
    QString marks = u"?, "_s.repeated(int(rowColumns().count(','_L1)));
    marks.chop(2);
    Statement insert(*m_database,
                     u"INSERT INTO transfer (%1) VALUES (%2)"_s.arg(
                         rowColumns().mid(int(std::size("id, ")) - 1), marks));
    bindRow(insert, transfer, m_owner);
    if (const Done done = written(insert.run()); !done)
        return fail(done.error());
    transfer.id = TransferId(insert.lastId());
    return transfer;
}

Done SqliteTransferStore::save(const Transfer& transfer)
{
    Statement update(
        *m_database,
        u"UPDATE transfer SET %1 WHERE id = %2"_s.arg(transfer::rowAssignments()).arg(transfer.id));
    bindRow(update, transfer, m_owner);
    return written(update.run());
}

Done SqliteTransferStore::remove(TransferId id)
{
    return written(Statement(*m_database, u"DELETE FROM transfer WHERE id = ?"_s).bind(id).run());
}

Done SqliteTransferStore::prune(qint64 keep, int limit)
{
    return written(Statement(*m_database,
                             u"DELETE FROM transfer WHERE id IN (SELECT id FROM transfer"
                             " WHERE over = 1 ORDER BY id LIMIT max(0, min(?, (SELECT count(*)"
                             " FROM transfer WHERE over = 1) - ?)))"_s)
                       .bind(limit, keep)
                       .run());
}

std::vector<PartRecord> SqliteTransferStore::parts(TransferId id) const
{
    return logged(Statement(*m_database,
                            u"SELECT part, bytes, car_cid, acknowledged FROM part"
                            " WHERE transfer_id = ? ORDER BY part"_s)
                      .bind(id)
                      .all([](Statement& row) {
                          return PartRecord{row.read<int>(0), row.read<qint64>(1),
                                            content::CidString(row.read<QString>(2)),
                                            row.read<bool>(3)};
                      }),
                  {});
}

Done SqliteTransferStore::savePart(TransferId id, const PartRecord& part)
{
    return written(
        Statement(
            *m_database,
            u"INSERT INTO part (transfer_id, part, bytes, car_cid, acknowledged)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (transfer_id, part) DO UPDATE"
            " SET bytes = excluded.bytes, car_cid = excluded.car_cid, acknowledged = excluded.acknowledged"_s)
            .bind(id, part.part, part.bytes, part.carCid.text(), part.acknowledged)
            .run());
}

Done SqliteTransferStore::forgetParts(TransferId id)
{
    return written(
        Statement(*m_database, u"DELETE FROM part WHERE transfer_id = ?"_s).bind(id).run());
}

std::optional<Timestamp> SqliteTransferStore::pausedUntil() const
{
    return logged(Statement(*m_database, u"SELECT value FROM setting WHERE name = 'paused_until'"_s)
                      .first([](Statement& row) { return row.read<Timestamp>(0); }),
                  std::optional<Timestamp>());
}

Done SqliteTransferStore::pauseUntil(std::optional<Timestamp> until)
{
    if (!until) {
        return written(
            Statement(*m_database, u"DELETE FROM setting WHERE name = 'paused_until'"_s).run());
    }
    return written(Statement(*m_database,
                             u"INSERT INTO setting (name, value) VALUES ('paused_until', ?)"
                             " ON CONFLICT (name) DO UPDATE SET value = excluded.value"_s)
                       .bind(*until)
                       .run());
}

Done SqliteTransferStore::adopt(const Which& which)
{
    const auto owners
        = Statement(*m_database,
                    u"SELECT DISTINCT owner FROM transfer WHERE over = 0 AND owner <> ?"_s)
              .bind(m_owner)
              .all([](Statement& row) { return row.read<QString>(0); });
    if (!owners)
        return fail(owners.error());
    for (const QString& owner : *owners) {
        const LockAttempt theirs = tryLockFile(lockPath(owner));
        if (!theirs.isOurs())
            continue; // It lives.
        if (const Done done = which ? adoptSome(owner, which) : adoptAll(owner); !done)
            return done;
    }
    return {};
}

/// However many there are, none of them is read.
Done SqliteTransferStore::adoptAll(const QString& owner)
{
    return written(
        Statement(*m_database,
                  u"UPDATE transfer SET owner = ?, state = iif(state IN (%1), %2, state),"
                  " suspension = iif(state IN (%1, %2), NULL, suspension)"
                  " WHERE over = 0 AND owner = ?"_s.arg(
                      interruptedStates(), QString::number(int(transfer::State::Queued))))
            .bind(m_owner, owner)
            .run());
}

Done SqliteTransferStore::adoptSome(const QString& owner, const Which& which)
{
    auto transaction = Transaction::begin(*m_database);
    if (!transaction)
        return fail(transaction.error());
    for (Transfer& left : rows(u"WHERE over = 0 AND owner = ?"_s, {owner})) {
        if (!which(left))
            continue;
        if (const auto state = transfer::next(left.state, transfer::Event::Interrupt))
            left.state = *state;
        if (left.state == transfer::State::Queued)
            left.suspension.reset();
        if (const Done done = save(left); !done)
            return done;
    }
    return transaction->commit();
}

} // namespace cairn
