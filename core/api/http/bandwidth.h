// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <QtGlobal>

#include <functional>
#include <mutex>

namespace cairn {

/// Limits the bytes per second that all transfers of an account send and receive together. Any
/// thread. A changed limit is in effect at once.
class Bandwidth
{
public:
    explicit Bandwidth(const Clock& clock);

    void setLimit(qint64 bytesPerSecond); ///< 0: no limit.
    qint64 limit() const;

    /// How many of @p wanted may go now, perhaps none.
    qint64 take(qint64 wanted);
    /// How many of @p wanted may go now, at least one. Waits until then, so for a worker's thread.
    /// 0 once @p isStopping is true.
    qint64 await(qint64 wanted, const std::function<bool()>& isStopping);
    /// Counts bytes that moved without take() or await(), such as heads; later bytes wait for them.
    /// Negative for bytes that were taken and not used.
    void charge(qint64 bytes);

private:
    void refill();
    qint64 maxAtOnce() const;

    const Clock& m_clock;
    mutable std::mutex m_mutex;
    qint64 m_limit = 0;
    qint64 m_left = 0; ///< Negative: more bytes moved than the limit allows.
    qint64 m_due = 0; ///< Thousandths of a byte.
    std::chrono::milliseconds m_filled;
};

} // namespace cairn
