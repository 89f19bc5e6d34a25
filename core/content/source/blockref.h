// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cid.h"
#include "core/content/unixfs/profile.h"

#include <cstring>
#include <type_traits>

namespace cairn::content {

/// A block by name and by where its bytes can be had again: a stretch of a source file (a leaf) or
/// a record of the records (a node). Plain memory: a million of them pass through scratch files.
struct BlockRef
{
    enum Kind : quint8 { Leaf, Node };

    Kind kind = Leaf;
    quint8 cidLength = 0;
    quint32 length = 0; ///< of the block
    quint32 contentLength = 0; ///< a leaf's file bytes; fewer than length if it is a dag-pb node
    quint64 target = 0; ///< records offset of the source's or the node's record
    quint64 offset = 0; ///< of a leaf in its source
    char cid[36] = {};

    QByteArrayView cidBytes() const { return {cid, cidLength}; }
};

/// A block and what is below it: what a parent says of it in its link.
struct BlockLink
{
    BlockRef ref;
    quint64 tsize = 0; ///< block bytes, own and below
    quint64 contentSize = 0; ///< file bytes below
};
static_assert(std::is_trivially_copyable_v<BlockLink>);

/// Names @p ref by the digest of its bytes, in the way the profile names such blocks.
inline void setCid(BlockRef& ref, const Digest& digest, Codec codec, Profile::CidVersion version)
{
    // Version 1: version, codec, sha2-256, 32. Version 0: the hash alone (contract §12.1).
    const char prefix[] = {0x01, static_cast<char>(codec), 0x12, 0x20};
    const std::size_t skip = version == Profile::CidVersion::V0 ? 2 : 0;
    const std::size_t size = sizeof prefix - skip;
    std::memcpy(ref.cid, prefix + skip, size);
    std::memcpy(ref.cid + size, digest.data(), digest.size());
    ref.cidLength = static_cast<quint8>(size + digest.size());
}

} // namespace cairn::content
