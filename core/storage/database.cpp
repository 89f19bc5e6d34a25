// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/storage/database.h"

#include "core/base/logging.h"
#include "core/storage/statement.h"

#include <QSqlQuery>

#include <atomic>
#include <unordered_map>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

// Serials are never used twice: a thread that outlives a database cannot mistake the next one,
// or a recycled thread id, for it.
quint64 nextSerial()
{
    static std::atomic<quint64> last = 0;
    return ++last;
}

/// The names of one thread's connections by database; closes them, in that thread, when it ends.
class ThreadConnections
{
public:
    ~ThreadConnections()
    {
        for (const auto& [serial, name] : m_names)
            QSqlDatabase::removeDatabase(name); // Nothing happens to one that is gone already.
    }
    QString& of(quint64 serial) { return m_names[serial]; }
    void forget(quint64 serial) { m_names.erase(serial); }

private:
    std::unordered_map<quint64, QString> m_names;
};

thread_local ThreadConnections threadConnections;

Done prepare(QSqlDatabase& connection, Database::Access access)
{
    const QStringList pragmas = access == Database::Access::ReadOnly
        ? QStringList{u"PRAGMA query_only = ON"_s}
        : QStringList{u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = FULL"_s,
                      u"PRAGMA foreign_keys = ON"_s};
    for (const QString& pragma : pragmas) {
        QSqlQuery query(connection);
        if (!query.exec(pragma))
            return fail(storageError(query.lastError(), connection.databaseName()));
    }
    return {};
}

} // namespace

Database::Database(QString path, Access access)
    : m_path(std::move(path))
    , m_access(access)
    , m_serial(nextSerial())
{ }

Database::~Database()
{
    threadConnections.forget(m_serial);
    for (const QString& name : std::as_const(m_names))
        QSqlDatabase::removeDatabase(name);
}

Result<std::unique_ptr<Database>> Database::open(const QString& path, Access access)
{
    std::unique_ptr<Database> database(new Database(path, access));
    if (const auto connection = database->connection(); !connection)
        return fail(connection.error());
    return database;
}

Result<QSqlDatabase> Database::connection()
{
    QString& name = threadConnections.of(m_serial);
    if (!name.isEmpty())
        return QSqlDatabase::database(name, false);

    static std::atomic<quint64> lastConnection = 0;
    const QString fresh = u"cairn-%1-%2"_s.arg(m_serial).arg(++lastConnection);
    Done opened;
    {
        auto connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, fresh);
        connection.setDatabaseName(m_path);
        // Writers of other threads hold the file for one short transaction at a time.
        connection.setConnectOptions(m_access == Access::ReadOnly
                                         ? u"QSQLITE_BUSY_TIMEOUT=15000;QSQLITE_OPEN_READONLY"_s
                                         : u"QSQLITE_BUSY_TIMEOUT=15000"_s);
        opened = connection.open() ? prepare(connection, m_access)
                                   : Done(fail(storageError(connection.lastError(), m_path)));
        if (opened) {
            const QMutexLocker lock(&m_mutex);
            m_names.append(fresh);
            name = fresh;
            return connection;
        }
    }
    QSqlDatabase::removeDatabase(fresh);
    qCWarning(lcStorage) << "cannot open" << m_path << opened.error().detail;
    return fail(opened.error());
}

} // namespace cairn
