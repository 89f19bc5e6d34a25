// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/local/records/journal.h"
#include "core/local/records/recordlog.h"
#include "core/storage/database.h"

#include <memory>

namespace cairn::local {

/// The catalog of a data folder and its records, which go together.
struct OpenStore
{
    std::unique_ptr<Database> catalog;
    std::unique_ptr<RecordLog> records;
    std::unique_ptr<Journal> journal;
    /// Records have more than the catalog, which may have been lost: what it says does not count
    /// before catchUp().
    bool isBehind = false;
    bool isMigrated = false; ///< The tables were brought up to date just now.
    bool isNew = false; ///< Of openCopy(): there was no catalog, or one that cannot be used.
};

/// Whether the caller holds the lock of the data folder. Without it some other process may serve
/// the folder, and the catalog is taken as it is. One that was taken over is of a process that
/// died: then a catalog has a log, and without it is no whole one.
enum class FolderLock { NotHeld, Held, TakenOver };

/// Opens both and makes them where they are missing, readable by their owner alone. With the lock:
/// a catalog that cannot be read, or is another folder's, is set aside as catalog.sqlite.damaged
/// and a new one is behind; a folder of an earlier version gets records; before tables are brought
/// up to date their copy is catalog.sqlite.before-STEP. Errors: Storage, with ERROR_NEWER_FOLDER
/// for a folder of a newer version; DiskFull.
[[nodiscard]] Result<OpenStore> openStore(const QString& dataFolder, FolderLock lock);

/// Opens a copy of the catalog in @p copyFolder and changes nothing in the data folder, so that it
/// may lie where nothing can be written (decision 0020). What is behind catches up in the copy.
[[nodiscard]] Result<OpenStore> openCopy(const QString& dataFolder, const QString& copyFolder,
                                         FolderLock lock);

/// With the lock: sets the catalog aside first, as if it were damaged.
[[nodiscard]] Result<OpenStore> openWithNewCatalog(const QString& dataFolder);

/// Removes the copies that openStore() made before it brought tables up to date.
void removeOlderCatalogs(const QString& dataFolder);

} // namespace cairn::local
