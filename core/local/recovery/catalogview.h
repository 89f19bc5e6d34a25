// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/local/recovery/openstore.h"
#include "core/local/store/carstore.h"

#include <QTemporaryDir>

#include <memory>

namespace cairn::local {

/// Catalog and records of a data folder, opened to be looked at: nothing in the folder changes.
struct CatalogView
{
    /// What the catalog is to its records. Where it is not as it should be, the view is of one
    /// that was put right in a copy.
    enum class State { Current, Missing, Damaged, Behind };
    State state = State::Current;
    std::unique_ptr<QTemporaryDir> copy; ///< Where the copy lies; none while somebody serves.
    std::unique_ptr<Database> catalog;
    std::unique_ptr<RecordLog> records;
};

/// While nobody serves the folder (@p lock is held, or could not even be made): a copy of the
/// catalog in the system's folder for temporary files, with what only the records have.
/// Otherwise the catalog itself, read only. Errors: NotFound where there is no folder; those of
/// openCopy() and catchUp().
[[nodiscard]] Result<CatalogView> viewCatalog(const QString& dataFolder, FolderLock lock,
                                              const CarStore& cars, const Clock& clock);

} // namespace cairn::local
