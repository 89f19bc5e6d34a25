// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/store/opentransfers.h"

#include "core/base/logging.h"
#include "core/base/posix/file.h"
#include "core/base/posix/lockfile.h"
#include "core/storage/statement.h"
#include "core/transfer/store/transferrow.h"
#include "core/transfer/store/transferschema.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QUrl>

namespace cairn::transfer {
using namespace Qt::StringLiterals;

namespace {

const QStringList companions{u"-wal"_s, u"-shm"_s, QString()};

auto damaged(const QString& why, const QString& path)
{
    return fail(Error{Error::Kind::Storage, why, path, u"SQLITE_CORRUPT"_s, {}});
}

/// What is no damage and has no name of its own yet.
Error named(Error error, const QString& path)
{
    if (error.kind == Error::Kind::Storage && error.code.isEmpty())
        error.code = u"TRANSFERS_UNREADABLE"_s;
    error.subject = path;
    return error;
}

QString suspicionOf(const QString& path)
{
    return path + ".suspect"_L1;
}

Result<QSet<QString>> columnsOf(Database& database, const QString& table)
{
    const auto names = Statement(database, u"SELECT name FROM pragma_table_info(?)"_s)
                           .bind(table)
                           .all([](Statement& row) { return row.read<QString>(0); });
    if (!names)
        return fail(names.error());
    return QSet<QString>(names->begin(), names->end());
}

/// Whether the tables are ours, whatever a database calls itself.
Done checkTables(Database& database)
{
    const std::vector<std::pair<QString, QStringList>> tables{
        {u"transfer"_s, columnNames() + QStringList{u"id"_s}},
        {u"part"_s, {u"transfer_id"_s, u"part"_s, u"bytes"_s, u"car_cid"_s, u"acknowledged"_s}},
        {u"setting"_s, {u"name"_s, u"value"_s}}};
    for (const auto& [table, needed] : tables) {
        const auto columns = columnsOf(database, table);
        if (!columns)
            return fail(columns.error());
        if (!columns->contains(QSet<QString>(needed.begin(), needed.end())))
            return damaged(u"it lacks columns of the table "_s + table, database.path());
    }
    return {};
}

Done checkPages(Database& database)
{
    const auto word = Statement(database, u"PRAGMA quick_check(1)"_s).first([](Statement& row) {
        return row.read<QString>(0);
    });
    if (!word)
        return fail(word.error());
    if (*word != u"ok"_s)
        return damaged(word->value_or(QString()), database.path());
    return {};
}

/// Tables that are up to date are not written to: nobody is waited for.
Done bringUpToDate(Database& database)
{
    const auto version = readNumber(database, u"PRAGMA user_version"_s);
    if (!version)
        return fail(version.error());
    const auto known = std::ssize(schema());
    if (*version > known) {
        return fail(Error{Error::Kind::Storage,
                          u"schema version %1 is newer than %2"_s.arg(*version).arg(known),
                          database.path(),
                          u"TRANSFERS_NEWER"_s,
                          {}});
    }
    if (*version == known)
        return {};
    const auto tables = readNumber(
        database, u"SELECT count(*) FROM sqlite_master WHERE name IN ('transfer', 'part')"_s);
    const auto all = readNumber(database, u"SELECT count(*) FROM sqlite_master"_s);
    if (!tables || !all)
        return fail(tables ? all.error() : tables.error());
    // A new file has none; one of an earlier version has both.
    if (*version == 0 ? *all > 0 : *tables < 2)
        return damaged(u"it has other tables than ours"_s, database.path());
    return migrate(database, schema());
}

Result<std::unique_ptr<Database>> openSound(const QString& path)
{
    const QFileInfo file(path);
    if (file.isDir())
        return damaged(u"a folder is in its place"_s, path);
    if (file.exists() && !file.isReadable()) {
        return fail(Error{
            Error::Kind::Storage, u"no right to read it"_s, path, u"TRANSFERS_UNREADABLE"_s, {}});
    }
    auto database = Database::open(path);
    if (!database)
        return database;
    if (QFile::exists(suspicionOf(path))) {
        if (const Done sound = checkPages(**database); !sound)
            return fail(sound.error());
        QFile::remove(suspicionOf(path));
    }
    if (const Done upToDate = bringUpToDate(**database); !upToDate)
        return fail(upToDate.error());
    if (const Done ours = checkTables(**database); !ours)
        return fail(ours.error());
    return database;
}

/// The first name that nothing has: what was set aside before stays.
QString freeName(const QString& path)
{
    const QString first = path + ".damaged"_L1;
    QString name = first;
    const auto isTaken
        = [&name](const QString& companion) { return QFileInfo::exists(name + companion); };
    for (int next = 2; std::ranges::any_of(companions, isTaken); ++next)
        name = first + u'-' + QString::number(next);
    return name;
}

Result<QString> setAside(const QString& path)
{
    const QString name = freeName(path);
    qCWarning(lcTransfer) << "set aside:" << path << "is now" << name;
    for (const QString& companion : companions) {
        if (!QFileInfo::exists(path + companion))
            continue;
        const auto renamed = posix::rename(QFile::encodeName(path + companion),
                                           QFile::encodeName(name + companion));
        if (!renamed)
            return posix::failure(renamed.error(), path + companion);
    }
    QFile::remove(suspicionOf(path));
    return name;
}

} // namespace

bool isDamage(const Error& error)
{
    return error.code == "SQLITE_CORRUPT"_L1 || error.code == "SQLITE_NOTADB"_L1;
}

void suspectDamage(const QString& path)
{
    QFile file(suspicionOf(path));
    std::ignore = file.open(QIODevice::WriteOnly);
}

Result<OpenTransfers> openTransfers(const QString& path)
{
    auto database = openSound(path);
    if (database)
        return OpenTransfers{std::move(*database)};
    if (!isDamage(database.error()))
        return fail(named(database.error(), path));
    // One process at a time: what another one has put in its place is not to be set aside too.
    const LockAttempt alone = tryLockFile(path + ".lock"_L1);
    if (!alone.isOurs())
        return fail(named(database.error(), path));
    database = openSound(path);
    if (database)
        return OpenTransfers{std::move(*database)};
    const auto name = setAside(path);
    if (!name)
        return fail(named(name.error(), path));
    database = openSound(path);
    if (!database)
        return fail(named(database.error(), path));
    return OpenTransfers{std::move(*database), *name};
}

QString transferFileBase(const QString& folder, const QString& account)
{
    return folder + '/'_L1 + QString::fromLatin1(QUrl::toPercentEncoding(account));
}

QStringList transferFiles(const QString& folder, const QString& account)
{
    const QFileInfo file(transferFileBase(folder, account) + ".sqlite"_L1);
    QStringList paths;
    const auto entries = file.dir().entryList(
        {file.fileName() + '*'_L1}, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    for (const QString& name : entries) {
        // Another account's may begin alike only before the suffix.
        const QString rest = name.sliced(file.fileName().size());
        if (rest.isEmpty() || rest.startsWith('-'_L1) || rest.startsWith('.'_L1))
            paths << file.dir().filePath(name);
    }
    return paths;
}

} // namespace cairn::transfer
