// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/recovery/openstore.h"

#include "core/base/fileerror.h"
#include "core/base/logging.h"
#include "core/base/posix/file.h"
#include "core/base/posix/folder.h"
#include "core/local/recovery/snapshot.h"
#include "core/local/store/carstore.h"
#include "core/local/store/catalog.h"
#include "core/local/store/schema.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"

#include <QDir>
#include <QFileInfo>
#include <QtEndian>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

const QString catalogFile = u"/catalog.sqlite"_s;
const QString copyPrefix = u"catalog.sqlite.before-"_s;
constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

/// Also what was there before with other rights: names, hashes and other people's files lie in it.
Done makePrivate(const QString& dataFolder)
{
    if (!QDir(dataFolder).exists() && !QDir().mkpath(dataFolder))
        return fail(Error::Kind::Storage, u"cannot make the folder"_s, dataFolder,
                    u"FOLDER_NOT_MADE"_s);
    for (const auto& folder : {QString(), u"/cars"_s, u"/records"_s, u"/scratch"_s}) {
        if (QDir(dataFolder + folder).exists())
            QFile::setPermissions(dataFolder + folder, ownerOnly | QFileDevice::ExeOwner);
    }
    QFile catalog(dataFolder + catalogFile);
    // Made here, since SQLite leaves the rights to the umask; its other files get those of this
    // one.
    if (!catalog.exists())
        std::ignore = catalog.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly);
    for (const auto& suffix : {QString(), u"-wal"_s, u"-shm"_s}) {
        const QString path = dataFolder + catalogFile + suffix;
        if (QFile::exists(path))
            QFile::setPermissions(path, ownerOnly);
    }
    return {};
}

/// Whether the file is shorter than its header says; meaningless while it has a log.
bool isTruncated(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray header = file.read(100);
    if (header.size() < 100)
        return !header.isEmpty();
    const auto pageSize = qFromBigEndian<quint16>(header.constData() + 16);
    const auto pages = qFromBigEndian<quint32>(header.constData() + 28);
    return qint64(pages) * (pageSize == 1 ? 65536 : pageSize) > file.size();
}

bool isCatalogDamage(const Error& error)
{
    return error.code == "SQLITE_CORRUPT"_L1 || error.code == "SQLITE_NOTADB"_L1;
}

auto damaged(const QString& why, const QString& path)
{
    return fail(Error{Error::Kind::Storage, why, path, u"SQLITE_CORRUPT"_s, {}});
}

Result<qint64> schemaVersion(Database& catalog)
{
    const auto version = Statement(catalog, u"PRAGMA user_version"_s).first(readInteger);
    if (!version)
        return fail(version.error());
    return version->value_or(0);
}

/// Errors with a code of isCatalogDamage() where the file is one no more.
Result<std::unique_ptr<Database>> openSound(const QString& path, FolderLock lock)
{
    const bool hasLog = QFileInfo(path + "-wal"_L1).size() > 0;
    // What of the log was in the file already is there, the rest is not: nobody can tell which.
    if (lock == FolderLock::TakenOver && !hasLog && QFileInfo(path).size() > 0)
        return damaged(u"its log is gone, and nobody closed it"_s, path);
    if (!hasLog && isTruncated(path))
        return damaged(u"the file is shorter than it says"_s, path);
    auto catalog = Database::open(path);
    if (!catalog)
        return catalog;
    if (hasLog) { // Nobody closed it: what happened to it since is not known.
        const auto word
            = Statement(**catalog, u"PRAGMA quick_check(1)"_s).first([](Statement& row) {
                  return row.read<QString>(0);
              });
        if (!word)
            return fail(word.error());
        if (word->value_or(QString()) != "ok"_L1)
            return damaged(word->value_or(QString()), path);
    }
    return catalog;
}

Done setAside(const QString& dataFolder)
{
    const QString path = dataFolder + catalogFile;
    qCWarning(lcLocal) << "set aside, and made anew from CARs and records:" << path;
    for (const auto& suffix : {u"-wal"_s, u"-shm"_s, QString()}) {
        if (!QFile::exists(path + suffix))
            continue;
        const auto renamed = posix::rename(QFile::encodeName(path + suffix),
                                           QFile::encodeName(path + ".damaged"_L1 + suffix));
        if (!renamed)
            return posix::failure(renamed.error(), path + suffix);
    }
    return {};
}

/// Brings the tables up to date, with a copy of what they were.
Done migrateWithCopy(OpenStore& store, const QString& dataFolder)
{
    const auto version = schemaVersion(*store.catalog);
    if (!version)
        return fail(version.error());
    const auto steps = schema();
    if (*version > qint64(steps.size()))
        return fail(Error{Error::Kind::Storage,
                          u"the folder was written by a newer version of the program (step %1, this"
                          " one knows %2)"_s.arg(*version)
                              .arg(steps.size()),
                          dataFolder,
                          u"ERROR_NEWER_FOLDER"_s,
                          {}});
    if (*version == qint64(steps.size()))
        return {};
    if (*version > 0) {
        const QString copy = dataFolder + '/'_L1 + copyPrefix + QString::number(steps.size());
        QFile::remove(copy);
        Statement write(*store.catalog, u"VACUUM INTO ?"_s);
        if (const Done done = write.bind(copy).run(); !done)
            return done;
        QFile::setPermissions(copy, ownerOnly);
        store.isMigrated = true;
    }
    return migrate(*store.catalog, steps);
}

/// What the two say of each other.
enum class Standing { Together, Behind, RecordsMissing, Strange };

Result<Standing> compare(OpenStore& store)
{
    const auto position = Journal::position(*store.catalog);
    if (!position)
        return fail(position.error());
    const auto segments = store.records->segments();
    if (!segments)
        return fail(segments.error());
    if (segments->empty())
        return Standing::RecordsMissing;
    const auto theirs = store.records->store();
    if (!theirs)
        return fail(theirs.error());
    const auto ours = knownServiceId(*store.catalog);
    if (!ours)
        return fail(ours.error());
    const auto end = store.records->end();
    if (!end)
        return fail(end.error());
    if (!ours->isEmpty() && *ours != *theirs)
        return Standing::Strange;
    if (position->segment != 0 && position->segment < segments->front())
        return Standing::Strange; // Older than the newest snapshot.
    if (position->segment == 0) {
        const auto isUsed
            = Statement(*store.catalog, u"SELECT EXISTS (SELECT 1 FROM user)"_s).first(readInteger);
        if (!isUsed)
            return fail(isUsed.error());
        if (isUsed->value_or(0)) // Otherwise it was made anew, and ended before the first record.
            return Standing::Strange; // Of a version that had no records.
    }
    if (*position > *end)
        return Standing::RecordsMissing;
    const auto isContinued = store.records->isContinuedAfter(position->segment);
    if (!isContinued && isContinued.error().kind == Error::Kind::Corrupt)
        return Standing::Behind; // Which tells of it.
    if (!isContinued)
        return fail(isContinued.error());
    if (position->segment != 0 && !*isContinued)
        return Standing::Strange; // The newest snapshot has what no record before it has.
    return *position == *end ? Standing::Together : Standing::Behind;
}

Done writeFirstRecords(OpenStore& store)
{
    const auto id = serviceId(*store.catalog);
    if (!id)
        return fail(id.error());
    auto transaction = Transaction::begin(*store.catalog);
    if (!transaction)
        return fail(transaction.error());
    const auto end = store.records->writeSnapshot(
        *id, RecordLog::Continues::No,
        [&](const RecordLog::WriteLine& write) { return writeState(*store.catalog, write); });
    if (!end)
        return fail(end.error());
    if (const Done done = Journal::setPosition(*store.catalog, *end); !done)
        return done;
    if (const Done done = transaction->commit(); !done)
        return done;
    return store.records->removeBefore(end->segment);
}

Result<OpenStore> openBoth(const QString& dataFolder, FolderLock lock)
{
    if (const Done done = makePrivate(dataFolder); !done)
        return fail(done.error());
    OpenStore store;
    auto catalog = openSound(dataFolder + catalogFile, lock);
    if (!catalog)
        return fail(catalog.error());
    store.catalog = std::move(*catalog);
    if (const Done done = migrateWithCopy(store, dataFolder); !done)
        return fail(done.error());
    store.records = std::make_unique<RecordLog>(dataFolder + "/records"_L1);
    store.journal = std::make_unique<Journal>(*store.catalog, *store.records);
    return store;
}

/// Has both say the same, or say that the catalog is behind. Fails as damaged where the catalog
/// cannot be used.
Done settle(OpenStore& store)
{
    const auto standing = compare(store);
    if (!standing)
        return fail(standing.error());
    switch (*standing) {
    case Standing::Together:
        return {};
    case Standing::Behind: {
        store.isBehind = true;
        // The answers that name this service stay the same.
        const auto id = store.records->store();
        return id ? setServiceId(*store.catalog, *id) : fail(id.error());
    }
    case Standing::RecordsMissing:
        return writeFirstRecords(store);
    case Standing::Strange:
        break;
    }
    return damaged(u"it does not belong to the records"_s, store.catalog->path());
}

} // namespace

Result<OpenStore> openStore(const QString& dataFolder, FolderLock lock)
{
    auto store = openBoth(dataFolder, lock);
    if (lock == FolderLock::NotHeld)
        return store;
    if (store) {
        const Done settled = settle(*store);
        const Done marked = settled ? markOpen(*store->catalog) : settled;
        if (marked)
            return store;
        store = fail(marked.error());
    }
    return isCatalogDamage(store.error()) ? openWithNewCatalog(dataFolder) : std::move(store);
}

Result<OpenStore> openCopy(const QString& dataFolder, const QString& copyFolder, FolderLock lock)
{
    const auto openIt = [&]() -> Result<OpenStore> {
        OpenStore store;
        auto catalog = openSound(copyFolder + catalogFile, lock);
        if (!catalog)
            return fail(catalog.error());
        store.catalog = std::move(*catalog);
        if (const Done done = migrate(*store.catalog, schema()); !done)
            return fail(done.error());
        store.records = std::make_unique<RecordLog>(dataFolder + "/records"_L1);
        store.journal = std::make_unique<Journal>(*store.catalog, *store.records);
        const auto standing = compare(store);
        if (!standing)
            return fail(standing.error());
        if (*standing == Standing::Strange)
            return damaged(u"it does not belong to the records"_s, store.catalog->path());
        store.isBehind = *standing == Standing::Behind;
        const auto id = store.isBehind ? store.records->store() : Result<QString>(QString());
        if (!id)
            return fail(id.error());
        if (store.isBehind) {
            if (const Done set = setServiceId(*store.catalog, *id); !set)
                return fail(set.error());
        }
        return store;
    };
    for (const auto& suffix : {QString(), u"-wal"_s}) {
        QFile file(dataFolder + catalogFile + suffix);
        if (file.exists() && !file.copy(copyFolder + catalogFile + suffix))
            return fail(writeError(file, copyFolder));
        QFile::setPermissions(copyFolder + catalogFile + suffix, ownerOnly);
    }
    bool isNew = !QFile::exists(copyFolder + catalogFile);
    auto store = openIt();
    if (!store && isCatalogDamage(store.error())) {
        for (const auto& suffix : {u"-wal"_s, u"-shm"_s, QString()})
            QFile::remove(copyFolder + catalogFile + suffix);
        isNew = true;
        lock = FolderLock::Held;
        store = openIt();
    }
    if (store)
        store->isNew = isNew;
    return store;
}

Result<OpenStore> openWithNewCatalog(const QString& dataFolder)
{
    if (const Done done = setAside(dataFolder); !done)
        return fail(done.error());
    auto store = openBoth(dataFolder, FolderLock::Held);
    if (!store)
        return store;
    if (const Done settled = settle(*store); !settled)
        return fail(settled.error());
    if (const Done marked = markOpen(*store->catalog); !marked)
        return fail(marked.error());
    return store;
}

void removeOlderCatalogs(const QString& dataFolder)
{
    const QDir folder(dataFolder);
    for (const QString& name : folder.entryList({copyPrefix + '*'_L1}, QDir::Files))
        QFile::remove(folder.filePath(name));
}

} // namespace cairn::local
