// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/local/store/carstore.h"
#include "core/storage/database.h"

#include <map>
#include <vector>

namespace cairn::local {

struct UnneededCar
{
    content::Cid cid;
    qint64 size = 0; ///< Of the file; 0 where there is none.
    std::vector<qint64> uploads{}; ///< Deleted ones that have it as a part, by their rows.
};

/// Which CARs something needs: found by walks that take as long as they take, in no transaction, so
/// that nobody waits for them. Whoever then removes what was not needed asks within a transaction
/// whether that still holds. CARs that came after the object was made are never unneeded. What was
/// deleted at @p freeBefore or later counts as if it were not. One thread; the marks are in a
/// temporary table of its connection. Errors: Storage.
class NeededCars
{
public:
    NeededCars(Database& database, const CarStore& cars, Timestamp freeBefore);

    /// Walks what has not been walked yet, or has become complete since.
    [[nodiscard]] Done update();
    /// After update(), on the same thread.
    [[nodiscard]] Result<std::vector<UnneededCar>> unneeded(bool withUnassigned);
    /// Takes away from @p cars what the last update() found to be needed.
    [[nodiscard]] Done keepUnneeded(std::vector<UnneededCar>& cars);
    /// Whether nothing has come to need one of @p unneeded since update(). Within a transaction, on
    /// any thread; walks nothing.
    [[nodiscard]] Result<bool> isStillSo(const std::vector<UnneededCar>& unneeded);

private:
    using Roots = std::map<QByteArray, qint64>; ///< With when it was complete, or never.
    [[nodiscard]] Result<Roots> roots();
    [[nodiscard]] Done prepare();
    [[nodiscard]] Done keepDag(const content::Cid& root);

    Database& m_database;
    const CarStore& m_cars;
    const Timestamp m_freeBefore;
    qint64 m_newestCar = -1; ///< Its row; -1 before the first update().
    Roots m_walked;
};

} // namespace cairn::local
