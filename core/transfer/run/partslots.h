// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QObject>

namespace cairn {

/// How many parts one account sends at a time, whatever the number of transfers. A lower limit lets
/// those on their way arrive and starts no other before it is kept.
class PartSlots final : public QObject
{
    Q_OBJECT

public:
    explicit PartSlots(int most)
        : m_most(most)
    { }

    int most() const { return m_most; }
    void setMost(int most)
    {
        m_most = most;
        emit freed();
    }
    bool take() { return m_taken < m_most && ++m_taken > 0; }
    void giveBack()
    {
        --m_taken;
        emit freed();
    }

signals:
    void freed();

private:
    int m_most;
    int m_taken = 0;
};

} // namespace cairn
