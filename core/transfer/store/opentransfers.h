// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/storage/database.h"

namespace cairn::transfer {

/// The file of an account's transfers, with tables that are up to date.
struct OpenTransfers
{
    std::unique_ptr<Database> database;
    /// Where the one that could not be used lies now, if there was one.
    QString setAside{};
};

/// Opens the file @p path or makes it. A damaged one (not a database, torn, without our tables, or
/// a folder) is set aside first, with its log: as PATH.damaged, PATH.damaged-2 and so on. One that
/// is of a newer version (TRANSFERS_NEWER) or cannot be opened (TRANSFERS_UNREADABLE) is left as it
/// is. Errors: Storage, DiskFull.
[[nodiscard]] Result<OpenTransfers> openTransfers(const QString& path);

/// Has the next openTransfers() look through the whole file.
void suspectDamage(const QString& path);

[[nodiscard]] bool isDamage(const Error& error);

/// All that lies in @p folder of the transfers of @p account, but for lock files: the file, its
/// log, and those that were set aside.
[[nodiscard]] QStringList transferFiles(const QString& folder, const QString& account);
/// The path of an account's file, without its suffix.
[[nodiscard]] QString transferFileBase(const QString& folder, const QString& account);

} // namespace cairn::transfer
