// SPDX-License-Identifier: MIT OR Apache-2.0
// The half of SqliteTransferStore that changes something.
#include "core/base/posix/lockfile.h"
#include "core/transfer/store/sqlitetransferstore.h"
#include "core/transfer/store/transferrow.h"

#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::bindRow;
using transfer::columnNames;
using transfer::rowMarks;

namespace {

/// Two processes that add at the same time must not choose the same.
constexpr quint32 maxIdGap = 1 << 20;

QString insertStatement()
{
    return u"INSERT INTO transfer (%1, id) VALUES (%2)"_s.arg(columnNames().join(u", "_s),
                                                              rowMarks());
}

/// Whether or not the row could be written before.
QString saveStatement()
{
    QStringList assignments;
    for (const QString& column : columnNames())
        assignments << u"%1 = excluded.%1"_s.arg(column);
    return insertStatement()
        + u" ON CONFLICT (id) DO UPDATE SET %1"_s.arg(assignments.join(u", "_s));
}

} // namespace

qint64 SqliteTransferStore::change(const Note& note, TransferWriter::Write write)
{
    const qint64 number = ++m_lastChange;
    if (const Done noted = note(number); !noted)
        tell(noted.error());
    m_writer->write(number, std::move(write));
    return number;
}

/// What could not be written stays among the changes: it counts as long as this process runs.
void SqliteTransferStore::settled(qint64 change, const std::optional<Error>& error)
{
    m_settledChange = change;
    if (error) {
        tell(*error);
        return answerParts(fail(*error), change);
    }
    m_lastTrouble.clear();
    if (const Done dropped = m_pending.written(change); !dropped)
        tell(dropped.error());
    answerParts({}, change);
}

void SqliteTransferStore::answerParts(const Done& done, qint64 upTo)
{
    while (!m_partReplies.empty() && m_partReplies.begin()->first <= upTo) {
        const Promise promise = m_partReplies.extract(m_partReplies.begin()).mapped();
        promise->addResult(done);
        promise->finish();
    }
}

TransferId SqliteTransferStore::freeId() const
{
    const qint64 given = readable(lastGivenId(*m_database, u"transfer"_s), qint64(0));
    return std::max(TransferId(given), m_lastId) + 1
        + QRandomGenerator::global()->bounded(maxIdGap);
}

Transfer SqliteTransferStore::add(Transfer transfer)
{
    transfer.id = m_lastId = freeId();
    transfer.position = freePosition(End::Back);
    put(transfer, insertStatement());
    return transfer;
}

void SqliteTransferStore::save(const Transfer& transfer)
{
    put(transfer, saveStatement());
}

void SqliteTransferStore::put(const Transfer& transfer, const QString& statement)
{
    change([&](qint64 number) { return m_pending.save(transfer, m_owner, number); },
           [transfer, statement, owner = m_owner](Database& database) {
               Statement write(database, statement);
               bindRow(write, transfer, owner);
               return write.run();
           });
}

void SqliteTransferStore::remove(TransferId id)
{
    change([&](qint64 number) { return m_pending.remove(id, number); },
           [id](Database& database) {
               return Statement(database, u"DELETE FROM transfer WHERE id = ?"_s).bind(id).run();
           });
}

void SqliteTransferStore::prune(qint64 keep, int limit)
{
    change([](qint64) { return Done(); },
           [keep, limit](Database& database) {
               return Statement(database,
                                u"DELETE FROM transfer WHERE id IN (SELECT id FROM transfer"
                                " WHERE over = 1 ORDER BY id LIMIT max(0, min(?, (SELECT count(*)"
                                " FROM transfer WHERE over = 1) - ?)))"_s)
                   .bind(limit, keep)
                   .run();
           });
}

std::vector<PartRecord> SqliteTransferStore::parts(TransferId id) const
{
    return m_pending.parts(id,
                           readable(Statement(*m_database,
                                              u"SELECT part, bytes, car_cid, acknowledged FROM part"
                                              " WHERE transfer_id = ? ORDER BY part"_s)
                                        .bind(id)
                                        .all([](Statement& row) {
                                            return PartRecord{
                                                row.read<int>(0), row.read<qint64>(1),
                                                content::CidString(row.read<QString>(2)),
                                                row.read<bool>(3)};
                                        }),
                                    std::vector<PartRecord>()));
}

Reply<void> SqliteTransferStore::savePart(TransferId id, const PartRecord& part)
{
    const auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    const qint64 number = change(
        [&](qint64 change) {
            m_pending.savePart(id, part, change);
            return Done();
        },
        [id, part](Database& database) {
            return Statement(database,
                             u"INSERT INTO part (transfer_id, part, bytes, car_cid, acknowledged)"
                             " VALUES (?, ?, ?, ?, ?) ON CONFLICT (transfer_id, part) DO UPDATE"
                             " SET bytes = excluded.bytes, car_cid = excluded.car_cid,"
                             " acknowledged = excluded.acknowledged"_s)
                .bind(id, part.part, part.bytes, part.carCid.text(), part.acknowledged)
                .run();
        });
    m_partReplies.emplace(number, promise);
    if (m_writer->isWaiting())
        answerParts(fail(Error::Kind::Conflict, u"another process writes"_s), number);
    return promise->future();
}

void SqliteTransferStore::forgetParts(TransferId id)
{
    change(
        [&](qint64 number) {
            m_pending.forgetParts(id, number);
            return Done();
        },
        [id](Database& database) {
            return Statement(database, u"DELETE FROM part WHERE transfer_id = ?"_s).bind(id).run();
        });
}

std::optional<Timestamp> SqliteTransferStore::pausedUntil() const
{
    return m_pending.pausedUntil(
        readable(Statement(*m_database, u"SELECT value FROM setting WHERE name = 'paused_until'"_s)
                     .first([](Statement& row) { return row.read<Timestamp>(0); }),
                 std::optional<Timestamp>()));
}

void SqliteTransferStore::pauseUntil(std::optional<Timestamp> until)
{
    change(
        [&](qint64 number) {
            m_pending.pauseUntil(until, number);
            return Done();
        },
        [until](Database& database) {
            if (!until) {
                return Statement(database, u"DELETE FROM setting WHERE name = 'paused_until'"_s)
                    .run();
            }
            return Statement(database,
                             u"INSERT INTO setting (name, value) VALUES ('paused_until', ?)"
                             " ON CONFLICT (name) DO UPDATE SET value = excluded.value"_s)
                .bind(*until)
                .run();
        });
}

void SqliteTransferStore::adopt(const Which& which)
{
    const auto owners
        = readable(Statement(*m_database,
                             u"SELECT DISTINCT owner FROM transfer WHERE over = 0 AND owner <> ?"_s)
                       .bind(m_owner)
                       .all([](Statement& row) { return row.read<QString>(0); }),
                   std::vector<QString>());
    for (const QString& owner : owners)
        takeOver(owner, which);
    removeLeftLocks();
}

/// The lock of a process that has ended is held until what it left is written as ours.
void SqliteTransferStore::takeOver(const QString& left, const Which& which)
{
    // It may be ours still, from the last time.
    auto theirs = m_theirLocks[left].lock();
    if (!theirs)
        theirs = std::make_shared<LockAttempt>(tryLockFile(lockPath(left)));
    if (!theirs->isOurs())
        return; // It lives.
    m_theirLocks[left] = theirs;
    if (which) {
        for (Transfer& transfer : rows(u"WHERE over = 0 AND owner = ?"_s, {left})) {
            if (!which(transfer))
                continue;
            if (const auto state = transfer::next(transfer.state, transfer::Event::Interrupt))
                transfer.state = *state;
            if (transfer.state == transfer::State::Queued)
                transfer.suspension.reset();
            save(transfer);
        }
        change([](qint64) { return Done(); }, [theirs](Database&) { return Done(); });
        return;
    }
    // However many there are, none of them is read.
    change([&](qint64 number) { return m_pending.takeOver(left, m_owner, number); },
           [theirs, left, owner = m_owner](Database& database) {
               return Statement(
                          database,
                          u"UPDATE transfer SET owner = ?, suspension = %1, state = %2"
                          " WHERE over = 0 AND owner = ?"_s.arg(transfer::interruptedSuspension(),
                                                                transfer::interruptedState()))
                   .bind(owner, left)
                   .run();
           });
}

/// Of processes that were killed, but for those whose rows somebody may still take over.
void SqliteTransferStore::removeLeftLocks()
{
    change([](qint64) { return Done(); },
           [base = QFileInfo(m_base), own = m_owner](Database& database) -> Done {
               const QString before = base.fileName() + '.'_L1;
               const QString after = u".lock"_s;
               const auto names
                   = base.dir().entryList({before + '*'_L1 + after}, QDir::Files | QDir::Hidden);
               for (const QString& name : names) {
                   const QString owner = name.sliced(before.size()).chopped(after.size());
                   const auto left = readNumber(
                       database,
                       u"SELECT EXISTS (SELECT 1 FROM transfer WHERE over = 0 AND owner = ?)"_s,
                       {owner});
                   // Who takes the lock of a process that is gone, and lets go, removes it.
                   if (owner != own && left && *left == 0)
                       std::ignore = tryLockFile(base.dir().filePath(name));
               }
               return {};
           });
}

} // namespace cairn
