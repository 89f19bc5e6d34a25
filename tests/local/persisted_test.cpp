// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/types.h"
#include "core/local/store/carstate.h"
#include "core/local/store/schema.h"
#include "core/local/store/unpinnedreason.h"
#include "tests/support/catchqt.h"
#include "tests/support/stepdigests.h"

using namespace cairn;
using namespace Qt::StringLiterals;

// What lies on disks already. Nothing that stands here is ever changed; what is new is appended.

TEST_CASE("the bits that a token's scopes are stored as are those that were shipped")
{
    CHECK(int(Scope::Upload) == 1);
    CHECK(int(Scope::List) == 2);
    CHECK(int(Scope::Delete) == 4);
    CHECK(int(Scope::Pin) == 8);
    CHECK(Scopes(Scope::Upload | Scope::Pin).toInt() == 9);
}

TEST_CASE("the numbers that reasons not to be pinned are stored as are those that were shipped")
{
    CHECK(int(local::UnpinnedReason::Incomplete) == 0);
    CHECK(int(local::UnpinnedReason::Freed) == 1);
    CHECK(int(local::UnpinnedReason::Queued) == 2);
}

TEST_CASE("the numbers that states of a CAR are stored as are those that were shipped")
{
    CHECK(int(local::CarState::Whole) == 0);
    CHECK(int(local::CarState::Damaged) == 1);
    CHECK(int(local::CarState::Absent) == 2);
    CHECK(int(local::CarState::Arriving) == 3);
    CHECK(int(local::CarState::Leaving) == 4);
}

TEST_CASE("the steps of the catalog's schema are those that were shipped")
{
    // A step that was added adds its digest.
    CHECK(test::stepDigests(local::schema())
          == QStringList{
              u"7c13b480c4cdf8e4bb7a6900f4f4926caaec22f21e869c26e537866038b80848"_s,
              u"cf383b1c5636bae79dbaacce13642d7a5119e15708d24d7e3189c601ba2a9266"_s,
              u"7d42e57b53bd8b20f828671b182e4981af8967210d3e7688b1f7751d32dccc9d"_s,
              u"f3edbfc0eb488875643ecebcd8e272e4167919df86b784eaedc6f8a060bffc17"_s,
              u"99c383e8e7ce269f8b778f1aac9824624ac5f2598d6d72c351b0c562af529a31"_s,
              u"a590b425835bf44f79efe1bec3755a79b754fa620f8dfd5d7ccfaa746cc9de8e"_s,
              u"c44cb6158120775051df4b8a9ef877030c066c9127fabdb2f93c2670aa7f4f02"_s,
              u"14a6ac941f9ace7c9948c25a02c9ccefa962ec4de1fdb98feaafd487214bfe55"_s,
          });
}
