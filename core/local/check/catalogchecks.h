// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/local/check/finding.h"
#include "core/storage/database.h"

#include <QStringList>

#include <array>
#include <vector>

namespace cairn::local {

// What a check asks the catalog; nothing here changes it. Any thread. Errors: Storage.

/// SQLite's words about the file, and rows without what they belong to; empty for a sound one.
[[nodiscard]] Result<QStringList> catalogDamage(Database& catalog);

[[nodiscard]] Result<qint64> liveUploads(Database& catalog);
/// Roots of what some live upload or pin request has, and the catalog calls pinned.
[[nodiscard]] Result<std::vector<content::Cid>> pinnedContents(Database& catalog);
[[nodiscard]] Result<bool> isPinned(Database& catalog, const content::Cid& root);
/// Whether the catalog knows the CAR, or knows that it is gone.
[[nodiscard]] Result<bool> isNamedCar(Database& catalog, const content::Cid& car);

/// A number that is kept beside the rows that it counts.
struct StoredCount
{
    QLatin1StringView table;
    QLatin1StringView counted; ///< A query of the number for one row of the table.
    Finding::Kind finding;
};
inline constexpr std::array storedCounts{
    StoredCount{QLatin1StringView("user"),
                QLatin1StringView("(SELECT count(*) FROM upload WHERE user_id = user.id"
                                  " AND deleted IS NULL)"),
                Finding::Kind::UploadCount},
    StoredCount{QLatin1StringView("token"),
                QLatin1StringView("(SELECT count(*) FROM upload WHERE token_id = token.id)"),
                Finding::Kind::TokenUploadCount},
};
/// The names of the rows whose number is wrong.
[[nodiscard]] Result<QStringList> wrongCounts(Database& catalog, const StoredCount& count);

} // namespace cairn::local
