// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QObject>

namespace cairn {

/// Limits how many parts one account sends at a time, all its transfers together. A lower limit
/// stops no part; the next one starts when fewer than the limit are in flight. Main thread.
class PartSemaphore final : public QObject
{
    Q_OBJECT

public:
    explicit PartSemaphore(int maximum)
        : m_maximum(maximum)
    { }

    int maximum() const { return m_maximum; }
    void setMaximum(int maximum)
    {
        m_maximum = maximum;
        emit released();
    }
    bool acquire() { return m_taken < m_maximum && ++m_taken > 0; }
    void release()
    {
        --m_taken;
        emit released();
    }

signals:
    void released();

private:
    int m_maximum;
    int m_taken = 0;
};

} // namespace cairn
