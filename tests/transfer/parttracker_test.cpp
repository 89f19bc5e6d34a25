// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/run/parttracker.h"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace Qt::StringLiterals;

TEST_CASE("an answer older than a receipt takes nothing back")
{
    PartTracker tracker({10, 20}, {});
    CHECK(tracker.takeNext() == 0);
    const auto askedAbout = tracker.settled();
    tracker.setCarCid(0, content::CidString(u"first"_s));
    tracker.acknowledge(0, PartTracker::Listable::Yes);

    CHECK(tracker.reconcile({}, askedAbout).empty());
    CHECK(tracker.acknowledged() == 1);
    CHECK(tracker.takeNext() == 1);
}

TEST_CASE("what is neither in flight nor listed is sent again")
{
    PartTracker tracker({10, 20},
                        {{0, 10, content::CidString(u"first"_s), true},
                         {1, 20, content::CidString(u"second"_s), false}});
    CHECK(tracker.hasUnanswered());
    CHECK(tracker.reconcile({content::CidString(u"second"_s)}, tracker.settled())
          == std::vector<int>{0, 1});
    CHECK(tracker.acknowledged() == 1);
    CHECK(tracker.record(1).acknowledged);
    CHECK(tracker.takeNext() == 0);
}

TEST_CASE("records that cannot be of one upload are not believed")
{
    const PartRecord first{0, 10, content::CidString(u"first"_s), true};
    const auto odd = [](int part) {
        return PartRecord{part, 20, content::CidString(u"c"_s), true};
    };
    PartTracker tracker({odd(-5), first, odd(3), odd(1'000'000)});
    CHECK(tracker.records() == std::vector{first});
    CHECK_FALSE(tracker.hasUnanswered());
    CHECK(tracker.reconcile({}, tracker.settled()) == std::vector{0});

    PartTracker read({10, 20}, {odd(-5), first, odd(3), odd(1'000'000)});
    CHECK(read.acknowledged() == 1);
    CHECK(read.takeNext() == 1);
}
