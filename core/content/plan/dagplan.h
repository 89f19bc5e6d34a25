// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cid.h"
#include "core/content/plan/partdevice.h"
#include "core/content/source/packrequest.h"

#include <memory>
#include <vector>

namespace cairn::content {

/// One CAR of a plan: a share of the blocks under the plan's root.
struct PartInfo
{
    int index = 0;
    qint64 carBytes = 0; ///< exactly
    qint64 blocks = 0;
};

struct DagPlanData;

/// The result of packing: the root, and from which bytes of which source each block comes. Its
/// records are in a temporary file, which is removed with the last of the plan and its devices.
/// Immutable and shared; usable from any thread.
class DagPlan
{
public:
    explicit DagPlan(std::shared_ptr<const DagPlanData> data);

    const Cid& root() const;
    const PackTotals& totals() const;
    qint64 carBytes() const; ///< of the DAG as one CAR, as writeCar writes it
    const std::vector<Problem>& problems() const; ///< at most the first hundred of a kind
    const std::vector<PartInfo>& parts() const;

    /// The part as a CARv1 stream, open for reading: depth-first from the root, parents before
    /// children, repeats repeated (contract §12.2). The same bytes each time.
    [[nodiscard]] std::unique_ptr<PartDevice> openPart(int index) const;
    /// All parts as one.
    [[nodiscard]] std::unique_ptr<PartDevice> openWhole() const;

private:
    std::shared_ptr<const DagPlanData> m_data;
};

/// The whole DAG as one CAR, in the order of openWhole(). Errors: SourceChanged, FileUnreadable,
/// DiskFull, Storage.
[[nodiscard]] Done writeCar(const DagPlan& plan, QIODevice& out);

} // namespace cairn::content
