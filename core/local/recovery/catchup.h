// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/local/recovery/openstore.h"
#include "core/local/store/carstore.h"

#include <QStringList>

#include <functional>
#include <vector>

namespace cairn::local {

struct CatchUpProgress
{
    qint64 done = 0; ///< Bytes of CARs read,
    qint64 total = 0; ///< of these.
};

/// What a catalog that caught up does not have, though records name it.
struct CatchUpReport
{
    qint64 cars = 0; ///< Read.
    std::vector<content::Cid> absent; ///< CARs whose files are not in the folder.
    std::vector<content::Cid> damaged; ///< CARs some of whose bytes have changed.
    QStringList unreadable; ///< Lines of records, each with its place and why.
};

/// Bytes of CARs that catchUp() has to read. Fails with ERROR_CARS_AWAY if it needs any and the
/// folder of CARs is not there.
[[nodiscard]] Result<qint64> catchUpBytes(OpenStore& store, const CarStore& cars);

/// Brings the catalog to where its records end: reads the CARs that they name, each once and
/// several at a time, and applies them in order. Commits as it goes, so that reads of what is in
/// already work, and a later one goes on where this one ended. @p progress is called on this
/// thread; @p isStopping on any. Errors: Cancelled; Storage, DiskFull; a CAR that cannot be read
/// for another reason than its bytes ends it.
[[nodiscard]] Result<CatchUpReport>
catchUp(OpenStore& store, const CarStore& cars, const Clock& clock,
        const std::function<void(const CatchUpProgress&)>& progress,
        const std::function<bool()>& isStopping);

} // namespace cairn::local
