// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/recovery/folderlock.h"

#include "core/base/fileerror.h"

namespace cairn::local {
using namespace Qt::StringLiterals;

QString lockPath(const QString& dataFolder)
{
    return dataFolder + "/lock"_L1;
}

Error folderInUseError(const QString& dataFolder)
{
    qint64 pid = 0;
    QString host;
    QString program;
    QLockFile(lockPath(dataFolder)).getLockInfo(&pid, &host, &program);
    return {Error::Kind::Conflict,
            u"%1 (process %2) owns the data folder"_s.arg(program).arg(pid),
            dataFolder,
            folderInUse.toString(),
            {},
            {QString::number(pid), program}};
}

Result<LockAttempt> lockFolder(const QString& dataFolder)
{
    const QString path = lockPath(dataFolder);
    auto attempt = tryLockFile(path);
    if (attempt.isOurs())
        return attempt;
    if (attempt.outcome == LockAttempt::Outcome::Impossible)
        return fail(isOutOfSpace(dataFolder) ? Error::Kind::DiskFull : Error::Kind::Storage,
                    u"cannot lock the data folder"_s, dataFolder, u"FOLDER_NOT_LOCKED"_s);
    return fail(folderInUseError(dataFolder));
}

FolderLock folderLockOf(const LockAttempt& attempt)
{
    switch (attempt.outcome) {
    case LockAttempt::Outcome::Taken:
        return FolderLock::Held;
    case LockAttempt::Outcome::TakenOver:
        return FolderLock::TakenOver;
    case LockAttempt::Outcome::Held:
    case LockAttempt::Outcome::Impossible:
        break;
    }
    return FolderLock::NotHeld;
}

} // namespace cairn::local
