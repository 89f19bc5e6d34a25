// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/ratelimiter.h"
#include "tests/support/fakeclock.h"

#include <catch2/catch.hpp>

#include <tuple>

using namespace cairn;
using namespace std::chrono_literals;
using Priority = RateLimiter::Priority;

namespace {

bool isGranted(const Reply<void>& turn)
{
    return turn.isFinished() && turn.result().has_value();
}

/// Asks for so many turns and counts those that came at once.
int granted(RateLimiter& limiter, int turns, Priority priority = Priority::Foreground)
{
    int count = 0;
    for (int i = 0; i < turns; ++i)
        count += isGranted(limiter.acquire(priority)) ? 1 : 0;
    return count;
}

/// How long somebody is told to wait who asks now; 0 for nobody.
std::chrono::seconds refusedFor(RateLimiter& limiter, Priority priority)
{
    const auto turn = limiter.acquire(priority);
    if (!turn.isFinished() || turn.result())
        return 0s;
    CHECK(turn.result().error().kind == Error::Kind::RateLimited);
    return turn.result().error().retryAfter.value_or(0s);
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

TEST_CASE("transfers leave a share of the budget to what is on the screen")
{
    test::FakeClock clock;
    RateLimiter limiter(30, 10s, clock);
    CHECK(granted(limiter, 30, Priority::Background) == 25);
    CHECK(granted(limiter, 4, Priority::Foreground) == 4);
    CHECK(granted(limiter, 1, Priority::Person) == 1);
    CHECK(granted(limiter, 1, Priority::Person) == 0);
}

TEST_CASE("in a pause who asks is told how long it is, and a person's request goes")
{
    test::FakeClock clock;
    RateLimiter limiter(0, 10s, clock);
    limiter.pauseFor(90s);
    clock.advance(30s);
    CHECK(refusedFor(limiter, Priority::Foreground) == 60s);
    CHECK(refusedFor(limiter, Priority::Background) == 60s);
    CHECK(granted(limiter, 1, Priority::Person) == 1);
    CHECK(refusedFor(limiter, Priority::Background) == 60s);
    limiter.ended(limiter.pauses()); // The person's request was answered.
    CHECK(granted(limiter, 5, Priority::Background) == 5);
}

TEST_CASE("after a pause one request asks, and the others wait for its end")
{
    test::FakeClock clock;
    RateLimiter limiter(0, 10s, clock);
    limiter.pauseFor(30s);
    clock.advance(30s);
    REQUIRE(granted(limiter, 1, Priority::Background) == 1);
    const auto second = limiter.acquire(Priority::Background);
    const auto third = limiter.acquire(Priority::Foreground);
    CHECK_FALSE(second.isFinished());
    CHECK_FALSE(third.isFinished());
    SECTION("all is well again")
    {
        limiter.ended(limiter.pauses());
        CHECK(isGranted(second));
        CHECK(isGranted(third));
    }
    SECTION("it is told to wait again")
    {
        limiter.pauseFor(40s);
        REQUIRE(second.isFinished());
        CHECK_FALSE(isGranted(second));
        CHECK_FALSE(isGranted(third));
        CHECK(third.result().error().retryAfter == 40s);
    }
    SECTION("it never ends")
    {
        clock.advance(30s);
        std::ignore = limiter.acquire(Priority::Background);
        CHECK(isGranted(third));
        CHECK_FALSE(second.isFinished());
    }
}

TEST_CASE("what is asked for is believed for minutes, not for hours")
{
    test::FakeClock clock;
    RateLimiter limiter(0, 10s, clock);
    limiter.pauseFor(1h);
    CHECK(refusedFor(limiter, Priority::Foreground) == 300s);
    clock.advance(300s);
    CHECK(granted(limiter, 1) == 1);
    // Nor is it believed that nothing is to wait for.
    limiter.pauseFor(0s);
    CHECK(refusedFor(limiter, Priority::Foreground) == 1s);
}

TEST_CASE("what was sent before a pause does not end it")
{
    test::FakeClock clock;
    RateLimiter limiter(0, 10s, clock);
    const int before = limiter.pauses();
    limiter.pauseFor(90s);
    limiter.ended(before);
    CHECK(refusedFor(limiter, Priority::Foreground) == 90s);
    // The last word counts, whichever it is.
    limiter.pauseFor(40s);
    CHECK(refusedFor(limiter, Priority::Foreground) == 40s);
}

TEST_CASE("a person who wants it tried has one request go")
{
    test::FakeClock clock;
    RateLimiter limiter(0, 10s, clock);
    limiter.pauseFor(90s);
    limiter.tryNow();
    CHECK(granted(limiter, 3) == 1);
    limiter.pauseFor(90s);
    CHECK(refusedFor(limiter, Priority::Foreground) == 90s);
}

TEST_CASE("without a limit everything passes")
{
    test::FakeClock clock;
    RateLimiter limiter(0, 10s, clock);
    CHECK(granted(limiter, 1000) == 1000);
}
