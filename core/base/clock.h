// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <chrono>

namespace cairn {

/// A moment in UTC at the precision the API speaks (contract §1.3).
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// Tells the time; passed in, so that tests can set it. Callable from any thread.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
    virtual std::chrono::milliseconds elapsed() const = 0; ///< Monotonic, since an arbitrary start.
};

class SystemClock final : public Clock
{
public:
    Timestamp now() const override;
    std::chrono::milliseconds elapsed() const override;
};

} // namespace cairn
