// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/types.h"

#include <catch2/catch.hpp>

using namespace cairn;

// What lies on disks already. Nothing that stands here is ever changed; what is new is appended.

TEST_CASE("the bits that a token's scopes are stored as are those that were shipped")
{
    CHECK(int(Scope::Upload) == 1);
    CHECK(int(Scope::List) == 2);
    CHECK(int(Scope::Delete) == 4);
    CHECK(int(Scope::Pin) == 8);
    CHECK(Scopes(Scope::Upload | Scope::Pin).toInt() == 9);
}
