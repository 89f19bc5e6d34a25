// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"

namespace cairn::test {

/// A clock that stands still until it is told.
class FakeClock final : public Clock
{
public:
    Timestamp now() const override { return m_now; }
    std::chrono::milliseconds elapsed() const override { return m_elapsed; }
    void advance(std::chrono::milliseconds by)
    {
        m_now += by;
        m_elapsed += by;
    }

private:
    Timestamp m_now{std::chrono::seconds(1626287254)};
    std::chrono::milliseconds m_elapsed{1000};
};

} // namespace cairn::test
