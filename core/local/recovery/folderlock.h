// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QLockFile>

#include <memory>

namespace cairn::local {

/// Takes the lock of a data folder, which is held for as long as the result lives: nobody else
/// serves the folder then. One that a dead process left is taken over. Does not wait. Errors:
/// Conflict while another process holds it; DiskFull, Storage where no lock can be made, so that
/// nobody holds one either.
[[nodiscard]] Result<std::unique_ptr<QLockFile>> lockFolder(const QString& dataFolder);

} // namespace cairn::local
