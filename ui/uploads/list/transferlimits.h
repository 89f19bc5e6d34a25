// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/transfer/queue/transferqueue.h"

class QSettings;

namespace cairn {

/// How much of the line one account may take: read from the settings, given to its queue, kept when
/// changed. Owned by the pane; both it is given outlive it.
class TransferLimits final : public QObject
{
    Q_OBJECT

public:
    TransferLimits(TransferQueue& queue, QSettings& settings, const AccountId& account,
                   QObject* parent = nullptr);

    TransferQueue::Limits limits() const { return m_queue.limits(); }
    void setBytesPerSecond(qint64 bytesPerSecond); ///< 0: no limit.
    void setPartsInFlight(int parts);

signals:
    void changed();

private:
    void set(const TransferQueue::Limits& limits);

    TransferQueue& m_queue;
    QSettings& m_settings;
    QString m_group;
};

} // namespace cairn
