// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/storage/transaction.h"

#include "core/base/logging.h"
#include "core/storage/statement.h"

#include <chrono>
#include <thread>
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
    Statement commit(*m_database, u"COMMIT"_s);
    const Done committed = commit.run();
    if (committed)
        m_database = nullptr;
    // These two are told before the last page is written, by which a commit is known.
    constexpr int sqliteBusy = 5;
    constexpr int sqliteFull = 13;
    const int code = commit.resultCode();
    m_isUndone = !committed && (code == sqliteBusy || code == sqliteFull);
    return committed;
}

void letOthersWrite()
{
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
}

} // namespace cairn
