// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/local/records/record.h"
#include "core/local/store/blocktable.h"
#include "core/storage/database.h"

#include <vector>

namespace cairn::local {

/// The live uploads that lack a block of @p blocks, each as a record of it without parts. Any
/// thread. Errors: Storage.
[[nodiscard]] Result<std::vector<UploadRecord>> uploadsThatLack(Database& catalog,
                                                                const BlockTable& blocks);

} // namespace cairn::local
