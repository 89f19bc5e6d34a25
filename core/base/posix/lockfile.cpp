// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/posix/lockfile.h"

#include "core/base/posix/file.h"
#include "core/base/posix/process.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

namespace cairn {
namespace {

// Between making the file and writing into it nobody takes longer.
constexpr qint64 longestMaking = 1000; // Milliseconds.

/// Removes an empty one that nobody has open; whether it did.
bool removeEmpty(const QString& path)
{
    const QFileInfo file(path);
    const qint64 age = file.lastModified().msecsTo(QDateTime::currentDateTime());
    if (!file.exists() || file.size() > 0 || age < longestMaking)
        return false;
    const QByteArray name = QFile::encodeName(path);
    const auto open = posix::openToRead(name, posix::Follow::Nothing);
    return open && posix::lock(open->number()) && posix::removeFile(name);
}

} // namespace

LockAttempt tryLockFile(const QString& path)
{
    using Outcome = LockAttempt::Outcome;
    QFile before(path);
    const QByteArray left = before.open(QIODevice::ReadOnly) ? before.readAll() : QByteArray();
    before.close();
    const bool wasEmpty = removeEmpty(path);
    auto lock = std::make_unique<QLockFile>(path);
    lock->setStaleLockTime(0); // Stale only when its owner is dead.
    // Asked before it is ours: who ends in order removes it before that.
    qint64 owner = 0;
    QString host;
    QString program;
    const bool wasLeft
        = wasEmpty || (lock->getLockInfo(&owner, &host, &program) && !posix::isRunning(owner));
    if (lock->tryLock(0))
        return {wasLeft ? Outcome::TakenOver : Outcome::Taken, std::move(lock),
                wasLeft ? left : QByteArray()};
    if (lock->error() != QLockFile::LockFailedError)
        return {Outcome::Impossible, {}, {}};
    owner = 0;
    lock->getLockInfo(&owner, &host, &program);
    return {owner == 0 || posix::isRunning(owner) ? Outcome::Held : Outcome::Impossible, {}, {}};
}

void leaveAsFound(LockAttempt attempt, const QString& path)
{
    attempt.lock.reset();
    QFile file(path);
    if (attempt.outcome == LockAttempt::Outcome::TakenOver
        && file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        file.write(attempt.left);
}

} // namespace cairn
