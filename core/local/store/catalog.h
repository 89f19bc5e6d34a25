// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/storage/database.h"

namespace cairn::local {

/// The catalog of a data folder, with its tables brought up to date; makes both where missing.
/// Errors: Storage, DiskFull.
[[nodiscard]] Result<std::unique_ptr<Database>> openCatalog(const QString& dataFolder);

/// The name under which this service appears among the places of a pin; made once and never
/// changed.
[[nodiscard]] Result<QString> serviceId(Database& catalog);
/// The same without making one: empty if there is none.
[[nodiscard]] Result<QString> knownServiceId(Database& catalog);
[[nodiscard]] Done setServiceId(Database& catalog, const QString& id);

/// Has the log of the catalog not be empty while the catalog is open. By that a start after a crash
/// knows that the log was not lost.
[[nodiscard]] Done markOpen(Database& catalog);

/// Since when this catalog has been looked after by a version that frees what was deleted: @p now
/// if it is the first time. What was deleted before is kept as if it had been deleted then.
[[nodiscard]] Result<Timestamp> freesSince(Database& catalog, Timestamp now);

/// Whether rows were removed that records still have.
[[nodiscard]] Result<bool> hasForgotten(Database& catalog);
[[nodiscard]] Done setForgotten(Database& catalog, bool hasForgotten);

} // namespace cairn::local
