// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/plan/dagplan.h"
#include "core/content/plan/dagrecordfile.h"

namespace cairn::content {

/// A part, and where in the DAG its own blocks begin: which child to take at each level from the
/// root. Its ancestors on that way come first in the part.
struct PlannedPart
{
    PartInfo info;
    std::vector<quint32> start;
};

/// The data that a plan and its devices share. Immutable once made.
struct DagPlanData
{
    Profile profile;
    DagRecordFile records;
    BlockRef root;
    Cid rootCid;
    PackTotals totals;
    std::vector<Problem> problems;
    std::vector<PlannedPart> parts;
    std::vector<PartInfo> partInfos;
    PlannedPart whole;
};

} // namespace cairn::content
