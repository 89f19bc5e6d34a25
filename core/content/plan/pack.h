// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/plan/dagplan.h"
#include "core/content/source/packrequest.h"

namespace cairn::content {

/// Reads and hashes the sources once and remembers what every block is made of. Blocks the calling
/// thread, hashes on others. Errors: Cancelled, Empty, Invalid (a name, or nothing that can be a
/// root), Conflict (two inputs of one name), FileUnreadable and SourceChanged (subject: the path),
/// DiskFull, Storage.
[[nodiscard]] Result<DagPlan> makeDagPlan(const PackRequest& request, const OnPackProgress& progress = {},
                                    const CancelFlag* cancelled = nullptr);

/// What `pack` says of an input.
struct Packed
{
    Cid root;
    PackTotals totals;
    std::vector<Problem> problems; ///< at most the first hundred of a kind
    qint64 carBytes = 0; ///< of the CAR written; 0 if none was
};

/// Computes the root and keeps nothing: no plan, no parts, no recorded blocks.
[[nodiscard]] Result<Packed> hashOnly(const PackRequest& request,
                                      const OnPackProgress& progress = {},
                                      const CancelFlag* cancelled = nullptr);

/// Writes the whole DAG as one CAR while reading the input once: children before parents, repeats
/// repeated, the root last, the header patched at the end. @p carPath appears complete or not at
/// all, and is itself left out of what is packed.
[[nodiscard]] Result<Packed> packToFile(const PackRequest& request, const QString& carPath,
                                        const OnPackProgress& progress = {},
                                        const CancelFlag* cancelled = nullptr);

} // namespace cairn::content
