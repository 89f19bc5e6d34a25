// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/store/blocktable.h"

#include <optional>

namespace cairn::local {

/// What is in a valid CAR (contract §7).
struct CarContents
{
    content::Cid root; ///< As in the header: of version 0 or 1.
    content::Cid carCid; ///< Of all the bytes.
    qint64 size = 0; ///< Of the whole CAR.
    std::optional<qint64> dagSize; ///< Contract §7.4.
    BlockTable blocks;
    BlockTable missingLinks; ///< Linked to from here, not here; without places.
    bool unknownCodec = false; ///< Holds a block whose links cannot be read.
};

} // namespace cairn::local
