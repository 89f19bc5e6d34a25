// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/storage/database.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <concepts>
#include <optional>
#include <type_traits>
#include <vector>

namespace cairn {

/// The error for one of SQLite: DiskFull, or Storage for all others. Its code is SQLITE_CORRUPT or
/// SQLITE_NOTADB where the file is damaged, SQLITE_BUSY where another connection writes.
Error storageError(const QSqlError& error, const QString& subject);

/// Whether another connection holds the file.
bool isBusy(const QSqlError& error);

namespace detail {
template<typename T> struct Column; // How a C++ value lies in a column.
template<> struct Column<Timestamp>
{ // Microseconds since 1970, so that comparing numbers compares times.
    static QVariant put(Timestamp value) { return qint64(value.time_since_epoch().count()); }
    static Timestamp take(const QVariant& value)
    {
        return Timestamp(std::chrono::microseconds(value.toLongLong()));
    }
};
template<std::integral T> struct Column<T>
{
    static QVariant put(T value) { return qint64(value); }
    static T take(const QVariant& value) { return static_cast<T>(value.toLongLong()); }
};
template<> struct Column<double>
{
    static QVariant put(double value) { return value; }
    static double take(const QVariant& value) { return value.toDouble(); }
};
template<> struct Column<QString>
{
    // A null QString is an empty text, not SQL's NULL: that is std::nullopt.
    static QVariant put(const QString& value)
    {
        return value.isNull() ? QString::fromLatin1("") : value;
    }
    static QString take(const QVariant& value) { return value.toString(); }
};
template<> struct Column<QByteArray>
{
    static QVariant put(const QByteArray& value) { return value.isNull() ? QByteArray("") : value; }
    static QByteArray take(const QVariant& value) { return value.toByteArray(); }
};
template<typename T> struct Column<std::optional<T>>
{
    static QVariant put(const std::optional<T>& value)
    {
        return value ? Column<T>::put(*value) : QVariant();
    }
    static std::optional<T> take(const QVariant& value)
    {
        return value.isNull() ? std::nullopt : std::optional<T>(Column<T>::take(value));
    }
};
} // namespace detail

/// One prepared query on the calling thread's connection; a local variable, used in that thread
/// only and gone before the database. The connection keeps it prepared. Values are bound in order,
/// columns are read by number. A query that cannot be prepared says so at run() or next(). Errors:
/// DiskFull, Storage.
class Statement
{
public:
    Statement(Database& database, const QString& sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    template<typename... Values> Statement& bind(const Values&... values)
    {
        int at = 0;
        (m_query.bindValue(at++, detail::Column<Values>::put(values)), ...);
        return *this;
    }

    /// Values as SQLite takes them, for a query that is composed at run time.
    Statement& bindAll(const QVariantList& values)
    {
        for (int at = 0; at < values.size(); ++at)
            m_query.bindValue(at, values[at]);
        return *this;
    }

    /// For statements without result rows. May be bound and run again.
    [[nodiscard]] Done run();

    /// The next row: true if there is one. Runs the query the first time.
    [[nodiscard]] Result<bool> next();

    template<typename T> T read(int column) const
    {
        return detail::Column<T>::take(m_query.value(column));
    }

    /// @p row(statement) of each row.
    template<typename Row>
    [[nodiscard]] auto all(Row row) -> Result<std::vector<std::invoke_result_t<Row, Statement&>>>
    {
        std::vector<std::invoke_result_t<Row, Statement&>> rows;
        for (;;) {
            const auto more = next();
            if (!more)
                return fail(more.error());
            if (!*more)
                return rows;
            rows.push_back(row(*this));
        }
    }

    /// @p row(statement) of the first row, if there is any.
    template<typename Row>
    [[nodiscard]] auto first(Row row)
        -> Result<std::optional<std::invoke_result_t<Row, Statement&>>>
    {
        const auto any = next();
        if (!any)
            return fail(any.error());
        std::optional<std::invoke_result_t<Row, Statement&>> value;
        if (*any)
            value = row(*this);
        finish();
        return value;
    }

    qint64 lastId() const { return m_query.lastInsertId().toLongLong(); }
    int changes() const { return m_query.numRowsAffected(); }
    /// SQLite's primary result code of what failed last.
    int resultCode() const { return m_query.lastError().nativeErrorCode().toInt() & 0xff; }

    /// Drops the rows that were not read, and the read lock; the query may then be bound again.
    void finish();

private:
    Error error(const QSqlError& error) const;

    Database& m_database;
    const QString m_sql;
    std::optional<Error> m_broken;
    QSqlQuery m_query;
    bool m_running = false;
};

/// The first column as a number.
inline qint64 readInteger(Statement& row)
{
    return row.read<qint64>(0);
}

/// The number that @p query gives with @p values; 0 if it gives none.
[[nodiscard]] inline Result<qint64> readNumber(Database& database, const QString& query,
                                               const QVariantList& values = {})
{
    Statement statement(database, query);
    statement.bindAll(values);
    const auto number = statement.first(readInteger);
    if (!number)
        return tl::unexpected(number.error());
    return number->value_or(0);
}

/// Rows that were changed on the calling thread's connection so far; to be compared.
[[nodiscard]] inline qint64 totalChanges(Database& database)
{
    return Statement(database, QStringLiteral("SELECT total_changes()"))
        .first(readInteger)
        .value_or(std::nullopt)
        .value_or(0);
}

/// The highest id that an AUTOINCREMENT table ever gave; 0 before the first one.
[[nodiscard]] inline Result<qint64> lastGivenId(Database& database, const QString& table)
{
    const auto id
        = Statement(database, QStringLiteral("SELECT seq FROM sqlite_sequence WHERE name = ?"))
              .bind(table)
              .first(readInteger);
    if (!id)
        return tl::unexpected(id.error());
    return id->value_or(0);
}

} // namespace cairn
