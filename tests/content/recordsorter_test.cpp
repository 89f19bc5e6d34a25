// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/io/recordsorter.h"
#include "tests/content/support.h"

#include <algorithm>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

using Pair = std::pair<QByteArray, QByteArray>;

std::vector<Pair> sorted(RecordSorter& sorter)
{
    REQUIRE(sorter.finish());
    std::vector<Pair> records;
    RecordSorter::Record record;
    while (true) {
        const auto more = sorter.next(record);
        REQUIRE(more);
        if (!*more)
            return records;
        records.emplace_back(record.key, record.payload);
    }
}

} // namespace

TEST_CASE("records come out in byte order of their keys, whether they fit memory or not")
{
    std::vector<Pair> expected;
    for (int i = 0; i < 2000; ++i)
        expected.emplace_back(sha256(QByteArray::number(i)).digest.first(1 + i % 32),
                              generated(i % 90));
    for (const qsizetype memory : {100, 1000, 5000, 1'000'000}) {
        INFO("memory " << memory);
        RecordSorter sorter({}, memory);
        for (const auto& [key, payload] : expected)
            REQUIRE(sorter.add(key, payload));
        auto records = sorted(sorter);
        CHECK(std::ranges::is_sorted(records, {}, &Pair::first));
        std::ranges::sort(records);
        auto all = expected;
        std::ranges::sort(all);
        CHECK(records == all);
    }
}

TEST_CASE("a sorter without records is at its end, and a record larger than its memory passes")
{
    RecordSorter none({});
    CHECK(sorted(none).empty());
    RecordSorter small({}, 100);
    const QByteArray large = generated(10'000);
    for (const auto* key : {"c", "a", "b", ""})
        REQUIRE(small.add(key, large));
    CHECK(sorted(small)
          == std::vector<Pair>{{"", large}, {"a", large}, {"b", large}, {"c", large}});
}

TEST_CASE("a sorter without its folder says so when it must spill")
{
    const Tree tree;
    RecordSorter sorter(tree.path(u"absent"_s), 100);
    REQUIRE(sorter.add("a", QByteArray(100, 'x')));
    CHECK(kindOf(sorter.add("b", {})) == Error::Kind::Storage);
}
