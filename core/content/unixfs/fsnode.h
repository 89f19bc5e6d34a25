// SPDX-License-Identifier: MIT OR Apache-2.0
// For the sources of this folder alone: a node of a UnixFS DAG, taken apart.
#pragma once

#include "core/content/codec/dagpb.h"
#include "core/content/codec/unixfs.h"
#include "core/content/unixfs/dagreader.h"

namespace cairn::content {

struct FsNode
{
    PbNode node;
    UnixFs fs;
};

/// Blocks that are what their CIDs say and yet do not fit together: no other source has better
/// ones. Corrupt, with the code dagContradicts and the node as subject.
[[nodiscard]] tl::unexpected<Error> contradiction(const Cid& cid, QString what);
/// TooLarge, with the code dagTooDeep.
[[nodiscard]] tl::unexpected<Error> tooDeep(const Cid& cid, QString what);

/// Errors: a contradiction; Invalid where it is not UnixFS.
[[nodiscard]] Result<FsNode> decodeFsNode(const Cid& cid, QByteArrayView bytes);
/// The same, and the source's errors.
[[nodiscard]] Result<FsNode> loadFsNode(BlockSource& source, const Cid& cid);

/// Sizes are claims, and may be any number: sums of them end at the largest one.
void addClaim(quint64& sum, quint64 size);

// A sharded folder (HAMT): each name belongs into one bucket of 256 at each depth.
inline constexpr qsizetype bucketDigits = 2;
/// Two names that stay together longer would share 128 bits of hash.
inline constexpr std::size_t maxShardDepth = 16;
QByteArray bucketName(QByteArrayView name, std::size_t depth);
[[nodiscard]] Done checkShard(const Cid& cid, const FsNode& node);

} // namespace cairn::content
