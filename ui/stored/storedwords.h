// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/account.h"
#include "core/library/library.h"

namespace cairn {

class EmptyState;

// What the Stored pane says about its list as a whole.

/// The name of an item in a sentence; its CID where it has none.
QString shownName(const Upload& upload);
/// Instead of a list: why there is none.
void showNoList(EmptyState& empty, const Account& account, const Library& library);
/// Why the rows may not be what the service would tell now, and from when they are; empty while
/// they are fresh or being asked for.
QString staleText(const Account& account, const Library& library, Timestamp now);
QString countText(const Library& library, qint64 rows);
QString matchesText(const Library& library, qint64 rows, qint64 matches);

} // namespace cairn
