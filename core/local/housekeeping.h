// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/local/check/integritycheck.h"
#include "core/local/store/garbagecollector.h"

namespace cairn::local {

// Commands of an operator on a data folder, also while a process serves it. Errors: Storage,
// DiskFull, and what each function says.

/// Sets a tag of contract §3.1; an empty value removes it. Errors: NotFound for an unknown user,
/// Invalid for an unknown tag or a value it cannot have.
[[nodiscard]] Done setUserTag(const QString& dataFolder, const QString& user, const QString& tag,
                              const QString& value);

/// The live API tokens of a user, without their secrets. Errors: NotFound for an unknown user.
[[nodiscard]] Result<std::vector<Token>> userTokens(const QString& dataFolder, const QString& user);
/// Revokes a user's token; requests with it are answered with ERROR_TOKEN_BLOCKED from now on.
/// Errors: NotFound.
[[nodiscard]] Done blockToken(const QString& dataFolder, const QString& user, qint64 token);

[[nodiscard]] Result<GarbageReport> collectGarbage(const QString& dataFolder, DryRun dryRun);
[[nodiscard]] Result<IntegrityReport> checkStore(const QString& dataFolder);

} // namespace cairn::local
