// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/vault/keychainvault.h"
#include "tests/support/await.h"

using namespace cairn;
using namespace Qt::StringLiterals;

TEST_CASE("a secret round-trips through the keychain", "[keychain]")
{
    KeychainVault vault(u"app.cairn.Cairn.test"_s);
    const QByteArray bytes("eyJhbGciOiJIUzI1NiJ9.e30.\xc3\xbc\x01");
    REQUIRE(test::await(vault.store(u"account/1/login"_s, Secret(bytes))));
    const auto loaded = test::await(vault.load(u"account/1/login"_s));
    REQUIRE(loaded);
    CHECK(loaded->reveal() == bytes);

    REQUIRE(test::await(vault.store(u"account/1/login"_s, Secret("another"))));
    CHECK(test::await(vault.load(u"account/1/login"_s)).value().reveal() == "another");

    REQUIRE(test::await(vault.forget(u"account/1/login"_s)));
    CHECK(test::await(vault.load(u"account/1/login"_s)).error().kind == Error::Kind::NotFound);
}

TEST_CASE("forgetting what is not there is done already", "[keychain]")
{
    KeychainVault vault(u"app.cairn.Cairn.test"_s);
    CHECK(test::await(vault.forget(u"nothing"_s)));
}

TEST_CASE("without a session bus the keychain is absent", "[absent]")
{
    KeychainVault vault(u"app.cairn.Cairn.test"_s);
    CHECK(test::await(vault.load(u"x"_s)).error().kind == Error::Kind::KeychainAbsent);
    CHECK(test::await(vault.store(u"x"_s, Secret("s"))).error().kind
          == Error::Kind::KeychainAbsent);
}
