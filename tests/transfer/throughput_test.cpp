// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/queue/throughput.h"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace std::chrono_literals;

TEST_CASE("before anything moved there is no rate and no time to say")
{
    const Throughput throughput;
    CHECK(throughput.rate(5s) == 0);
    CHECK_FALSE(throughput.timeFor(100, 5s));
    CHECK(throughput.history(5s).back() == 0);
}

TEST_CASE("a steady stream has its rate from the second second on")
{
    Throughput throughput;
    for (auto now = 20'300ms; now <= 50'000ms; now += 100ms) {
        throughput.add(1000, now);
        if (now >= 21'400ms)
            CHECK(throughput.rate(now) == Approx(10'000).epsilon(0.1));
    }
    CHECK(throughput.timeFor(100'000, 50'000ms) <= 11s);
    CHECK(throughput.timeFor(100'000, 50'000ms) >= 9s);
}

TEST_CASE("bytes that come in gusts are averaged over ten seconds")
{
    Throughput throughput;
    for (auto now = 0s; now < 40s; now += 5s)
        throughput.add(50'000, now);
    CHECK(throughput.rate(39'999ms) == Approx(10'000).epsilon(0.02));
}

TEST_CASE("a stream that stops is at nothing ten seconds later, and history keeps it a minute")
{
    Throughput throughput;
    throughput.add(5'000, 100'500ms);
    CHECK(throughput.rate(100'600ms) == 5'000);
    CHECK(throughput.rate(111'000ms) == 0);
    CHECK(throughput.history(101'000ms).back() == 5'000);
    CHECK(throughput.history(160'999ms).front() == 5'000);
    for (const qint64 bytes : throughput.history(161'000ms))
        CHECK(bytes == 0);
}

TEST_CASE("after a rest the rate is that of what moves now")
{
    Throughput throughput;
    throughput.add(9'000, 10s);
    throughput.add(4'000, 200s);
    throughput.add(4'000, 201s);
    CHECK(throughput.rate(202s) == 4'000);
    CHECK(throughput.history(202s)[0] == 0);
}

TEST_CASE("what is slower than the figure has none until the figure is its own")
{
    Throughput throughput;
    throughput.add(4'000'000, 10'100ms); // Into buffers.
    auto now = 10'200ms;
    const auto goOn = [&](std::chrono::milliseconds until) {
        for (; now <= until; now += 100ms)
            throughput.add(1'000, now);
    };
    goOn(17'000ms);
    CHECK(throughput.rate(17'000ms) > 100'000);
    CHECK(throughput.steadyRate(17'000ms) == 0);
    CHECK_FALSE(throughput.timeFor(1'000'000, 17'000ms));
    goOn(30'000ms);
    CHECK(throughput.steadyRate(30'000ms) == Approx(10'000).epsilon(0.1));
}

TEST_CASE("a stream that stops has no figure while its rate fades, and no time for nothing")
{
    Throughput throughput;
    for (auto now = 10s; now <= 20s; now += 1s)
        throughput.add(1'000, now);
    CHECK(throughput.steadyRate(20s) > 0);
    CHECK_FALSE(throughput.timeFor(0, 20s));
    CHECK_FALSE(throughput.timeFor(-1, 20s));
    CHECK(throughput.rate(25s) > 0);
    CHECK(throughput.steadyRate(25s) == 0);
}

TEST_CASE("what is taken away counts in no second")
{
    Throughput all;
    Throughput one;
    for (auto now = 10s; now <= 15s; now += 1s) {
        all.add(3'000, now);
        one.add(1'000, now);
    }
    all.subtract(one);
    CHECK(all.rate(15'999ms) == Approx(2'000).epsilon(0.02));
    all.subtract(all);
    CHECK(all.rate(15'999ms) == 0);
}
