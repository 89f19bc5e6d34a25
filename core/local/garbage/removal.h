// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/local/records/record.h"
#include "core/local/store/carstore.h"
#include "core/storage/database.h"

#include <vector>

namespace cairn::local {

// What a collection of garbage changes in the catalog of CARs; within a transaction, live and when
// a catalog is made anew from records alike. Errors: Storage, DiskFull.

/// The CARs are in the catalog no longer. A deleted upload that loses a part begins anew should it
/// come back. While a file is there, the catalog says that it is to go.
[[nodiscard]] Done apply(Database& catalog, const CarStore& cars,
                         const std::vector<GoneRecord>& gone);
[[nodiscard]] Done apply(Database& catalog, const CarStore& cars, const GoneRecord& gone);

} // namespace cairn::local
