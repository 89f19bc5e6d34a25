// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <atomic>

namespace cairn::test {

/// A clock that stands still until it is told. A service's threads may ask it.
class FakeClock final : public Clock
{
public:
    Timestamp now() const override
    {
        return Timestamp(std::chrono::seconds(1626287254)) + passed();
    }
    std::chrono::milliseconds elapsed() const override { return passed(); }
    void advance(std::chrono::milliseconds by) { m_passed += by.count(); }

private:
    std::chrono::milliseconds passed() const { return std::chrono::milliseconds(m_passed.load()); }

    std::atomic<std::int64_t> m_passed{1000};
};

} // namespace cairn::test
