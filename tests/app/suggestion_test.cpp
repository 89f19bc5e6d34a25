// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/suggestion.h"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace Qt::StringLiterals;

TEST_CASE("A mistyped word is taken for the nearest one")
{
    const QStringList commands{u"check"_s, u"gc"_s, u"rebuild"_s, u"user"_s, u"token"_s, u"ls"_s};
    CHECK(nearest(u"chekc"_s, commands) == u"check"_s); // Swapped counts once.
    CHECK(nearest(u"cheks"_s, commands) == u"check"_s);
    CHECK(nearest(u"CHECK"_s, commands) == u"check"_s);
    CHECK(nearest(u"rebuidl"_s, commands) == u"rebuild"_s);
    CHECK(nearest(u"users"_s, commands) == u"user"_s);
    CHECK(nearest(u"lsl"_s, commands) == u"ls"_s);
    CHECK(nearest(u"user"_s, {u"uses"_s, u"user"_s}) == u"user"_s);
}

TEST_CASE("A word that is like none of them is taken for none")
{
    const QStringList commands{u"check"_s, u"gc"_s, u"ls"_s};
    CHECK_FALSE(nearest(u"upload"_s, commands));
    CHECK_FALSE(nearest(u"checking"_s, commands)); // Three letters more.
    CHECK_FALSE(nearest(u"xy"_s, commands)); // Nothing of it is in "gc" or "ls".
    CHECK_FALSE(nearest(u"lx"_s, commands)); // Half of it is.
    CHECK_FALSE(nearest(QString(), commands));
    CHECK_FALSE(nearest(QString(1'000'000, u'x'), commands));
    CHECK_FALSE(nearest(u"check"_s, {}));
}
