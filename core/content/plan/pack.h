// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/plan/dagplan.h"
#include "core/content/source/packrequest.h"

namespace cairn::content {

/// Reads and hashes the sources once and records of which bytes every block consists. Keeps the
/// calling thread busy, and hashes on others too. Errors: Cancelled, Empty, Invalid (a name, or
/// nothing that can be a root), Conflict (two inputs of one name), FileUnreadable and SourceChanged
/// (subject: the path), DiskFull, Storage.
[[nodiscard]] Result<DagPlan> makeDagPlan(const PackRequest& request,
                                          const OnPackProgress& progress = {},
                                          const CancelFlag* cancelled = nullptr);

/// The result of packing without a plan.
struct Packed
{
    Cid root;
    PackTotals totals;
    std::vector<Problem> problems; ///< at most the first hundred of a kind
    qint64 carBytes = 0; ///< of the CAR written; 0 if none was
};

/// Computes the root and keeps no plan, parts or blocks.
[[nodiscard]] Result<Packed> hashOnly(const PackRequest& request,
                                      const OnPackProgress& progress = {},
                                      const CancelFlag* cancelled = nullptr);

/// Writes the whole DAG as one CAR while reading the input once: children before parents, repeats
/// repeated, the root last, the header patched at the end. @p carPath appears complete or not at
/// all, and is not packed itself.
[[nodiscard]] Result<Packed> packToFile(const PackRequest& request, const QString& carPath,
                                        const OnPackProgress& progress = {},
                                        const CancelFlag* cancelled = nullptr);

} // namespace cairn::content
