// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/recordedvault.h"
#include "tests/support/await.h"
#include "tests/support/catchqt.h"
#include "tests/support/flakyvault.h"

#include <QDir>
#include <QTemporaryDir>

using namespace cairn;
using namespace Qt::StringLiterals;
using Behaviour = test::FlakyVault::Behaviour;

namespace {

const QString key = u"account/7/token/9"_s;

struct Recorded
{
    QTemporaryDir folder;
    QString path = folder.filePath(u"accounts.json"_s);
    test::FlakyVault keychain;
    AccountsFile file{path};
    RecordedVault vault{keychain, file};

    QStringList noted() const { return vault.recorded(u"account/7/"_s); }
};

} // namespace

TEST_CASE_METHOD(Recorded, "a key is written down before the keychain has its secret")
{
    keychain.be(Behaviour::Asking);
    const auto stored = vault.store(key, Secret("s"));
    CHECK(keychain.keys().isEmpty());
    CHECK(AccountsFile(path).keysStored(u"account/7/"_s).value() == QStringList{key});
    CHECK(AccountsFile(path).keysStored(u"account/77/"_s).value().isEmpty());
    keychain.be(Behaviour::Open);
    REQUIRE(test::await(stored));
    CHECK(test::await(vault.load(key)) == Secret("s"));
    CHECK(noted() == QStringList{key});
}

TEST_CASE_METHOD(Recorded, "a key is remembered until the keychain has forgotten it")
{
    REQUIRE(test::await(vault.store(key, Secret("s"))));
    keychain.be(Behaviour::Locked);
    CHECK_FALSE(test::await(vault.forget(key)));
    CHECK(noted() == QStringList{key});
    keychain.be(Behaviour::Open);
    REQUIRE(test::await(vault.forget(key)));
    CHECK(noted().isEmpty());
}

TEST_CASE_METHOD(Recorded, "a key is remembered while memory stands in for the keychain")
{
    REQUIRE(test::await(vault.store(key, Secret("s"))));
    const auto memory = MemoryVault::insteadOfKeychain();
    RecordedVault other{*memory, file};
    CHECK(test::await(other.load(key)).error().kind == Error::Kind::KeychainAbsent);
    CHECK(test::await(other.forget(key)).error().kind == Error::Kind::KeychainAbsent);
    CHECK(noted() == QStringList{key});
    // What it was given itself it forgets.
    REQUIRE(test::await(other.store(u"account/7/login"_s, Secret("t"))));
    REQUIRE(test::await(other.forget(u"account/7/login"_s)));
    CHECK(noted() == QStringList{key});
}

TEST_CASE_METHOD(Recorded, "of what a keychain refused no key stays, but one that it had does")
{
    const auto refusal = GENERATE(Behaviour::Locked, Behaviour::Denied, Behaviour::Absent);
    keychain.be(refusal);
    REQUIRE_FALSE(test::await(vault.store(key, Secret("s"))));
    CHECK(noted().isEmpty());

    keychain.be(Behaviour::Open);
    REQUIRE(test::await(vault.store(key, Secret("s"))));
    keychain.be(refusal);
    REQUIRE_FALSE(test::await(vault.store(key, Secret("other"))));
    CHECK(noted() == QStringList{key});
}

TEST_CASE_METHOD(Recorded, "what cannot be written down is not stored")
{
    REQUIRE(QDir().mkpath(path)); // A folder where the file would be.
    CHECK_FALSE(test::await(vault.store(key, Secret("s"))));
    CHECK(keychain.keys().isEmpty());
}

TEST_CASE_METHOD(Recorded, "a key that was forgotten before its secret came is written down again")
{
    keychain.be(Behaviour::Asking);
    const auto stored = vault.store(key, Secret("s"));
    REQUIRE(file.forgotten({key}));
    keychain.be(Behaviour::Open);
    REQUIRE(test::await(stored));
    CHECK(noted() == QStringList{key});
}

TEST_CASE_METHOD(Recorded, "what is stored again is no longer to be forgotten")
{
    REQUIRE(file.remove(AccountId(u"7"_s), {key}));
    REQUIRE(test::await(vault.store(key, Secret("s"))));
    CHECK(file.keysLeft().value().isEmpty());
}
