// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/transfer/store/transfer.h"

#include <QSet>

#include <vector>

namespace cairn {

/// Which parts of one upload the service has, which are in flight and which are still to be sent. A
/// value without I/O; Sender stores its records.
class PartTracker
{
public:
    PartTracker() = default;
    /// The records of an earlier run, before the source has been read again: those from part 0 on,
    /// in order. What else a damaged store has is sent again.
    explicit PartTracker(const std::vector<PartRecord>& records);
    /// A record of a part that has another size now is forgotten.
    PartTracker(const std::vector<qint64>& sizes, const std::vector<PartRecord>& records);

    const std::vector<PartRecord>& records() const { return m_records; }
    const PartRecord& record(int part) const { return m_records.at(size_t(part)); }
    int acknowledged() const;
    qint64 acknowledgedBytes() const;
    bool isDone() const;
    /// Some part was sent to its last byte and got no answer: only the service knows whether it has
    /// it.
    bool hasUnanswered() const;

    bool hasNext() const;
    /// The first part that is to be sent; it is in flight from now on. hasNext() must be true.
    int takeNext();
    void giveBack(int part);
    void setCarCid(int part, const content::CidString& carCid);
    /// Yes: the receipt had the part's CAR CID, so the service must list the part as well.
    enum class Listable { No, Yes };
    void acknowledge(int part, Listable listable);

    /// For each part whether it is not in flight. A list that is asked for now is right about these
    /// only: a part in flight may be acknowledged before the list arrives, which is then older than
    /// the receipt.
    std::vector<bool> settled() const;
    /// Takes over which parts the service lists, for the parts that were @p settled when it was
    /// asked. Returns the parts whose records changed.
    std::vector<int> reconcile(const QSet<content::CidString>& listed,
                               const std::vector<bool>& settled);
    /// Whether @p listed lacks an acknowledged part whose receipt had its CAR CID.
    bool lacks(const QSet<content::CidString>& listed) const;

private:
    bool isNext(const PartRecord& record) const;

    std::vector<PartRecord> m_records;
    std::vector<bool> m_inFlight;
};

} // namespace cairn
