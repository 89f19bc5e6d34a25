// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/plan/dagplandata.h"

namespace cairn::content {

/// Divides a plan's DAG into parts near @p target bytes of blocks and measures each (contract
/// §12.2). A first part of the root alone, which the service refuses, is joined with the next one.
/// Reads references only.
[[nodiscard]] Done splitDagPlan(DagPlanData& plan, qint64 target);

} // namespace cairn::content
