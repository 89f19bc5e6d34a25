// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/text/situations.h"

#include <map>
#include <set>
#include <string>

using namespace cairn::test;

namespace {

Situations allSituations()
{
    Situations all;
    for (const auto& part :
         {folderSituations, hostSituations, inputSituations, carSituations, serviceSituations,
          answerSituations, connectionSituations, accountSituations, transferSituations}) {
        for (Situation& situation : part())
            all.push_back(std::move(situation));
    }
    return all;
}

} // namespace

TEST_CASE("two situations share a sentence only if the next step is the same", "[situations]")
{
    std::map<std::string, std::string> nextOf;
    for (const Situation& situation : allSituations()) {
        INFO(situation.what);
        const auto [known, isNew] = nextOf.try_emplace(situation.sentence, situation.next);
        CHECK(known->second == situation.next);
    }
}

TEST_CASE("the table has eighty situations, each told from the others", "[situations]")
{
    std::set<std::string> whats;
    for (const Situation& situation : allSituations()) {
        INFO(situation.what);
        CHECK(whats.insert(situation.what).second);
        CHECK(*situation.next != '\0');
    }
    CHECK(whats.size() >= 80);
}

TEST_CASE("a code means one kind of error wherever it comes from", "[situations]")
{
    // A service's code for what its own words tell apart says nothing itself.
    std::map<std::string, int> kindOf;
    for (const Situation& situation : allSituations()) {
        const std::string code = situation.code;
        if (code.empty() || code == "HTTP_ERROR")
            continue;
        INFO(situation.what);
        const auto [known, isNew] = kindOf.try_emplace(code, int(situation.kind));
        CHECK(known->second == int(situation.kind));
    }
}
