// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/records/recordlog.h"
#include "core/storage/database.h"

namespace cairn::local {

/// Writes the records that make this catalog, without its history: what is live, and what was
/// deleted as far as the catalog still knows it. Within a transaction. Errors: Storage, DiskFull,
/// and those of @p write.
[[nodiscard]] Done writeState(Database& catalog, const RecordLog::WriteLine& write);

/// How many records that would be, about.
[[nodiscard]] Result<qint64> countState(Database& catalog);

} // namespace cairn::local
