// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/plan/dagplan.h"

#include "core/base/fileerror.h"
#include "core/content/plan/dagplandata.h"

namespace cairn::content {

DagPlan::DagPlan(std::shared_ptr<const DagPlanData> data)
    : m_data(std::move(data))
{ }

const Cid& DagPlan::root() const
{
    return m_data->rootCid;
}

const PackTotals& DagPlan::totals() const
{
    return m_data->totals;
}

qint64 DagPlan::carBytes() const
{
    return m_data->whole.info.carBytes;
}

const std::vector<Problem>& DagPlan::problems() const
{
    return m_data->problems;
}

const std::vector<PartInfo>& DagPlan::parts() const
{
    return m_data->partInfos;
}

std::unique_ptr<PartDevice> DagPlan::openPart(int index) const
{
    return std::make_unique<PartDevice>(m_data, m_data->parts.at(static_cast<std::size_t>(index)));
}

std::unique_ptr<PartDevice> DagPlan::openWhole() const
{
    return std::make_unique<PartDevice>(m_data, m_data->whole);
}

Done writeCar(const DagPlan& plan, QIODevice& out)
{
    constexpr qint64 pieceSize = 256 * 1024;
    const auto whole = plan.openWhole();
    QByteArray piece(pieceSize, Qt::Uninitialized);
    while (true) {
        const qint64 got = whole->read(piece.data(), pieceSize);
        if (whole->error())
            return fail(*whole->error());
        if (got <= 0)
            return {};
        if (out.write(piece.constData(), got) != got)
            return fail(writeError(out));
    }
}

} // namespace cairn::content
