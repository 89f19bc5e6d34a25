// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <functional>

namespace cairn::test {

/// The longest the event loop was away, as a person at the window feels it, and how often it was
/// there.
class Heartbeat
{
public:
    Heartbeat()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(1);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            const qint64 away = m_since.restart();
            m_longest = std::max(m_longest, away);
            ++m_turns;
            if (onBeat)
                onBeat(away);
        });
        m_since.start();
        m_timer.start();
    }
    qint64 longest() const { return m_longest; }
    qint64 turns() const { return m_turns; }
    /// The time since the last turn was the test's own.
    void forget() { m_since.restart(); }

    std::function<void(qint64 milliseconds)> onBeat; ///< Called in each turn.

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
    qint64 m_turns = 0;
};

} // namespace cairn::test
