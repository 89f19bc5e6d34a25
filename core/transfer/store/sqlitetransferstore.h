// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/storage/database.h"
#include "core/transfer/store/transferstore.h"

#include <QLockFile>
#include <QThreadPool>

namespace cairn {

/// The transfers of one account in a SQLite file. Main thread. A write reaches the operating
/// system, not the disk: a killed process loses nothing. A power cut may lose the last writes; the
/// service is then asked which parts it has. A worker moves the write-ahead log into the database
/// file.
///
/// Several processes may have the file open. Each row belongs to one process, and each process
/// holds a lock file as long as it lives, so that no two processes send the same upload.
class SqliteTransferStore final : public TransferStore
{
public:
    /// Makes @p folder where there is none. Errors: Storage, DiskFull.
    [[nodiscard]] static Result<std::unique_ptr<SqliteTransferStore>> open(const QString& folder,
                                                                           const QString& account);
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
    Result<Transfer> add(Transfer transfer) override;
    Done save(const Transfer& transfer) override;
    Done remove(TransferId id) override;
    Done prune(qint64 keep, int limit) override;
    std::vector<PartRecord> parts(TransferId id) const override;
    Done savePart(TransferId id, const PartRecord& part) override;
    Done forgetParts(TransferId id) override;
    std::optional<Timestamp> pausedUntil() const override;
    Done pauseUntil(std::optional<Timestamp> until) override;
    Done adopt(const Which& which) override;

private:
    SqliteTransferStore(QString base, std::unique_ptr<Database> database);

    Done lock();
    Done adoptAll(const QString& owner);
    Done adoptSome(const QString& owner, const Which& which);
    QString lockPath(const QString& owner) const;
    std::vector<Transfer> rows(const QString& where, const QVariantList& values) const;
    qint64 count(const QString& where, const QVariantList& values) const;
    Done written(const Done& done);

    QString m_base; ///< Path of the database without its suffix.
    std::unique_ptr<Database> m_database;
    QString m_owner; ///< The name of this process in the column owner.
    std::unique_ptr<QLockFile> m_lock;
    int m_writes = 0;
    QThreadPool m_checkpoints; ///< One thread; destroyed before the database.
};

} // namespace cairn
