// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/support/until.h"

#include <catch2/catch.hpp>

using namespace cairn;

TEST_CASE("what held once is enough, whatever it is a moment later")
{
    int asked = 0;
    CHECK(test::until([&] { return ++asked == 3; }));
    CHECK(asked == 3);
}

TEST_CASE("what never holds ends with the limit, and is asked at least once")
{
    int asked = 0;
    CHECK_FALSE(test::until([&] { return ++asked < 0; }, std::chrono::milliseconds(0)));
    CHECK(asked == 1);
}
