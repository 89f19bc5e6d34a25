// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/checkup.h"
#include "core/local/garbage.h"

namespace cairn::local {

// What an operator does to a data folder from outside, also while some process serves it.
// Errors: Storage, DiskFull, and what each function says.

/// A tag of contract §3.1; an empty value takes it away. Errors: NotFound for an unknown user,
/// Invalid for an unknown tag or a value it cannot have.
[[nodiscard]] Done setUserTag(const QString& dataFolder, const QString& user, const QString& tag,
                              const QString& value);

[[nodiscard]] Result<Garbage> collectGarbage(const QString& dataFolder, Sweep sweep);
[[nodiscard]] Result<CheckReport> checkStore(const QString& dataFolder);

} // namespace cairn::local
