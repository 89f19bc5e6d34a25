// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/local/garbage/neededcars.h"
#include "core/local/records/journal.h"
#include "core/local/store/dagwalk.h"

#include <optional>
#include <vector>

namespace cairn::local {

/// What is freed.
struct GarbageReport
{
    /// A deleted upload, and the bytes of its CARs that nobody else needs.
    struct Freed
    {
        content::Cid source;
        QString name;
        qint64 bytes = 0;
        bool operator==(const Freed&) const = default;
    };
    qint64 cars = 0;
    qint64 bytes = 0;
    /// Those that lose CARs, most bytes first. A CAR that two of them have counts for both.
    std::vector<Freed> uploads{};
    bool operator==(const GarbageReport&) const = default;
};

enum class DryRun : bool { No = false, Yes = true };

/// What a collection takes.
struct GarbageScope
{
    /// Blocks of what was deleted before this moment; none: of all that was deleted.
    std::optional<Timestamp> freeBefore{};
    /// Rows of what was deleted before this moment are forgotten.
    Timestamp forgetBefore{};
    bool unassigned = false; ///< Unassigned CARs, too.
    /// What is not freed yet stays then for the next time.
    IsUnwanted isUnwanted{};
};

/// Finds the CARs that no live upload and no live pin request needs, and removes them: nothing else
/// removes a whole CAR. A CAR with one block that is needed stays whole. Safe while the service
/// runs: uploads go on while it looks, and between the short changes by which it removes; one that
/// brings a removed CAR again stores it again. One use, one thread.
class GarbageCollector
{
public:
    GarbageCollector(Database& database, Journal& journal, const CarStore& cars,
                     const Clock& clock);

    /// Errors: DiskFull; Storage, with ERROR_CARS_AWAY where the folder of CARs is not there.
    [[nodiscard]] Result<GarbageReport> collect(const GarbageScope& scope);
    /// What would go now; removes nothing.
    [[nodiscard]] Result<GarbageReport> look(const GarbageScope& scope);

private:
    [[nodiscard]] Done sayCollected(const GarbageScope& scope);
    [[nodiscard]] Done removeSome(NeededCars& needed, std::vector<UnneededCar>& cars);
    [[nodiscard]] Result<bool> removeRows(NeededCars& needed, const std::vector<UnneededCar>& cars);
    [[nodiscard]] Done removeFiles(const IsUnwanted& isUnwanted);

    Database& m_database;
    Journal& m_journal;
    const CarStore& m_cars;
    const Clock& m_clock;
};

} // namespace cairn::local
