// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/recovery/folderlock.h"

#include "core/base/fileerror.h"
#include "core/base/posix/process.h"

namespace cairn::local {
using namespace Qt::StringLiterals;

Result<std::unique_ptr<QLockFile>> lockFolder(const QString& dataFolder)
{
    auto lock = std::make_unique<QLockFile>(dataFolder + "/lock"_L1);
    lock->setStaleLockTime(0); // Stale only when its owner is dead, however long it runs.
    if (lock->tryLock())
        return lock;
    qint64 pid = 0;
    QString host;
    QString program;
    lock->getLockInfo(&pid, &host, &program);
    // On a full disk QLockFile cannot take over what a dead process left, and says that it is
    // held.
    const bool isHeld
        = lock->error() == QLockFile::LockFailedError && (pid == 0 || posix::isRunning(pid));
    if (isHeld)
        return fail(Error::Kind::Conflict,
                    u"%1 (process %2) owns the data folder"_s.arg(program).arg(pid), dataFolder);
    return fail(isOutOfSpace(dataFolder) ? Error::Kind::DiskFull : Error::Kind::Storage,
                u"cannot lock the data folder"_s, dataFolder);
}

} // namespace cairn::local
