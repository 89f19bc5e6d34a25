// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/posix/lockfile.h"
#include "core/base/result.h"
#include "core/local/recovery/openstore.h"

namespace cairn::local {

[[nodiscard]] QString lockPath(const QString& dataFolder);

/// The code of the error Conflict when another process has the folder.
inline constexpr QLatin1StringView folderInUse("ERROR_FOLDER_IN_USE");

/// Takes the lock of a data folder, which is held for as long as the result lives: nobody else
/// serves the folder then. One that a dead process left is taken over. Does not wait. Errors:
/// Conflict while another process holds it; DiskFull, Storage where no lock can be made, so that
/// nobody holds one either.
[[nodiscard]] Result<LockAttempt> lockFolder(const QString& dataFolder);

/// The error of one that another process holds: which process, and its program, if the lock says.
[[nodiscard]] Error folderInUseError(const QString& dataFolder);

/// What openStore() may take for granted with it.
[[nodiscard]] FolderLock folderLockOf(const LockAttempt& attempt);

} // namespace cairn::local
