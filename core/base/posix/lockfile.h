// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QLockFile>

#include <memory>

namespace cairn {

/// How an attempt at a lock file ended.
struct LockAttempt
{
    enum class Outcome {
        Taken,
        TakenOver, ///< From a process that died with it.
        Held, ///< By a process that runs.
        Impossible, ///< It can be neither made nor taken over: no right to write, or no room.
    };
    Outcome outcome = Outcome::Held;
    std::unique_ptr<QLockFile> lock; ///< Held for as long as it lives; none if it is not ours.

    QByteArray left{}; ///< What the dead process wrote, where it was taken over.

    bool isOurs() const { return lock != nullptr; }
};

/// Takes the lock file @p path, however long its owner runs, without waiting for it. QLockFile
/// alone never takes over the empty file of a process that died while it made it, nor that of one
/// whose number another process has or whose parent has not asked how it ended; it does not say
/// whose turn it was when several find a dead one's file; and of a full disk it says that somebody
/// holds the lock.
[[nodiscard]] LockAttempt tryLockFile(const QString& path);

/// Lets go of a lock. One that was taken over is left as it was found, for the next one to see that
/// its owner died.
void leaveAsFound(LockAttempt attempt, const QString& path);

} // namespace cairn
