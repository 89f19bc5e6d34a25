// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/block.h"

#include <optional>
#include <vector>

namespace cairn::content {

/// The links of a block, in order, repeats included.
struct Links
{
    enum class Codec { Known, Unknown } codec = Codec::Known; ///< Unknown: links cannot be told
    std::vector<Cid> cids{};
    /// One that a map of dag-cbor or dag-json has twice, which both forbid: readers differ in which
    /// of the values they take.
    std::optional<QByteArray> repeatedKey{};
};

/// Links of a raw, dag-pb, dag-cbor or dag-json block. Corrupt when it does not decode or nests
/// deeper than 128. The hash is not checked here.
[[nodiscard]] Result<Links> links(const Cid& cid, QByteArrayView bytes);
/// The same for a block that comes in: Corrupt with a repeated key too. What is stored already is
/// read all the same.
[[nodiscard]] Result<Links> strictLinks(const Cid& cid, QByteArrayView bytes);

/// Cumulative size of the DAG under a root as the service counts it (contract §7.4): block bytes
/// plus the link sizes for dag-pb, byte count for raw, nothing for other codecs and for what a
/// qint64 cannot hold. Whoever made the root claims it; it need not be true.
[[nodiscard]] std::optional<quint64> dagSize(const Cid& root, QByteArrayView bytes);

} // namespace cairn::content
