// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/transfer/store/transfer.h"

#include <QSet>

#include <vector>

namespace cairn {

/// Which parts of one upload the service has, which are on their way and which are still to send.
/// A value without I/O; Sender writes down what it says.
class PartTracker
{
public:
    PartTracker() = default;
    /// What an earlier run noted, before the source has been read again.
    explicit PartTracker(std::vector<PartRecord> records);
    /// Notes of parts of another size are of no use and forgotten.
    PartTracker(const std::vector<qint64>& sizes, const std::vector<PartRecord>& records);

    const std::vector<PartRecord>& records() const { return m_records; }
    const PartRecord& record(int part) const { return m_records.at(size_t(part)); }
    int acknowledged() const;
    qint64 acknowledgedBytes() const;
    bool isDone() const;
    /// Sent to the last byte, and no answer came: only the service knows whether it has them.
    bool hasUnanswered() const;

    bool hasNext() const;
    /// The first part to send, now in flight; there must be one.
    int takeNext();
    void giveBack(int part);
    void setCarCid(int part, const QString& carCid);
    /// Yes: the service named the part in its receipt, so that it must list it as well.
    enum class Listable { No, Yes };
    void acknowledge(int part, Listable listable);

    /// The parts that a question asked now can tell about: those not in flight. What is in flight
    /// may be acknowledged before the answer comes, which then is older than the receipt.
    std::vector<bool> settled() const;
    /// Takes over what the service lists of the parts that were @p settled when it was asked; the
    /// answer is the parts that changed.
    std::vector<int> reconcile(const QSet<QString>& listed, const std::vector<bool>& settled);
    /// Acknowledged parts, named in their receipts, that are not in @p listed.
    bool lacks(const QSet<QString>& listed) const;

private:
    bool isNext(const PartRecord& record) const;

    std::vector<PartRecord> m_records;
    std::vector<bool> m_inFlight;
};

} // namespace cairn
