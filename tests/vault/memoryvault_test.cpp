// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/vault/memoryvault.h"
#include "tests/support/await.h"

using namespace cairn;
using namespace Qt::StringLiterals;

TEST_CASE("what is stored is loaded until it is forgotten")
{
    MemoryVault vault;
    REQUIRE(test::await(vault.store(u"a"_s, Secret("one"))));
    CHECK(test::await(vault.load(u"a"_s)).value().reveal() == "one");
    REQUIRE(test::await(vault.forget(u"a"_s)));
    CHECK(test::await(vault.load(u"a"_s)).error().kind == Error::Kind::NotFound);
}

TEST_CASE("a vault told to fail keeps what it has")
{
    MemoryVault vault;
    REQUIRE(test::await(vault.store(u"a"_s, Secret("one"))));
    vault.failWith(Error{Error::Kind::KeychainLocked, {}});
    CHECK(test::await(vault.load(u"a"_s)).error().kind == Error::Kind::KeychainLocked);
    vault.failWith({});
    CHECK(test::await(vault.load(u"a"_s)));
}
