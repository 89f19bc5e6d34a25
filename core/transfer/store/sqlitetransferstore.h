// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/storage/database.h"
#include "core/transfer/store/pendingchanges.h"
#include "core/transfer/store/transferstore.h"
#include "core/transfer/store/transferwriter.h"

#include <QLockFile>

namespace cairn {

struct LockAttempt;

/// The transfers of one account in a SQLite file. Main thread. Reads are made here: in a file with
/// a write-ahead log they wait for nobody. Writes are a worker's (decision 0022): a change is in
/// PendingChanges until it is written, and a write reaches the operating system, not the disk.
///
///   save()    ──▶ PendingChanges ──▶ read by every later call
///             ──▶ TransferWriter, one after the other ──▶ written(): no longer pending
///
/// A killed process loses what it had not written: nothing but the last moment's, or all since
/// another process began to keep the file. A power cut may lose the last writes too. The service is
/// then asked which parts it has.
///
/// Several processes may have the file open. Each row belongs to one process, and each process
/// holds a lock file as long as it lives, so that no two processes send the same upload. One that a
/// killed process left is removed by the next that looks for transfers to take over.
class SqliteTransferStore final : public TransferStore
{
    Q_OBJECT

public:
    /// Makes @p folder where there is none. Errors: openTransfers()'.
    [[nodiscard]] static Result<std::unique_ptr<SqliteTransferStore>> open(const QString& folder,
                                                                           const QString& account);
    /// Waits until all is written.
    ~SqliteTransferStore() override;

    std::vector<Transfer> unfinished(int limit = all, qint64 position = beforeAll) const override;
    qint64 unfinishedCount() const override;
    qint64 pausedCount() const override;
    std::map<TransferId, Timestamp> pauseEnds() const override;
    std::vector<Transfer> queued(int limit, qint64 position = beforeAll) const override;
    std::vector<Transfer> queuedDownloads(int limit, qint64 position = beforeAll) const override;
    std::optional<Transfer> queuedBefore(qint64 position) const override;
    qint64 freePosition(End end) const override;
    std::vector<Transfer> finished(TransferId before, int limit) const override;
    qint64 finishedCount() const override;
    std::vector<Transfer> failed(TransferId before, int limit) const override;
    std::optional<Transfer> find(TransferId id) const override;
    std::vector<Left> left(int limit) const override;
    Transfer add(Transfer transfer) override;
    void save(const Transfer& transfer) override;
    void remove(TransferId id) override;
    void prune(qint64 keep, int limit) override;
    std::vector<PartRecord> parts(TransferId id) const override;
    Reply<void> savePart(TransferId id, const PartRecord& part) override;
    void forgetParts(TransferId id) override;
    std::optional<Timestamp> pausedUntil() const override;
    void pauseUntil(std::optional<Timestamp> until) override;
    void adopt(const Which& which) override;

    /// Where a damaged file lies now that was found when this one was opened; empty if none was.
    const QString& setAside() const { return m_setAside; }

    /// All that was handed to the writer has been written, or could not be.
    bool isSettled() const { return m_settledChange == m_lastChange; }

private:
    using Promise = std::shared_ptr<QPromise<Result<void>>>;

    SqliteTransferStore(QString base, std::unique_ptr<Database> database);

    Done prepare();
    QString lockPath(const QString& owner) const;
    std::vector<Transfer> rows(const QString& where, const QVariantList& values) const;
    qint64 count(const QString& where, const QVariantList& values) const;
    /// What was read; if that failed, it is told.
    template<typename T> T readable(Result<T> result, T otherwise) const
    {
        if (result)
            return std::move(*result);
        tell(result.error());
        return otherwise;
    }
    TransferId freeId() const;

    /// Hands it to the writer; @p note notes it among the pending changes under its number.
    using Note = std::function<Done(qint64 change)>;
    qint64 change(const Note& note, TransferWriter::Write write);
    void put(const Transfer& transfer, const QString& statement);
    void settled(qint64 change, const std::optional<Error>& error);
    void answerParts(const Done& done, qint64 upTo);
    void takeOver(const QString& left, const Which& which);
    void removeLeftLocks();
    void tell(const Error& error) const;

    const QString m_base; ///< Path of the database without its suffix.
    const QString m_owner; ///< The name of this process in the column owner.
    std::unique_ptr<QLockFile> m_lock;
    std::unique_ptr<Database> m_database; ///< For reading.
    PendingChanges m_pending;
    std::unique_ptr<TransferWriter> m_writer;
    qint64 m_lastChange = 0;
    qint64 m_settledChange = 0;
    std::map<qint64, Promise> m_partReplies; ///< By the change they wait for.
    TransferId m_lastId = 0;
    std::map<QString, std::weak_ptr<LockAttempt>> m_theirLocks; ///< While they are held.
    QString m_setAside;
    mutable QString m_lastTrouble;
};

} // namespace cairn
