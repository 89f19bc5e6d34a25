// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/storage/database.h"

namespace cairn {

/// A write transaction of the calling thread: undone unless commit() succeeds. A local variable;
/// not nested. It waits for another thread's transaction when it begins, never in its middle.
/// Errors: DiskFull, Storage.
class Transaction
{
public:
    [[nodiscard]] static Result<Transaction> begin(Database& database);
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    [[nodiscard]] Done commit();
    /// After commit() failed: nothing of it is in the file, nor will be. Not so where the file
    /// could not be flushed: the next one to open it may find all of it.
    bool isUndone() const { return m_isUndone; }

private:
    explicit Transaction(Database& database);

    Database* m_database;
    bool m_isUndone = true;
};

/// Between the transactions of a long work: lets those write that wait for the file, other programs
/// too. SQLite tells nobody that it is free; who waits looks again after 1, 2, 5, 10, 15, 20 and
/// 25 ms, and would find it taken again. Blocks for some of these.
void letOthersWrite();

} // namespace cairn
