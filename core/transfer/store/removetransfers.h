// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

namespace cairn::transfer {

// What becomes of an account's transfers when the account is removed. By folder and account, as in
// SqliteTransferStore::open(). Any thread; these read and remove files.

/// How many are not finished, of all processes. A file that cannot be read has none.
[[nodiscard]] qint64 countUnfinished(const QString& folder, const QString& account);

/// Conflict (TRANSFERS_IN_USE; the subject is the file) while another process has them open.
[[nodiscard]] Done checkUnused(const QString& folder, const QString& account);

/// Removes the file, its log, its lock files and what was set aside, for names and paths lie in
/// them; and what unfinished and failed downloads have beside their targets. Nobody in this process
/// may have them open. Errors: checkUnused()'s, and Storage for a file that stays.
[[nodiscard]] Done removeTransfers(const QString& folder, const QString& account);

/// Where renames and removals lie that the account's service has not answered; it goes with the
/// transfers.
QString changesFile(const QString& folder, const QString& account);

} // namespace cairn::transfer
