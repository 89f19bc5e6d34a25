// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QObject>

namespace cairn {

/// How many parts one account sends at a time, whatever the number of transfers. A lower limit lets
/// those on their way arrive and starts no other before it is kept.
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
