// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/storage/database.h"

#include "core/base/logging.h"
#include "core/storage/statement.h"

#include <QDeadlineTimer>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace cairn {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

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
    std::unordered_map<quint64, Database*> databases;
};

Live& live()
{
    static auto* const databases = new Live; // Outlives every thread.
    return *databases;
}

/// How long a connection waits for those that hold the file, each for one short transaction.
constexpr std::chrono::milliseconds patience = 15s;

/// Does not give up because the file is held. To make a file a WAL file takes it from a reader's
/// lock to the whole of it, and there SQLite does not wait: two that did would wait for each other.
bool execute(QSqlQuery& query, const QString& pragma)
{
    const QDeadlineTimer deadline(patience);
    while (!query.exec(pragma)) {
        if (!isBusy(query.lastError()) || deadline.hasExpired())
            return false;
        std::this_thread::sleep_for(2ms);
    }
    return true;
}

Done prepare(QSqlDatabase& connection, Database::Access access)
{
    const QStringList pragmas = access == Database::Access::ReadOnly
        ? QStringList{u"PRAGMA query_only = ON"_s}
        : QStringList{u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = FULL"_s,
                      u"PRAGMA foreign_keys = ON"_s};
    for (const QString& pragma : pragmas) {
        QSqlQuery query(connection);
        if (!execute(query, pragma))
            return fail(storageError(query.lastError(), connection.databaseName()));
    }
    return {};
}

/// Queries kept for a connection; those composed at run time have many texts.
constexpr qsizetype maxPrepared = 64;

} // namespace

/// The names of one thread's connections by database; closes them, in that thread, when it ends.
class ThreadConnections
{
public:
    ~ThreadConnections()
    {
        const std::lock_guard lock(live().mutex);
        for (const auto& [serial, name] : m_names) {
            const auto database = live().databases.find(serial);
            if (database != live().databases.end()) // Otherwise they are gone with it.
                database->second->close(name);
        }
    }
    QString& of(quint64 serial) { return m_names[serial]; }
    void forget(quint64 serial) { m_names.erase(serial); }

private:
    std::unordered_map<quint64, QString> m_names;
};

thread_local ThreadConnections threadConnections;

Database::Database(QString path, Access access)
    : m_path(std::move(path))
    , m_access(access)
    , m_serial(nextSerial())
{
    const std::lock_guard lock(live().mutex);
    live().databases.emplace(m_serial, this);
}

Database::~Database()
{
    threadConnections.forget(m_serial);
    const std::lock_guard lock(live().mutex);
    live().databases.erase(m_serial);
    for (const QString& name : m_prepared.keys())
        close(name);
}

void Database::close(const QString& name)
{
    {
        const QMutexLocker lock(&m_mutex);
        m_prepared.remove(name); // Before the connection that they are for.
    }
    QSqlDatabase::removeDatabase(name);
}

std::optional<QSqlQuery> Database::takePrepared(const QString& sql)
{
    const QMutexLocker lock(&m_mutex);
    const auto connection = m_prepared.find(threadConnections.of(m_serial));
    if (connection == m_prepared.end())
        return std::nullopt;
    const auto kept = connection->take(sql);
    return kept ? std::optional(std::move(*kept)) : std::nullopt;
}

void Database::keep(const QString& sql, QSqlQuery&& query)
{
    // Qt 6.4 writes past its row when the tables gave a kept query more columns meanwhile.
    if (sql.contains("SELECT *"_L1))
        return;
    const QMutexLocker lock(&m_mutex);
    Prepared& prepared = m_prepared[threadConnections.of(m_serial)];
    if (prepared.size() >= maxPrepared)
        prepared.clear();
    prepared.insert(sql, std::make_shared<QSqlQuery>(std::move(query)));
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
        const QString wait = u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(patience.count());
        connection.setConnectOptions(
            m_access == Access::ReadOnly ? wait + u";QSQLITE_OPEN_READONLY"_s : wait);
        opened = connection.open() ? prepare(connection, m_access)
                                   : Done(fail(storageError(connection.lastError(), m_path)));
        if (opened) {
            const QMutexLocker lock(&m_mutex);
            m_prepared.insert(fresh, {});
            name = fresh;
            return connection;
        }
    }
    QSqlDatabase::removeDatabase(fresh);
    qCWarning(lcStorage) << "cannot open" << m_path << opened.error().detail;
    return fail(opened.error());
}

} // namespace cairn
