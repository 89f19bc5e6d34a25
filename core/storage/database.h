// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QMutex>
#include <QSqlDatabase>
#include <QString>
#include <QStringList>

#include <memory>

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

private:
    Database(QString path, Access access);

    const QString m_path;
    const Access m_access;
    const quint64 m_serial;
    QMutex m_mutex;
    QStringList m_names; ///< Of the open connections of all threads.
};

} // namespace cairn
