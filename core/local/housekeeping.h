// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/local/accounts/users.h"
#include "core/local/check/integritycheck.h"
#include "core/local/garbage/garbagecollector.h"
#include "core/local/garbage/unassigned.h"
#include "core/local/recovery/catchup.h"

namespace cairn::local {

// Commands of an operator on a data folder, also while a process serves it. Where none does, a
// catalog that is behind its records catches up first. Errors: Storage, DiskFull, and what each
// function says.

/// Adds a user and returns its login, which is shown once. Errors: Invalid, Conflict for a name in
/// use.
[[nodiscard]] Result<Secret> addUser(const QString& dataFolder, const QString& name);
[[nodiscard]] Result<std::vector<User>> users(const QString& dataFolder);
/// Sets a tag of contract §3.1; an empty value removes it. Errors: NotFound for an unknown user,
/// Invalid for an unknown tag or a value it cannot have.
[[nodiscard]] Done setUserTag(const QString& dataFolder, const QString& user, const QString& tag,
                              const QString& value);

/// The live API tokens of a user, without their secrets. Errors: NotFound for an unknown user.
[[nodiscard]] Result<std::vector<Token>> userTokens(const QString& dataFolder, const QString& user);
/// Revokes a user's token; requests with it are answered with ERROR_TOKEN_BLOCKED from now on.
/// Errors: NotFound.
[[nodiscard]] Done blockToken(const QString& dataFolder, const QString& user, qint64 token);

/// Frees what was deleted, however long ago. Unassigned CARs stay unless they are asked for.
enum class UnassignedCars : bool { Stay = false, Go = true };
[[nodiscard]] Result<GarbageReport> collectGarbage(const QString& dataFolder, DryRun dryRun,
                                                   UnassignedCars unassigned
                                                   = UnassignedCars::Stay);

/// Makes the catalog anew from CARs and records. The one before is catalog.sqlite.damaged then.
/// Errors: Conflict while a process serves the folder; those of catchUp().
[[nodiscard]] Result<CatchUpReport>
rebuildCatalog(const QString& dataFolder,
               const std::function<void(const CatchUpProgress&)>& progress);

/// CARs in the folder that neither an upload nor a record names, as of now.
[[nodiscard]] Result<std::vector<UnassignedCar>> unassigned(const QString& dataFolder);
/// Makes an upload of an unassigned CAR. Errors: NotFound for an unknown user or a CAR that is not
/// unassigned; Invalid for one that does not say which root it has.
[[nodiscard]] Done adoptCar(const QString& dataFolder, const content::Cid& car, const QString& user,
                            const QString& name);

/// Compares CARs, catalog and records, and changes nothing. Errors: NotFound where there is no
/// folder; Storage where a file cannot be read, of which nothing is said then.
[[nodiscard]] Result<IntegrityReport> checkStore(const QString& dataFolder,
                                                 const TellFinding& tell);
/// The same, and has the catalog say what the files hold.
[[nodiscard]] Result<IntegrityReport> repairStore(const QString& dataFolder,
                                                  const TellFinding& tell);

} // namespace cairn::local
