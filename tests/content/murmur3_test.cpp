// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/murmur3.h"

#include <catch2/catch.hpp>

using cairn::content::murmur3;

TEST_CASE("murmur3 agrees with the reference at every kind of tail")
{
    // The first is the value everybody quotes; the others come of the reference implementation.
    const QByteArrayView fox("The quick brown fox jumps over the lazy dog");
    CHECK(murmur3(fox) == 0xe34bbc7bbc071b6c);
    CHECK(murmur3({}) == 0);
    CHECK(murmur3(fox.first(7)) == 0xf0d3843a5abcd5c9);
    CHECK(murmur3(fox.first(8)) == 0x644baae4ad5b71cd);
    CHECK(murmur3(fox.first(9)) == 0x37a06404b2a8f155);
    CHECK(murmur3(fox.first(15)) == 0x48137cb864e39216);
    CHECK(murmur3(fox.first(16)) == 0x9d1244f4af9b32c4);
    CHECK(murmur3(fox.first(17)) == 0x91f96376e757e9ae);
    CHECK(murmur3(fox.first(31)) == 0x9b28b5ddd9c4c509);
    CHECK(murmur3(fox.first(33)) == 0x68d135cdab7bb3dd);
}
