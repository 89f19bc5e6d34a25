// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/fileerror.h"

#include <QTemporaryFile>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace Qt::StringLiterals;

TEST_CASE("whether a disk is full is told of any path, one that names nothing too")
{
    for (const QString& path : {u""_s, u"."_s, u"absent"_s, u"absent/deeper/file"_s, u"/"_s,
                                u"/absent/file"_s, u":memory:"_s, u"//"_s})
        CHECK_FALSE(isOutOfSpace(path));
}

TEST_CASE("a file without a name that could not be made is an error like others")
{
    QTemporaryFile file(u"/absent/folder/name-XXXXXX"_s);
    REQUIRE_FALSE(file.open());
    REQUIRE(file.fileName().isEmpty());
    CHECK(writeError(file).kind == Error::Kind::Storage);
}
