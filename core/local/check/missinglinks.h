// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/local/store/carstore.h"
#include "core/storage/database.h"

namespace cairn::local {

/// Writes anew what the parts of an upload link to and do not hold, and the root if it is not among
/// them. Reads the nodes of all its parts; within the caller's transaction. Errors: Storage,
/// DiskFull.
[[nodiscard]] Done rewriteMissingLinks(Database& catalog, const CarStore& cars, qint64 upload);

} // namespace cairn::local
