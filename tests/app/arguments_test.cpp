// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/arguments.h"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

Result<CommonOptions> parsed(const QStringList& words)
{
    QCommandLineParser parser;
    return parseArguments(parser, {{u"listen"_s, {}, u"host:port"_s}, {u"dry-run"_s, {}}},
                          QStringList{u"program"_s} + words);
}

} // namespace

TEST_CASE("a data folder without a name is refused, and not taken for the usual one")
{
    for (const QStringList& words : {QStringList{u"--data"_s, u""_s}, QStringList{u"--data="_s},
                                     QStringList{u"--data"_s, u""_s, u"--data"_s, u"/d"_s}}) {
        const auto options = parsed(words);
        REQUIRE_FALSE(options);
        CHECK(options.error().detail.contains(u"--data"_s));
    }
    CHECK(parsed({u"--data"_s, u"/d"_s})->data == u"/d"_s);
    CHECK(parsed({})->data.isEmpty());
}

TEST_CASE("an unknown option is named, with the one that was probably meant")
{
    CHECK(parsed({u"--lisen"_s, u"x"_s}).error().detail
          == u"There is no option “--lisen”. Did you mean “--listen”?"_s);
    CHECK(parsed({u"--dryrun"_s}).error().detail.contains(u"“--dry-run”"_s));
    CHECK(parsed({u"--versoin"_s}).error().detail.contains(u"“--version”"_s));
    CHECK(parsed({u"--whatever"_s}).error().detail == u"There is no option “--whatever”."_s);
    CHECK(parsed({u"-x"_s}).error().detail == u"There is no option “-x”."_s);
}
