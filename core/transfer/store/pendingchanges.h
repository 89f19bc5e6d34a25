// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/storage/database.h"
#include "core/transfer/store/transfer.h"

#include <map>
#include <vector>

namespace cairn {

/// What was handed to the writer and is not in the file yet, so that it is read as if it were. Each
/// change has a number; what a later change has replaced is of that one. Main thread.
///
/// Rows are in a table that belongs to the reading connection alone, in memory, and the view `seen`
/// lays it over the file's: one query reads both, by their indexes, however many rows there are.
class PendingChanges
{
public:
    explicit PendingChanges(Database& database)
        : m_database(database)
    { }
    /// Makes table and view. Errors: Storage.
    [[nodiscard]] Done prepare();

    [[nodiscard]] Done save(const Transfer& transfer, const QString& owner, qint64 change);
    [[nodiscard]] Done remove(TransferId id, qint64 change);
    /// All unfinished rows of @p left are @p owner's, and queued if they ran.
    [[nodiscard]] Done takeOver(const QString& left, const QString& owner, qint64 change);
    void savePart(TransferId id, const PartRecord& part, qint64 change);
    void forgetParts(TransferId id, qint64 change);
    void pauseUntil(std::optional<Timestamp> until, qint64 change);

    /// It is in the file now.
    [[nodiscard]] Done written(qint64 change);

    /// @p stored as they are with the changes.
    std::vector<PartRecord> parts(TransferId id, const std::vector<PartRecord>& stored) const;
    std::optional<Timestamp> pausedUntil(std::optional<Timestamp> stored) const;

private:
    struct Parts
    {
        qint64 change = 0;
        bool areForgotten = false; ///< Those in the file.
        std::map<int, PartRecord> parts{};
    };
    struct Pause
    {
        qint64 change = 0;
        std::optional<Timestamp> until;
    };

    Database& m_database;
    std::map<TransferId, Parts> m_parts;
    std::optional<Pause> m_pause;
};

namespace transfer {

/// SQL for what the end of a process leads its rows to: `state` and `suspension` as they are then.
QString interruptedState();
QString interruptedSuspension();

} // namespace transfer
} // namespace cairn
