// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/run/parttracker.h"

#include <algorithm>

namespace cairn {

PartTracker::PartTracker(const std::vector<PartRecord>& records)
{
    for (const PartRecord& record : records) {
        if (record.part == int(m_records.size()))
            m_records.push_back(record);
    }
    m_inFlight.resize(m_records.size());
}

PartTracker::PartTracker(const std::vector<qint64>& sizes, const std::vector<PartRecord>& records)
    : m_inFlight(sizes.size())
{
    for (const qint64 size : sizes)
        m_records.push_back({int(m_records.size()), size});
    for (const PartRecord& record : records) {
        if (record.part >= 0 && size_t(record.part) < sizes.size()
            && record.bytes == sizes[size_t(record.part)])
            m_records[size_t(record.part)] = record;
    }
}

int PartTracker::acknowledged() const
{
    return int(std::ranges::count(m_records, true, &PartRecord::acknowledged));
}

qint64 PartTracker::acknowledgedBytes() const
{
    qint64 bytes = 0;
    for (const PartRecord& record : m_records)
        bytes += record.acknowledged ? record.bytes : 0;
    return bytes;
}

bool PartTracker::isDone() const
{
    return !m_records.empty() && std::ranges::all_of(m_records, &PartRecord::acknowledged);
}

bool PartTracker::hasUnanswered() const
{
    return std::ranges::any_of(m_records, [this](const PartRecord& record) {
        return !record.acknowledged && !record.carCid.isEmpty() && !m_inFlight[size_t(record.part)];
    });
}

bool PartTracker::isNext(const PartRecord& record) const
{
    return !record.acknowledged && !m_inFlight[size_t(record.part)];
}

bool PartTracker::hasNext() const
{
    return std::ranges::any_of(m_records,
                               [this](const PartRecord& record) { return isNext(record); });
}

int PartTracker::takeNext()
{
    const auto next = std::ranges::find_if(
        m_records, [this](const PartRecord& record) { return isNext(record); });
    m_inFlight[size_t(next->part)] = true;
    return next->part;
}

void PartTracker::giveBack(int part)
{
    m_inFlight[size_t(part)] = false;
}

void PartTracker::setCarCid(int part, const content::CidString& carCid)
{
    m_records[size_t(part)].carCid = carCid;
}

void PartTracker::acknowledge(int part, Listable listable)
{
    PartRecord& record = m_records[size_t(part)];
    record.acknowledged = true;
    if (listable == Listable::No)
        record.carCid = {};
    m_inFlight[size_t(part)] = false;
}

std::vector<bool> PartTracker::settled() const
{
    std::vector<bool> settled = m_inFlight;
    settled.flip();
    return settled;
}

std::vector<int> PartTracker::reconcile(const QSet<content::CidString>& listed,
                                        const std::vector<bool>& settled)
{
    std::vector<int> changed;
    for (PartRecord& record : m_records) {
        if (!settled.at(size_t(record.part)) || record.carCid.isEmpty())
            continue;
        const PartRecord before = record;
        record.acknowledged = listed.contains(record.carCid);
        // What is not there is sent again, and named again while it is read.
        if (!record.acknowledged)
            record.carCid = {};
        if (record != before)
            changed.push_back(record.part);
    }
    return changed;
}

bool PartTracker::lacks(const QSet<content::CidString>& listed) const
{
    return std::ranges::any_of(m_records, [&](const PartRecord& record) {
        return record.acknowledged && !record.carCid.isEmpty() && !listed.contains(record.carCid);
    });
}

} // namespace cairn
