// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/run/partledger.h"

#include <algorithm>

namespace cairn {

PartLedger::PartLedger(std::vector<PartNote> notes)
    : m_notes(std::move(notes))
    , m_inFlight(m_notes.size())
{ }

PartLedger::PartLedger(const std::vector<qint64>& sizes, const std::vector<PartNote>& notes)
    : m_inFlight(sizes.size())
{
    for (const qint64 size : sizes)
        m_notes.push_back({int(m_notes.size()), size});
    for (const PartNote& note : notes) {
        if (size_t(note.part) < sizes.size() && note.bytes == sizes[size_t(note.part)])
            m_notes[size_t(note.part)] = note;
    }
}

int PartLedger::acknowledged() const
{
    return int(std::ranges::count(m_notes, true, &PartNote::acknowledged));
}

qint64 PartLedger::acknowledgedBytes() const
{
    qint64 bytes = 0;
    for (const PartNote& note : m_notes)
        bytes += note.acknowledged ? note.bytes : 0;
    return bytes;
}

bool PartLedger::isDone() const
{
    return !m_notes.empty() && std::ranges::all_of(m_notes, &PartNote::acknowledged);
}

bool PartLedger::hasUnanswered() const
{
    return std::ranges::any_of(m_notes, [this](const PartNote& note) {
        return !note.acknowledged && !note.carCid.isEmpty() && !m_inFlight[size_t(note.part)];
    });
}

bool PartLedger::isNext(const PartNote& note) const
{
    return !note.acknowledged && !m_inFlight[size_t(note.part)];
}

bool PartLedger::hasNext() const
{
    return std::ranges::any_of(m_notes, [this](const PartNote& note) { return isNext(note); });
}

int PartLedger::takeNext()
{
    const auto next
        = std::ranges::find_if(m_notes, [this](const PartNote& note) { return isNext(note); });
    m_inFlight[size_t(next->part)] = true;
    return next->part;
}

void PartLedger::giveBack(int part)
{
    m_inFlight[size_t(part)] = false;
}

void PartLedger::setCarCid(int part, const QString& carCid)
{
    m_notes[size_t(part)].carCid = carCid;
}

void PartLedger::acknowledge(int part, Listable listable)
{
    PartNote& note = m_notes[size_t(part)];
    note.acknowledged = true;
    if (listable == Listable::No)
        note.carCid.clear();
    m_inFlight[size_t(part)] = false;
}

std::vector<bool> PartLedger::settled() const
{
    std::vector<bool> settled = m_inFlight;
    settled.flip();
    return settled;
}

std::vector<int> PartLedger::reconcile(const QSet<QString>& listed,
                                       const std::vector<bool>& settled)
{
    std::vector<int> changed;
    for (PartNote& note : m_notes) {
        if (!settled.at(size_t(note.part)) || note.carCid.isEmpty())
            continue;
        const PartNote before = note;
        note.acknowledged = listed.contains(note.carCid);
        // What is not there is sent again, and named again while it is read.
        if (!note.acknowledged)
            note.carCid.clear();
        if (note != before)
            changed.push_back(note.part);
    }
    return changed;
}

bool PartLedger::lacks(const QSet<QString>& listed) const
{
    return std::ranges::any_of(m_notes, [&](const PartNote& note) {
        return note.acknowledged && !note.carCid.isEmpty() && !listed.contains(note.carCid);
    });
}

} // namespace cairn
