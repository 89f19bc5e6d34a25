// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/storage/database.h"

#include <QStringList>

#include <vector>

namespace cairn {

/// One step from a schema version to the next: SQL statements, each on its own. Once released, a
/// step is never edited; a change of the schema is a further step.
struct Migration
{
    QStringList statements;
};

/// Brings @p database from the version in its user_version to @p steps.size(), in one transaction.
/// Errors: Storage when a step fails, or when the file was written by a newer version of the
/// program; then nothing is touched.
[[nodiscard]] Done migrate(Database& database, const std::vector<Migration>& steps);

} // namespace cairn
