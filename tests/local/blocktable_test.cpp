// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/cid/multihash.h"
#include "core/local/store/blocktable.h"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::local;

TEST_CASE("A table keeps each block once, in order, with its place, over many pages")
{
    BlockTable table;
    CHECK(table.empty());
    CHECK_FALSE(table.contains({"x", 0x55}));
    const auto place = [](int i) {
        return BlockPlace{{content::sha256(QByteArray::number(i)).bytes(), quint64(0x55 + i % 2)},
                          i * 1'000LL,
                          i};
    };
    constexpr int count = 20'000;
    for (int i = 0; i < count; ++i)
        REQUIRE(table.add(place(i)));
    for (int i = 0; i < count; i += 7) {
        CHECK(table.contains(place(i).key));
        CHECK_FALSE(table.add({place(i).key, 5, 5}));
    }
    REQUIRE(table.size() == count);
    int i = 0;
    for (const BlockPlace& found : table) {
        REQUIRE(found.key == place(i).key);
        REQUIRE(found.offset == place(i).offset);
        REQUIRE(found.length == place(i).length);
        ++i;
    }
    CHECK(i == count);
}

TEST_CASE("The codec is part of what a block is")
{
    BlockTable table;
    CHECK(table.add({{"hash", 0x55}, 0, 0}));
    CHECK_FALSE(table.contains({"hash", 0x70}));
    CHECK(table.add({{"hash", 0x70}, 4'000'000'000, 7}));
    CHECK(table[1].offset == 4'000'000'000);
    CHECK(table[1].key == BlockKey{"hash", 0x70});
}
