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

private:
    explicit Transaction(Database& database);

    Database* m_database;
};

} // namespace cairn
