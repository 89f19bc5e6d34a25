// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/plan/treesplit.h"

#include "core/content/plan/dagcursor.h"

namespace cairn::content {
namespace {

class Splitter
{
public:
    Splitter(DagPlanData& plan, qint64 target)
        : m_plan(plan)
        , m_target(target)
        , m_headerSize(encodeCarHeader({plan.rootCid}).size())
    { }

    Done run()
    {
        DagCursor cursor(m_plan.records, m_plan.root);
        m_part.info.carBytes = m_plan.whole.info.carBytes = m_headerSize;
        while (true) {
            const auto block = cursor.next();
            if (!block)
                return fail(block.error());
            if (!*block)
                break;
            const bool isFull = m_size > 0 && m_size + (*block)->length >= m_target;
            if (isFull && m_part.info.blocks > 1)
                startPart(cursor.ancestors());
            append(**block);
            ++m_plan.whole.info.blocks;
            m_plan.whole.info.carBytes += carSectionLength((*block)->cidLength, (*block)->length);
        }
        finishPart();
        return {};
    }

private:
    void append(const BlockRef& block)
    {
        m_size += block.length;
        ++m_part.info.blocks;
        m_part.info.carBytes += carSectionLength(block.cidLength, block.length);
    }

    void finishPart()
    {
        m_part.info.index = static_cast<int>(m_plan.parts.size());
        m_plan.partInfos.push_back(m_part.info);
        m_plan.parts.push_back(std::move(m_part));
    }

    void startPart(const std::vector<DagCursor::Ancestor>& ancestors)
    {
        finishPart();
        m_part = {};
        m_part.info.carBytes = m_headerSize;
        m_size = 0;
        for (const auto& ancestor : ancestors) {
            append(ancestor.ref);
            m_part.start.push_back(ancestor.childIndex);
        }
    }

    DagPlanData& m_plan;
    qint64 m_target;
    qint64 m_headerSize;
    qint64 m_size = 0; // of block bytes only, as the original counts
    PlannedPart m_part;
};

} // namespace

Done splitDagPlan(DagPlanData& plan, qint64 target)
{
    return Splitter(plan, target).run();
}

} // namespace cairn::content
