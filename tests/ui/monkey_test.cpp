// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/monkey/monkey.h"

using namespace cairn;
using namespace cairn::test;

namespace {

int seeds()
{
    return std::max(qEnvironmentVariableIntValue("CAIRN_MONKEY_SEEDS"), 1);
}

/// One that is known, so that a change is judged by the change; any, where many are tried.
unsigned seed()
{
    constexpr unsigned usual = 4711;
    bool isNumber = false;
    const unsigned wanted = qEnvironmentVariable("CAIRN_MONKEY_SEED").toUInt(&isNumber);
    if (isNumber)
        return wanted;
    return seeds() > 1 ? std::random_device()() : usual;
}

std::chrono::seconds duration()
{
    const int wanted = qEnvironmentVariableIntValue("CAIRN_MONKEY_SECONDS");
    return std::chrono::seconds(wanted > 0 ? wanted : CAIRN_MONKEY_SECONDS);
}

} // namespace

TEST_CASE("Whatever somebody does in the window, it stays whole and shows what is stored")
{
    const unsigned first = seed();
    for (int at = 0; at < seeds(); ++at) {
        Monkey monkey(first + unsigned(at));
        monkey.play(duration());
        monkey.rest();
        WARN(monkey.summary().toStdString());
    }
}
