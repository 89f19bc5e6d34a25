// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/store/removetransfers.h"

#include "core/base/posix/lockfile.h"
#include "core/download/download.h"
#include "core/storage/statement.h"
#include "core/transfer/store/opentransfers.h"
#include "core/transfer/store/transferrow.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace cairn::transfer {
using namespace Qt::StringLiterals;

namespace {

/// None where there is no file, or one that is not to be read.
std::unique_ptr<Database> openIfThere(const QString& path)
{
    if (!QFileInfo(path).isFile())
        return {};
    auto database = Database::open(path);
    return database ? std::move(*database) : nullptr;
}

/// Of processes that live: another one than this.
bool isHeldElsewhere(const QString& lockFile)
{
    if (tryLockFile(lockFile).outcome != LockAttempt::Outcome::Held)
        return false;
    qint64 process = 0;
    QString host;
    QString program;
    QLockFile(lockFile).getLockInfo(&process, &host, &program);
    return process != QCoreApplication::applicationPid();
}

QStringList lockFiles(const QString& folder, const QString& account)
{
    const QFileInfo base(transferFileBase(folder, account));
    QStringList paths;
    for (const QString& name :
         base.dir().entryList({base.fileName() + ".*.lock"_L1}, QDir::Files | QDir::Hidden))
        paths << base.dir().filePath(name);
    return paths;
}

/// Those whose work folders would be left: nobody goes on with them.
std::vector<DownloadRequest> leftDownloads(Database& database)
{
    return Statement(database,
                     u"SELECT download FROM transfer WHERE download IS NOT NULL"
                     " AND (over = 0 OR state = ?)"_s)
        .bind(int(State::Failed))
        .all([](Statement& row) { return downloadFrom(row.read<QString>(0)); })
        .value_or(std::vector<DownloadRequest>());
}

} // namespace

qint64 countUnfinished(const QString& folder, const QString& account)
{
    const auto database = openIfThere(transferFileBase(folder, account) + ".sqlite"_L1);
    if (!database)
        return 0;
    return readNumber(*database, u"SELECT count(*) FROM transfer WHERE over = 0"_s).value_or(0);
}

Done checkUnused(const QString& folder, const QString& account)
{
    for (const QString& lock : lockFiles(folder, account)) {
        if (isHeldElsewhere(lock)) {
            return fail(Error{Error::Kind::Conflict,
                              u"another process has it open"_s,
                              transferFileBase(folder, account) + ".sqlite"_L1,
                              u"TRANSFERS_IN_USE"_s,
                              {}});
        }
    }
    return {};
}

QString changesFile(const QString& folder, const QString& account)
{
    return transferFileBase(folder, account) + ".changes"_L1;
}

Done removeTransfers(const QString& folder, const QString& account)
{
    if (const Done unused = checkUnused(folder, account); !unused)
        return unused;
    const QString path = transferFileBase(folder, account) + ".sqlite"_L1;
    if (const auto database = openIfThere(path)) {
        for (const DownloadRequest& request : leftDownloads(*database))
            discardDownload(request, WorkFolder::Discard::Always);
    }
    Done removed;
    const QStringList files = transferFiles(folder, account) + lockFiles(folder, account)
        + QStringList{changesFile(folder, account), changesFile(folder, account) + ".new"_L1};
    for (const QString& file : files) {
        const bool isGone
            = QFileInfo(file).isDir() ? QDir(file).removeRecursively() : QFile::remove(file);
        if (!isGone && QFileInfo::exists(file)) {
            removed = fail(
                Error{Error::Kind::Storage, u"cannot be removed"_s, file, u"TRANSFERS_LEFT"_s, {}});
        }
    }
    return removed;
}

} // namespace cairn::transfer
