// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/secret.h"

#include <catch2/catch.hpp>

using cairn::Secret;

namespace {
template<typename T>
concept Printable = requires(QDebug debug, const T& value)
{
    debug << value;
};
static_assert(Printable<QByteArray> && !Printable<Secret>);
} // namespace

TEST_CASE("a secret reveals what it holds")
{
    CHECK(Secret(QByteArrayLiteral("abc")).reveal() == QByteArrayLiteral("abc"));
}

TEST_CASE("a default secret is empty and reveals nothing")
{
    CHECK(Secret().isEmpty());
    CHECK(Secret().reveal().isEmpty());
}

TEST_CASE("copies share one buffer and compare equal")
{
    const Secret original(QByteArrayLiteral("abc"));
    const Secret copy = original;
    CHECK(copy == original);
}
