// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/run/partledger.h"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace Qt::StringLiterals;

TEST_CASE("an answer older than a receipt takes nothing back")
{
    PartLedger ledger({10, 20}, {});
    CHECK(ledger.takeNext() == 0);
    const auto askedAbout = ledger.settled();
    ledger.setCarCid(0, u"first"_s);
    ledger.acknowledge(0, PartLedger::Listable::Yes);

    CHECK(ledger.reconcile({}, askedAbout).empty());
    CHECK(ledger.acknowledged() == 1);
    CHECK(ledger.takeNext() == 1);
}

TEST_CASE("what is neither in flight nor listed is sent again")
{
    PartLedger ledger({10, 20}, {{0, 10, u"first"_s, true}, {1, 20, u"second"_s, false}});
    CHECK(ledger.hasUnanswered());
    CHECK(ledger.reconcile({u"second"_s}, ledger.settled()) == std::vector<int>{0, 1});
    CHECK(ledger.acknowledged() == 1);
    CHECK(ledger.note(1).acknowledged);
    CHECK(ledger.takeNext() == 0);
}
