// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/plan/plan.h"
#include "core/content/plan/dagrecordfile.h"

namespace cairn::content {

/// A part, and where in the DAG its own blocks begin: which child to take at each level from the
/// root. Its ancestors on that way come first in the part.
struct PartRecord
{
    PartInfo info;
    std::vector<quint32> start;
};

/// What a plan and its devices share. Immutable once made.
struct PlanData
{
    Profile profile;
    DagRecordFile records;
    BlockRef root;
    Cid rootCid;
    PackTotals totals;
    std::vector<Problem> problems;
    std::vector<PartRecord> parts;
    std::vector<PartInfo> partInfos;
    PartRecord whole;
};

} // namespace cairn::content
