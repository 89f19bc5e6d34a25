// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/local/store/carstore.h"
#include "core/storage/database.h"

namespace cairn::local {

/// How many CARs are not needed any more, and their bytes.
struct GarbageReport
{
    qint64 cars = 0;
    qint64 bytes = 0;
    bool operator==(const GarbageReport&) const = default;
};

enum class DryRun : bool { No = false, Yes = true };

/// Finds the CARs that no live upload and no live pin request needs, and removes them. A CAR with
/// one block that is needed stays whole. Safe while the service runs: commits of uploads wait
/// meanwhile, and an upload that brings a removed CAR again stores it again. One use, one thread.
class GarbageCollector
{
public:
    GarbageCollector(Database& database, const CarStore& cars, const Clock& clock);

    /// A dry run says what would go, and removes nothing. Errors: Storage, DiskFull.
    [[nodiscard]] Result<GarbageReport> collect(DryRun dryRun);

private:
    Database& m_database;
    const CarStore& m_cars;
    const Clock& m_clock;
};

} // namespace cairn::local
