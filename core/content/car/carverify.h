// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/car/carfault.h"
#include "core/content/cid/cid.h"

#include <QIODevice>

#include <vector>

namespace cairn::content {

/// What is in a CAR, after every hash was checked.
struct CarReport
{
    std::vector<Cid> roots;
    std::vector<Cid> absentRoots; ///< those whose block is not there
    qint64 blocks = 0; ///< sections, repeats included
    qint64 bytes = 0; ///< of block data
    qint64 missing = 0; ///< distinct CIDs that the roots need and that are not there
    std::vector<Cid> firstMissing; ///< at most ten of them
    qint64 unreached = 0; ///< distinct blocks that no root needs
    std::vector<Cid> firstUnreached; ///< at most ten of them
    /// false: some block that a root needs has a codec whose links cannot be told
    bool knowsAllLinks = true;

    bool complete() const { return knowsAllLinks && missing == 0 && !roots.empty(); }
};

/// Reads @p car, the file called @p name, to its end. An error, as errorOf(), when the file is not
/// a sound CAR; a sound but incomplete one is a report. Memory: as CarGraph.
[[nodiscard]] Result<CarReport> verifyCar(QIODevice& car, const QString& name = {});

} // namespace cairn::content
