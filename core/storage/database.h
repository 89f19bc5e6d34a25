// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QHash>
#include <QMutex>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>

#include <memory>
#include <optional>

namespace cairn {

/// One SQLite file (WAL, foreign keys on, synchronous FULL). Each thread, also one that Qt did not
/// start, gets its own connection on first use; it is closed when the thread ends. To be destroyed
/// after all other threads have stopped using it.
class Database
{
public:
    enum class Access {
        ReadWrite, ///< Creates the file where there is none.
        ReadOnly, ///< Changes nothing; only while somebody else has it open for writing.
    };
    /// Errors: Storage, DiskFull; the subject is the path.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString& path,
                                                                Access access = Access::ReadWrite);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    const QString& path() const { return m_path; }

    /// The calling thread's connection. For Statement and Transaction.
    [[nodiscard]] Result<QSqlDatabase> connection();

    /// The query with this text that was kept for the calling thread. Preparing one takes longer
    /// than most queries do.
    [[nodiscard]] std::optional<QSqlQuery> takePrepared(const QString& sql);
    /// Keeps a prepared query, which reads nothing any more, for the next with this text.
    void keep(const QString& sql, QSqlQuery&& query);

private:
    Database(QString path, Access access);

    const QString m_path;
    const Access m_access;
    const quint64 m_serial;
    friend class ThreadConnections;
    using Prepared = QHash<QString, std::shared_ptr<QSqlQuery>>; ///< By their text.
    void close(const QString& name);

    QMutex m_mutex;
    QHash<QString, Prepared> m_prepared; ///< Of each open connection, by its name.
};

} // namespace cairn
