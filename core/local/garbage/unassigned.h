// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/local/store/carfile.h"
#include "core/local/store/carstore.h"
#include "core/local/store/uploads.h"
#include "core/storage/database.h"

#include <vector>

namespace cairn::local {

/// A CAR in the folder that neither an upload nor a record names: it came from elsewhere, or its
/// upload was never answered. In no list, and kept until somebody adopts it or has it collected.
struct UnassignedCar
{
    content::Cid cid;
    qint64 size = 0; ///< Bytes.
    Timestamp found;
    /// Numbers are stored in unassigned_car.verified; new ones are appended.
    enum class Verified {
        NotYet = 0,
        Whole = 1, ///< The bytes are those of its name.
        Damaged = 2,
    };
    Verified verified = Verified::NotYet;
};

// Any thread. Errors: Storage, DiskFull, and what each function says.

/// Has the catalog know which CARs of the folder are unassigned.
[[nodiscard]] Done findUnassigned(Database& catalog, const CarStore& cars, const Clock& clock);
[[nodiscard]] Result<std::vector<UnassignedCar>> unassignedCars(Database& catalog);
/// Reads one that was not read yet; false if there is none.
[[nodiscard]] Result<bool> verifyNextUnassigned(Database& catalog, const CarStore& cars);

/// Makes an upload of it. Errors: NotFound if it is not unassigned, Invalid if it does not say
/// which root it has.
[[nodiscard]] Done adopt(Database& catalog, Journal& journal, Uploads& uploads,
                         const CarStore& cars, const Clock& clock, const content::Cid& car,
                         const UploadContext& context);

} // namespace cairn::local
