// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/store/sqlitetransferstore.h"

#include "core/base/logging.h"
#include "core/base/posix/lockfile.h"
#include "core/storage/statement.h"
#include "core/transfer/store/opentransfers.h"
#include "core/transfer/store/transferrow.h"

#include <QDir>
#include <QUuid>

namespace cairn {
using namespace Qt::StringLiterals;
using transfer::readRow;
using transfer::rowColumns;

namespace {

/// Ids are below it; 0 stands for no bound.
qint64 idBound(TransferId before)
{
    return before == 0 ? std::numeric_limits<qint64>::max() : qint64(before);
}

} // namespace

Result<std::unique_ptr<SqliteTransferStore>> SqliteTransferStore::open(const QString& folder,
                                                                       const QString& account)
{
    if (!QDir().mkpath(folder))
        return fail(Error::Kind::Storage, u"cannot make the folder"_s, folder);
    const QString base = transfer::transferFileBase(folder, account);
    auto opened = transfer::openTransfers(base + ".sqlite"_L1);
    if (!opened)
        return fail(opened.error());
    std::unique_ptr<SqliteTransferStore> store(
        new SqliteTransferStore(base, std::move(opened->database)));
    if (const Done prepared = store->prepare(); !prepared)
        return fail(prepared.error());
    store->m_setAside = opened->setAside;
    return store;
}

SqliteTransferStore::SqliteTransferStore(QString base, std::unique_ptr<Database> database)
    : m_base(std::move(base))
    , m_owner(QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_database(std::move(database))
    , m_pending(*m_database)
    , m_writer(std::make_unique<TransferWriter>(m_database->path()))
{
    connect(m_writer.get(), &TransferWriter::written, this, &SqliteTransferStore::settled);
    connect(m_writer.get(), &TransferWriter::waits, this, [this] {
        answerParts(fail(Error::Kind::Conflict, u"another process writes"_s), m_lastChange);
    });
}

SqliteTransferStore::~SqliteTransferStore()
{
    // The writer closes the file after us: whoever is the last moves the log into it.
    m_database.reset();
    m_writer.reset();
}

Done SqliteTransferStore::prepare()
{
    m_lock = tryLockFile(lockPath(m_owner)).lock;
    if (!m_lock)
        return fail(Error::Kind::Storage, u"cannot make the lock"_s, lockPath(m_owner));
    return m_pending.prepare();
}

QString SqliteTransferStore::lockPath(const QString& owner) const
{
    return m_base + '.'_L1 + owner + ".lock"_L1;
}

void SqliteTransferStore::tell(const Error& error) const
{
    if (std::exchange(m_lastTrouble, error.detail) == error.detail)
        return;
    qCCritical(lcTransfer) << "the transfers cannot be read or written:" << error.detail;
    const QString path = m_base + ".sqlite"_L1;
    const bool isDamaged = transfer::isDamage(error);
    if (isDamaged)
        transfer::suspectDamage(path);
    emit troubled({error.kind, error.detail, path,
                   isDamaged ? u"TRANSFERS_DAMAGED"_s : u"TRANSFERS_UNWRITTEN"_s});
}

std::vector<Transfer> SqliteTransferStore::rows(const QString& where,
                                                const QVariantList& values) const
{
    Statement query(*m_database, u"SELECT "_s + rowColumns() + u" FROM seen "_s + where);
    query.bindAll(values);
    return readable(query.all([](Statement& row) { return readRow(row); }), {});
}

std::vector<Transfer> SqliteTransferStore::unfinished(int limit, qint64 position) const
{
    return rows(u"WHERE over = 0 AND owner = ? AND position > ? ORDER BY position LIMIT ?"_s,
                {m_owner, position, limit});
}

std::vector<TransferStore::Left> SqliteTransferStore::left(int limit) const
{
    std::vector<Left> left;
    const auto owners
        = readable(Statement(*m_database, u"SELECT DISTINCT owner FROM seen WHERE over = 0"_s)
                       .all([](Statement& row) { return row.read<QString>(0); }),
                   std::vector<QString>());
    for (const QString& owner : owners) {
        // We may be taking over what it left, and hold its lock meanwhile.
        const auto theirs = m_theirLocks.find(owner);
        const bool isBeingTaken = theirs != m_theirLocks.end() && !theirs->second.expired();
        const bool isElsewhere
            = owner != m_owner && !isBeingTaken && !tryLockFile(lockPath(owner)).isOurs();
        for (Transfer& transfer :
             rows(u"WHERE over = 0 AND owner = ? ORDER BY position LIMIT ?"_s, {owner, limit}))
            left.push_back({std::move(transfer), isElsewhere});
    }
    for (Transfer& transfer : failed(0, limit))
        left.push_back({std::move(transfer)});
    std::ranges::sort(left, {}, [](const Left& one) { return one.transfer.id; });
    return left;
}

/// The view would be read row by row: what is pending is counted apart. In one query, which sees
/// one state of the file: the writer may commit between two.
qint64 SqliteTransferStore::count(const QString& where, const QVariantList& values) const
{
    const QString query
        = u"SELECT (SELECT count(*) FROM main.transfer WHERE %1)"
          " - (SELECT count(*) FROM main.transfer"
          " WHERE id IN (SELECT id FROM temp.pending) AND %1)"
          " + (SELECT count(*) FROM temp.pending WHERE removed = 0 AND %1)"_s.arg(where);
    return readable(readNumber(*m_database, query, values + values + values), qint64(0));
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
        = readable(Statement(*m_database,
                             u"SELECT id, resume_at FROM seen WHERE over = 0 AND owner = ?"
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
    const auto outermost = [&](const QString& table) {
        return readable(
            readNumber(*m_database,
                       u"SELECT %1(position) FROM %2"_s.arg(isFront ? u"min"_s : u"max"_s, table)),
            qint64(0));
    };
    const qint64 stored = outermost(u"main.transfer"_s);
    const qint64 pending = outermost(u"temp.pending"_s);
    return isFront ? std::min(stored, pending) - 1 : std::max(stored, pending) + 1;
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

} // namespace cairn
