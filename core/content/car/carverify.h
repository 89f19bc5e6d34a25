// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cid.h"

#include <QIODevice>

#include <vector>

namespace cairn::content {

/// What is in a CAR, after every hash was checked.
struct CarReport
{
    std::vector<Cid> roots;
    qint64 blocks = 0; ///< sections, repeats included
    qint64 bytes = 0; ///< of block data
    qint64 missing = 0; ///< distinct CIDs that roots and blocks point to and that are not there
    std::vector<Cid> firstMissing; ///< at most ten of them
    bool knowsAllLinks = true; ///< false: some block's codec is not one whose links can be told

    bool complete() const { return knowsAllLinks && missing == 0 && !roots.empty(); }
};

/// Reads @p car to its end. An error, as CarReader's, when the file is not a sound CAR; a sound but
/// incomplete one is a report. Memory: about 100 bytes for each distinct CID.
[[nodiscard]] Result<CarReport> verifyCar(QIODevice& car);

} // namespace cairn::content
