// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cid.h"

#include <span>

namespace cairn::content {

/// Where the names of a path lead inside one dag-cbor or dag-json block.
struct DataStep
{
    enum class End {
        Link, ///< To another block; names may be left.
        Value, ///< To something inside the block.
        Nothing, ///< Nothing there has such a name.
    };
    End end = End::Nothing;
    Cid link{};
    std::size_t names = 0; ///< How many led there.
};

/// Whether the links of a block of that codec have names of maps and numbers of lists.
[[nodiscard]] bool hasDataPaths(const Cid& cid);

/// Follows @p names, of which there is at least one. Corrupt when the block does not decode.
[[nodiscard]] Result<DataStep> followData(const Cid& cid, QByteArrayView bytes,
                                          std::span<const QByteArray> names);

} // namespace cairn::content
