// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/async.h"
#include "core/transfer/store/transfer.h"

#include <QObject>

#include <functional>
#include <limits>
#include <map>
#include <vector>

namespace cairn {

/// Where transfers are stored. Main thread; no call waits for a disk, or for another process.
///
/// What is saved is seen by every later call at once, and is written in this order a moment later.
/// What cannot be written is told by troubled(), and counts all the same until the process ends. Of
/// several processes on one store, each sees only its own unfinished transfers.
class TransferStore : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 beforeAll = std::numeric_limits<qint64>::min();
    static constexpr qint64 afterAll = std::numeric_limits<qint64>::max();

    enum class End { Front, Back };

    static constexpr int all = std::numeric_limits<int>::max();
    /// Unfinished transfers behind @p position, in queue order.
    virtual std::vector<Transfer> unfinished(int limit = all,
                                             qint64 position = beforeAll) const = 0;
    virtual qint64 unfinishedCount() const = 0;
    virtual qint64 pausedCount() const = 0; ///< Of the unfinished transfers.
    /// Transfers that are paused for a time, and when each pause ends.
    virtual std::map<TransferId, Timestamp> pauseEnds() const = 0;
    /// Queued transfers behind @p position, in queue order.
    virtual std::vector<Transfer> queued(int limit, qint64 position = beforeAll) const = 0;
    virtual std::vector<Transfer> queuedDownloads(int limit, qint64 position = beforeAll) const = 0;
    /// The queued transfer next before @p position.
    virtual std::optional<Transfer> queuedBefore(qint64 position) const = 0;
    /// A position before or behind all others in the queue.
    virtual qint64 freePosition(End end) const = 0;
    /// A page of finished transfers, newest first, older than @p before (an id; 0: from the
    /// newest).
    virtual std::vector<Transfer> finished(TransferId before, int limit) const = 0;
    virtual qint64 finishedCount() const = 0;
    /// A page of Failed or Incomplete transfers, in the same order.
    virtual std::vector<Transfer> failed(TransferId before, int limit) const = 0;
    virtual std::optional<Transfer> find(TransferId id) const = 0;

    /// What is not finished, of this and other processes, and what has failed, oldest first, at
    /// most @p limit of each.
    struct Left
    {
        Transfer transfer;
        bool isElsewhere = false; ///< Another living process works on it.
    };
    virtual std::vector<Left> left(int limit) const = 0;

    /// Stores it with a new id, never given before and higher than all, and the last position in
    /// the queue.
    virtual Transfer add(Transfer transfer) = 0;
    virtual void save(const Transfer& transfer) = 0;
    virtual void remove(TransferId id) = 0;
    /// Removes the oldest finished transfers beyond the newest @p keep, at most @p limit of them.
    virtual void prune(qint64 keep, int limit) = 0;

    virtual std::vector<PartRecord> parts(TransferId id) const = 0;
    /// Ends when it is written, or with why it is not, or not yet: another process may write for
    /// long.
    virtual Reply<void> savePart(TransferId id, const PartRecord& part) = 0;
    virtual void forgetParts(TransferId id) = 0;

    /// Until when all transfers of the account are paused; Timestamp::max() for a pause without an
    /// end.
    virtual std::optional<Timestamp> pausedUntil() const = 0;
    virtual void pauseUntil(std::optional<Timestamp> until) = 0;

    /// Takes over unfinished transfers of processes that have ended: all, or those for which @p
    /// which is true.
    using Which = std::function<bool(const Transfer&)>;
    virtual void adopt(const Which& which) = 0;

signals:
    /// Something could not be read or written: after a restart the latest changes may be unknown.
    /// Not told again for the same reason until a write has succeeded.
    void troubled(const cairn::Error& error) const;
};

/// In memory only: what is unfinished when the process ends is not resumed.
class MemoryTransferStore final : public TransferStore
{
public:
    std::vector<Transfer> unfinished(int limit, qint64 position) const override;
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
    std::optional<Timestamp> pausedUntil() const override { return m_pausedUntil; }
    void pauseUntil(std::optional<Timestamp> until) override { m_pausedUntil = until; }
    void adopt(const Which&) override { }

private:
    std::map<TransferId, Transfer> m_transfers;
    std::map<TransferId, std::map<int, PartRecord>> m_parts;
    std::optional<Timestamp> m_pausedUntil;
    TransferId m_lastId = 0;
};

} // namespace cairn
