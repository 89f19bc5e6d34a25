// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/storage/database.h"

#include "core/base/logging.h"
#include "core/storage/statement.h"

#include <QSqlQuery>

#include <atomic>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

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

/// The databases that exist. A thread may end after the program has: by then Qt has destroyed what
/// it knows of connections, and whoever is asked about them crashes.
struct Live
{
    std::mutex mutex;
    std::unordered_set<quint64> serials;
};

Live& live()
{
    static auto* const databases = new Live; // Outlives every thread.
    return *databases;
}

/// The names of one thread's connections by database; closes them, in that thread, when it ends.
class ThreadConnections
{
public:
    ~ThreadConnections()
    {
        const std::lock_guard lock(live().mutex);
        for (const auto& [serial, name] : m_names) {
            if (live().serials.contains(serial)) // Otherwise they are gone with their database.
                QSqlDatabase::removeDatabase(name);
        }
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
{
    const std::lock_guard lock(live().mutex);
    live().serials.insert(m_serial);
}

Database::~Database()
{
    threadConnections.forget(m_serial);
    const std::lock_guard lock(live().mutex);
    live().serials.erase(m_serial);
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
