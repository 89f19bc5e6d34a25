// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <QObject>
#include <QTimer>

#include <mutex>

namespace cairn {

/// How many bytes everything an account sends and receives may take together, so that many small
/// transfers keep to it as one large one does. Owned by TransferQueue; main thread, but for
/// takeNow(). A change counts at once.
class Bandwidth final : public QObject
{
    Q_OBJECT

public:
    explicit Bandwidth(const Clock& clock, QObject* parent = nullptr);

    void setLimit(qint64 bytesPerSecond); ///< 0: no limit.
    qint64 limit() const;

    /// How many of @p wanted may go now; who gets fewer hears of more by refilled().
    qint64 take(qint64 wanted);
    qint64 takeNow(qint64 wanted); ///< Any thread; nobody is told when there is more.

signals:
    void refilled();

private:
    void refill();
    qint64 mostAtOnce() const;

    const Clock& m_clock;
    mutable std::mutex m_mutex; ///< For the figures.
    qint64 m_limit = 0;
    qint64 m_left = 0;
    qint64 m_due = 0; ///< Thousandths of a byte.
    std::chrono::milliseconds m_filled;
    QTimer m_timer;
};

} // namespace cairn
