// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/session/batch.h"
#include "app/session/desktopintegration.h"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::session;
using namespace Qt::StringLiterals;
using transfer::State;

TEST_CASE("five hundred uploads are one sentence")
{
    Batch batch;
    for (TransferId id = 1; id <= 500; ++id) {
        batch.note({.id = id, .state = State::Queued});
        batch.note({.id = id, .state = id == 7 ? State::Failed : State::Stored});
    }
    CHECK(outcomeText(batch.outcome()) == u"499 uploads stored, 1 failed"_s);
    batch.clear();
    CHECK(batch.outcome().isEmpty());
}

TEST_CASE("one that is tried again counts as it ended last, and a cancelled one not at all")
{
    Batch batch;
    batch.note({.id = 1, .state = State::Failed});
    batch.note({.id = 1, .state = State::Queued});
    CHECK(batch.outcome().isEmpty());
    batch.note({.id = 1, .state = State::Stored});
    batch.note({.id = 2, .state = State::Cancelled});
    batch.note({.id = 3, .state = State::Saved});
    CHECK(outcomeText(batch.outcome()) == u"1 upload stored, 1 download saved"_s);
}
