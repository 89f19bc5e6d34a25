// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

namespace cairn::local {

/// Why a content is not pinned; says nothing of one that is. Stored in content.unpinned_reason: the
/// numbers never change, new ones are appended.
enum class UnpinnedReason {
    Incomplete = 0, ///< Uploads brought some of its blocks, not all.
    Freed = 1, ///< The garbage collector removed what was here.
    Queued = 2, ///< Asked for by a pin request, not here yet.
};

} // namespace cairn::local
