// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/ratelimiter.h"
#include "tests/support/fakeclock.h"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace std::chrono_literals;
using Priority = RateLimiter::Priority;

namespace {

/// Asks for so many turns and counts those that came at once.
int granted(RateLimiter& limiter, int turns)
{
    int count = 0;
    for (int i = 0; i < turns; ++i)
        count += limiter.acquire(Priority::Background).isFinished() ? 1 : 0;
    return count;
}

} // namespace

TEST_CASE("thirty requests pass at once, the next one waits")
{
    test::FakeClock clock;
    RateLimiter limiter(30, 10s, clock);
    CHECK(granted(limiter, 31) == 30);
}

TEST_CASE("a window later there is room again")
{
    test::FakeClock clock;
    RateLimiter limiter(3, 10s, clock);
    REQUIRE(granted(limiter, 3) == 3);
    clock.advance(9999ms);
    const auto early = limiter.acquire(Priority::Background);
    CHECK_FALSE(early.isFinished());
    clock.advance(1ms);
    // Served with the next one that comes, in the order they asked.
    const auto next = limiter.acquire(Priority::Background);
    CHECK(early.isFinished());
    CHECK(next.isFinished());
}

TEST_CASE("a person's click goes before the queue's work")
{
    test::FakeClock clock;
    RateLimiter limiter(1, 10s, clock);
    REQUIRE(granted(limiter, 1) == 1);
    const auto queued = limiter.acquire(Priority::Background);
    const auto clicked = limiter.acquire(Priority::Foreground);
    clock.advance(10s);
    const auto later = limiter.acquire(Priority::Background);
    CHECK(clicked.isFinished());
    CHECK_FALSE(queued.isFinished());
    CHECK_FALSE(later.isFinished());
}

TEST_CASE("a cancelled turn takes nobody's place")
{
    test::FakeClock clock;
    RateLimiter limiter(1, 10s, clock);
    REQUIRE(granted(limiter, 1) == 1);
    auto given_up = limiter.acquire(Priority::Background);
    given_up.cancel();
    const auto waiting = limiter.acquire(Priority::Background);
    clock.advance(10s);
    const auto later = limiter.acquire(Priority::Background);
    CHECK(waiting.isFinished());
    CHECK_FALSE(later.isFinished());
}

TEST_CASE("after the service said to slow down nothing is sent for that long")
{
    test::FakeClock clock;
    RateLimiter limiter(0, 10s, clock);
    limiter.pauseFor(30s);
    CHECK(granted(limiter, 1) == 0);
    clock.advance(30s);
    CHECK(granted(limiter, 1) == 1);
}

TEST_CASE("without a limit everything passes")
{
    test::FakeClock clock;
    RateLimiter limiter(0, 10s, clock);
    CHECK(granted(limiter, 1000) == 1000);
}
