// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/storage/transaction.h"

#include "core/base/logging.h"
#include "core/storage/statement.h"

#include <utility>

namespace cairn {
using namespace Qt::StringLiterals;

Transaction::Transaction(Database& database)
    : m_database(&database)
{ }

Transaction::Transaction(Transaction&& other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
{ }

Transaction::~Transaction()
{
    if (!m_database)
        return;
    // SQLite has rolled back by itself after some errors; then there is nothing left to undo.
    if (const Done undone = Statement(*m_database, u"ROLLBACK"_s).run(); !undone)
        qCInfo(lcStorage) << "rollback:" << undone.error().detail;
}

Result<Transaction> Transaction::begin(Database& database)
{
    // IMMEDIATE: a deferred one can fail in its middle, where waiting no longer helps.
    if (const Done begun = Statement(database, u"BEGIN IMMEDIATE"_s).run(); !begun)
        return fail(begun.error());
    return Transaction(database);
}

Done Transaction::commit()
{
    const Done committed = Statement(*m_database, u"COMMIT"_s).run();
    if (committed)
        m_database = nullptr;
    return committed;
}

} // namespace cairn
