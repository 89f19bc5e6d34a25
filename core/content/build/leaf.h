// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/source/blockref.h"

namespace cairn::content {

// A leaf is in a buffer with room around its file bytes: before them for the CAR frame and, in
// profiles whose leaves are dag-pb, for the head of the node; after them for the node's tail.
inline constexpr qsizetype leafHeadroom = 64;
inline constexpr qsizetype leafTailroom = 16;

/// Names the leaf whose @p length file bytes stand at @p data, after wrapping them in place if the
/// profile says so; fills in length, contentLength and CID. Returns where the block begins.
char* makeLeaf(BlockRef& ref, const Profile& profile, char* data, qsizetype length, Sha256& hash);

} // namespace cairn::content
