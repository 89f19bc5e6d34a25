// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/result.h"
#include "core/storage/database.h"

#include <optional>

namespace cairn::local {

/// How many uploads lie before a date or a name, without counting them. In each of the two orders
/// the live uploads of a user are cut into stretches of some thousand, of which the catalog knows
/// the first and the number; triggers keep the numbers right, whoever changes an upload. Any
/// thread. Errors: Storage, DiskFull.
class Stairs
{
public:
    explicit Stairs(Database& database);

    /// The beginning of the stretch with the upload at @p offset in ascending order, and how many
    /// further ones to pass over.
    struct Step
    {
        QString name; ///< Empty in the order of dates.
        qint64 created = 0;
        qint64 skip = 0;
    };
    [[nodiscard]] Result<Step> stepTo(qint64 user, SortBy order, qint64 offset);
    [[nodiscard]] Result<qint64> countBefore(qint64 user, Timestamp moment);

    /// Cuts what has grown too long and drops what is empty. After adding and renaming.
    [[nodiscard]] Done level(qint64 user);
    /// Makes them all anew. Within the caller's transaction.
    [[nodiscard]] Done rebuild();
    /// The same as statements for a migration.
    static QStringList rebuilding();

private:
    Database& m_database;
};

} // namespace cairn::local
