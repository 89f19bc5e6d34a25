// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <QtGlobal>

#include <functional>
#include <mutex>

namespace cairn {

/// How many bytes everything an account sends and receives may take together, so that many small
/// transfers keep to it as one large one does. Any thread. A change counts at once.
class Bandwidth
{
public:
    explicit Bandwidth(const Clock& clock);

    void setLimit(qint64 bytesPerSecond); ///< 0: no limit.
    qint64 limit() const;

    /// How many of @p wanted may go now, perhaps none.
    qint64 take(qint64 wanted);
    /// At least one: waits for its turn, on a worker's thread. 0 once @p isStopping says so.
    qint64 await(qint64 wanted, const std::function<bool()>& isStopping);
    /// What went without asking, such as heads, is waited for afterwards; less than none for what
    /// was taken and not used.
    void charge(qint64 bytes);

private:
    void refill();
    qint64 maxAtOnce() const;

    const Clock& m_clock;
    mutable std::mutex m_mutex;
    qint64 m_limit = 0;
    qint64 m_left = 0; ///< Less than none: owed.
    qint64 m_due = 0; ///< Thousandths of a byte.
    std::chrono::milliseconds m_filled;
};

} // namespace cairn
