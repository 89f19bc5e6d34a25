// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/plan/dagrecordfile.h"

#include <optional>
#include <vector>

namespace cairn::content {

/// Goes through a recorded DAG depth-first, parents before children. Can start in the middle, and
/// then gives the ancestors of its start first. A few references for each level are in memory.
class DagCursor
{
public:
    DagCursor(const DagRecordFile& records, const BlockRef& root, std::vector<quint32> start = {});

    /// The next block, or nothing after the last.
    [[nodiscard]] Result<std::optional<BlockRef>> next();

    struct Ancestor
    {
        BlockRef ref;
        quint32 childIndex = 0; ///< of the block on the way to the present one
    };
    /// Of the block next() gave last, root first.
    [[nodiscard]] std::vector<Ancestor> ancestors() const;

private:
    struct Frame
    {
        BlockRef ref;
        quint32 next = 0;
        quint32 count = 0;
        quint32 windowStart = 0;
        std::vector<BlockRef> window{}; ///< children from windowStart
    };

    Done descend();

    const DagRecordFile& m_records;
    std::optional<BlockRef> m_present;
    BlockRef m_root;
    std::vector<quint32> m_start;
    std::vector<Frame> m_frames;
    bool m_started = false;
};

} // namespace cairn::content
