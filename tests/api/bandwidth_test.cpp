// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/bandwidth.h"
#include "tests/support/fakeclock.h"

#include <catch2/catch.hpp>

#include <array>

using namespace cairn;
using namespace std::chrono_literals;

namespace {

/// What readers that ask every @p pause for @p wanted get in half a minute.
qint64 givenInHalfAMinute(qint64 limit, std::chrono::milliseconds pause, qint64 wanted,
                          int readers = 1)
{
    test::FakeClock clock;
    Bandwidth bandwidth(clock);
    bandwidth.setLimit(limit);
    qint64 given = 0;
    for (auto passed = 0ms; passed < 30s; passed += pause) {
        clock.advance(pause);
        for (int reader = 0; reader < readers; ++reader)
            given += bandwidth.take(wanted);
    }
    return given;
}

} // namespace

TEST_CASE("half a minute gives what the limit says, however it is asked for")
{
    struct Row
    {
        qint64 limit;
        std::chrono::milliseconds pause;
        qint64 wanted;
        int readers;
    };
    const auto row = GENERATE(values<Row>({{1'500, 1ms, 4096, 1}, // Less than two bytes each time.
                                           {999, 1ms, 1, 3},
                                           {200'000, 50ms, 16'384, 1}, // One large file.
                                           {200'000, 50ms, 4'300, 3}, // Small ones, side by side.
                                           {200'000, 130ms, 1 << 20, 2}, // A timer that is late.
                                           {50'000'000, 50ms, 1 << 24, 3}}));
    CAPTURE(row.limit, row.pause.count(), row.wanted, row.readers);
    const qint64 given = givenInHalfAMinute(row.limit, row.pause, row.wanted, row.readers);
    CHECK(double(given) == Approx(double(row.limit) * 30).epsilon(0.01));
}

TEST_CASE("time in which nobody asked is not saved up")
{
    test::FakeClock clock;
    Bandwidth bandwidth(clock);
    bandwidth.setLimit(1'000'000);
    clock.advance(1h);
    CHECK(bandwidth.take(1 << 30) <= 200'000);
}

TEST_CASE("a new limit counts at once, and none lets everything pass")
{
    test::FakeClock clock;
    Bandwidth bandwidth(clock);
    CHECK(bandwidth.take(1 << 30) == 1 << 30);
    bandwidth.setLimit(1'000);
    CHECK(bandwidth.take(1 << 30) == 0);
    clock.advance(100ms);
    CHECK(bandwidth.take(1 << 30) == 100);
    bandwidth.setLimit(0);
    CHECK(bandwidth.take(1 << 30) == 1 << 30);
}

TEST_CASE("what went without asking is waited for, and what was not used is there again")
{
    test::FakeClock clock;
    Bandwidth bandwidth(clock);
    bandwidth.setLimit(1'000);
    bandwidth.charge(300);
    clock.advance(200ms);
    CHECK(bandwidth.take(1'000) == 0);
    clock.advance(200ms);
    CHECK(bandwidth.take(1'000) == 100);
    bandwidth.charge(-60);
    CHECK(bandwidth.take(1'000) == 60);
    bandwidth.charge(1'000'000);
    bandwidth.setLimit(2'000); // A new limit begins without debts.
    clock.advance(100ms);
    CHECK(bandwidth.take(1'000) == 200);
}
