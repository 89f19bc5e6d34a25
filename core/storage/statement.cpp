// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/storage/statement.h"

#include "core/base/fileerror.h"
#include "core/base/logging.h"

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// The low byte of an extended code, whose rest refines it.
int primaryCode(const QSqlError& error)
{
    constexpr int primaryMask = 0xff;
    return error.nativeErrorCode().toInt() & primaryMask;
}

} // namespace

bool isBusy(const QSqlError& error)
{
    constexpr int sqliteBusy = 5;
    return primaryCode(error) == sqliteBusy;
}

Error storageError(const QSqlError& error, const QString& subject)
{
    constexpr int sqliteIoError = 10;
    constexpr int sqliteCorrupt = 11;
    constexpr int sqliteFull = 13;
    constexpr int sqliteCannotOpen = 14;
    constexpr int sqliteNotADatabase = 26;
    const int primary = primaryCode(error);
    // What could not be made or written may be so for want of room.
    const bool mayBeFull = primary == sqliteIoError || primary == sqliteCannotOpen;
    const bool full = primary == sqliteFull || (mayBeFull && isOutOfSpace(subject));
    return {full ? Error::Kind::DiskFull : Error::Kind::Storage,
            u"SQLite %1: %2 %3"_s.arg(error.nativeErrorCode(), error.driverText(),
                                      error.databaseText()),
            subject,
            isBusy(error)                       ? u"SQLITE_BUSY"_s
                : primary == sqliteCorrupt      ? u"SQLITE_CORRUPT"_s
                : primary == sqliteNotADatabase ? u"SQLITE_NOTADB"_s
                                                : QString(),
            {}};
}

Statement::Statement(Database& database, const QString& sql)
    : m_database(database)
    , m_sql(sql)
{
    if (auto prepared = database.takePrepared(sql)) {
        m_query = std::move(*prepared);
        return;
    }
    const auto connection = database.connection();
    if (!connection) {
        m_broken = connection.error();
        return;
    }
    m_query = QSqlQuery(*connection);
    m_query.setForwardOnly(true);
    if (!m_query.prepare(sql)) {
        m_broken = error(m_query.lastError());
        m_broken->detail += " in: "_L1 + sql;
    }
}

Statement::~Statement()
{
    if (m_broken)
        return;
    m_query.finish();
    m_database.keep(m_sql, std::move(m_query));
}

Error Statement::error(const QSqlError& error) const
{
    const Error mapped = storageError(error, m_database.path());
    qCWarning(lcStorage) << mapped.detail;
    return mapped;
}

Done Statement::run()
{
    if (m_broken)
        return fail(*m_broken);
    if (!m_query.exec())
        return fail(error(m_query.lastError()));
    return {};
}

Result<bool> Statement::next()
{
    if (!m_running) {
        if (const Done started = run(); !started)
            return fail(started.error());
        m_running = true;
    }
    if (m_query.next())
        return true;
    if (m_query.lastError().isValid())
        return fail(error(m_query.lastError()));
    finish();
    return false;
}

void Statement::finish()
{
    m_query.finish();
    m_running = false;
}

} // namespace cairn
