// SPDX-License-Identifier: MIT OR Apache-2.0
// One account, a service in every mood and a person who does what people do, at random, against a
// model of what may be shown. CAIRN_MODEL_SEED runs one seed; CAIRN_MODEL_SEEDS says how many.
#include "tests/contract/transfermodel.h"

using namespace cairn;
using namespace cairn::test;

namespace {

template<typename Model> void holdAgainst(unsigned usualSeeds, int steps)
{
    const bool isOne = qEnvironmentVariableIsSet("CAIRN_MODEL_SEED");
    const unsigned first = isOne ? qEnvironmentVariable("CAIRN_MODEL_SEED").toUInt() : 1;
    bool isGiven = false;
    const unsigned given = qEnvironmentVariable("CAIRN_MODEL_SEEDS").toUInt(&isGiven);
    const unsigned count = isOne ? 1 : isGiven ? given : usualSeeds;
    for (unsigned seed = first; seed < first + count; ++seed) {
        INFO("CAIRN_MODEL_SEED=" << seed);
        Model model(seed);
        for (int step = 0; step < steps; ++step)
            model.step();
        model.finish();
    }
}

} // namespace

TEST_CASE("an account shows nothing that is not so, whatever the service and the person do")
{
    holdAgainst<AccountModel>(60, 40);
}

TEST_CASE("each transfer moves, or says why not and until when, whatever is done")
{
    holdAgainst<TransferModel>(60, 40);
}
