// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/build/blocksink.h"
#include "core/content/io/recordsorter.h"

namespace cairn::content {

// The sharded directory of contract §11.4: entries sorted by the hash of their names, then the tree
// built in one pass over them, one shard a level in memory.

[[nodiscard]] Done addToHamt(RecordSorter& sorter, const QByteArray& name, const BlockLink& link);
/// Finishes the sorter and reads it out. Invalid when names share 128 bits of hash.
[[nodiscard]] Result<BlockLink> buildHamt(RecordSorter& sorter, const Profile& profile,
                                          BlockSink& sink);

} // namespace cairn::content
