// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/torture/torture.h"

#include <catch2/catch.hpp>

using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int usualRounds = 40;
constexpr int roundsOfOneFolder = 10; // Each look reads more of a folder that grows.

int rounds(int usual)
{
    const int wanted = qEnvironmentVariableIntValue("CAIRN_TORTURE_ROUNDS");
    return wanted > 0 ? wanted : usual;
}

unsigned seed()
{
    bool isNumber = false;
    const unsigned wanted = qEnvironmentVariable("CAIRN_TORTURE_SEED").toUInt(&isNumber);
    return isNumber ? wanted : std::random_device()();
}

} // namespace

TEST_CASE("Nothing acknowledged is lost, whatever happens to cairnd and its folder")
{
    const unsigned chosen = seed();
    const int count = rounds(usualRounds);
    INFO("CAIRN_TORTURE_SEED=" << chosen << " CAIRN_TORTURE_ROUNDS=" << count);
    Torture torture(chosen);
    for (int round = 0; round < count; ++round) {
        if (round % roundsOfOneFolder == 0) {
            if (round > 0)
                torture.end();
            torture.beginNew();
        }
        torture.round(round);
    }
    torture.end();
    WARN("seed " << chosen << ", " << count << " rounds:\n" << torture.summary().toStdString());
}

TEST_CASE("What an earlier version stored survives the same")
{
    const unsigned chosen = seed();
    const int count = std::max(rounds(usualRounds) / 5, 4);
    INFO("CAIRN_TORTURE_SEED=" << chosen << " CAIRN_TORTURE_ROUNDS=" << count * 5);
    Torture torture(chosen);
    torture.beginOld(QStringLiteral(CAIRN_TEST_DATA) + u"/folder-0.1"_s);
    for (int round = 0; round < count; ++round)
        torture.round(round);
    torture.end();
    WARN("seed " << chosen << ", " << count << " rounds:\n" << torture.summary().toStdString());
}
