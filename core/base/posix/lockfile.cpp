// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/posix/lockfile.h"

#include "core/base/posix/folder.h"
#include "core/base/posix/process.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

namespace cairn {
namespace {

// Between making the file and writing into it nobody takes longer.
constexpr qint64 longestMaking = 1000; // Milliseconds.

/// Keeps all others from taking a lock in the same folder, so that who sees that a lock was left is
/// the one who takes it over. Where the file system cannot do that, it keeps nobody.
posix::Descriptor waitForTurn(const QString& path)
{
    const QByteArray folder = QFile::encodeName(QFileInfo(path).path());
    auto open = posix::openFolder(folder, posix::Follow::Symlinks);
    if (!open || !posix::waitToLock(open->number()))
        return {};
    return std::move(*open);
}

/// Removes one that a dead process left; whether it did. The system lets go of a process's locks
/// when it dies, also while nobody has asked how it ended, and whoever has its number by now.
bool removeLeft(const QString& path)
{
    const QByteArray name = QFile::encodeName(path);
    const auto open = posix::openToRead(name, posix::Follow::Nothing);
    if (!open || !posix::lock(open->number()))
        return false;
    const auto file = posix::status(open->number());
    if (!file || file->links == 0)
        return false; // Its owner has ended meanwhile, in order.
    const qint64 age = QDateTime::currentMSecsSinceEpoch() - file->modified / 1'000'000;
    if (file->size == 0 && age < longestMaking)
        return false;
    return posix::removeFile(name).has_value();
}

} // namespace

LockAttempt tryLockFile(const QString& path)
{
    using Outcome = LockAttempt::Outcome;
    const posix::Descriptor turn = waitForTurn(path);
    QFile before(path);
    const QByteArray left = before.open(QIODevice::ReadOnly) ? before.readAll() : QByteArray();
    before.close();
    const bool wasRemoved = removeLeft(path);
    auto lock = std::make_unique<QLockFile>(path);
    lock->setStaleLockTime(0); // Stale only when its owner is dead.
    // Asked before it is ours: who ends in order removes it before that.
    qint64 owner = 0;
    QString host;
    QString program;
    const bool wasLeft
        = wasRemoved || (lock->getLockInfo(&owner, &host, &program) && !posix::isRunning(owner));
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
