// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid.h"

#include <QByteArray>
#include <QHashFunctions>

#include <optional>
#include <vector>

namespace cairn::local {

/// What a block is found by: its hash and how its bytes are to be read. The version of the CID
/// that names it does not matter.
struct BlockKey
{
    QByteArray multihash;
    quint64 codec = 0;
    bool operator==(const BlockKey&) const = default;
    friend size_t qHash(const BlockKey& key, size_t seed = 0)
    {
        return qHashMulti(seed, key.multihash, key.codec);
    }
};

inline BlockKey blockKey(const content::Cid& cid)
{
    return {cid.hash().bytes(), quint64(cid.codec())};
}

/// Where a block's bytes lie in a CAR; in bytes from the file's beginning.
struct BlockPlace
{
    BlockKey key;
    qint64 offset = 0;
    qint64 length = 0;
};

/// What a valid CAR turned out to hold (contract §7).
struct CarContents
{
    content::Cid root; ///< As in the header: of version 0 or 1.
    content::Cid carCid; ///< Of all the bytes.
    qint64 size = 0; ///< Of the whole CAR.
    std::optional<qint64> dagSize; ///< Contract §7.4.
    std::vector<BlockPlace> blocks;
    std::vector<BlockKey> outside; ///< Linked to from here, not here.
    bool opaque = false; ///< Holds a block whose links cannot be read.
};

} // namespace cairn::local
