// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/accountlist.h"
#include "tests/support/await.h"
#include "tests/support/catchqt.h"
#include "tests/support/flakyvault.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace cairn;
using namespace Qt::StringLiterals;
using Keep = AccountList::Keep;
using Behaviour = test::FlakyVault::Behaviour;

namespace {

struct Book
{
    QTemporaryDir folder;
    QString file = folder.filePath(u"accounts.json"_s);
    test::FlakyVault vault;
    AccountsFile store{file};
    AccountList book{vault, store};
    NewAccount studio{u"Studio"_s,
                      QUrl(u"https://studio.example"_s),
                      {Secret("the-login"), Secret("the.api.token")}};
};

} // namespace

TEST_CASE_METHOD(Book, "an account's credentials go to the vault and nowhere else")
{
    const auto record = test::await(book.add(studio, Keep::InKeychain));
    REQUIRE(record);
    CHECK(test::await(vault.load(loginKey(record->id))).value() == studio.credentials.login);
    CHECK(test::await(vault.load(apiTokenKey(record->id))).value() == studio.credentials.apiToken);
    QFile written(file);
    REQUIRE(written.open(QIODevice::ReadOnly));
    const QByteArray bytes = written.readAll();
    CHECK_FALSE(bytes.contains("the-login"));
    CHECK_FALSE(bytes.contains("the.api.token"));
}

TEST_CASE_METHOD(Book, "a locked keychain adds nothing")
{
    vault.be(Behaviour::Locked);
    CHECK(test::await(book.add(studio, Keep::InKeychain)).error().kind
          == Error::Kind::KeychainLocked);
    CHECK(book.all().value().empty());
}

TEST_CASE_METHOD(Book, "for this session nothing is written at all")
{
    REQUIRE(test::await(book.add(studio, Keep::ThisSession)));
    CHECK(vault.keys().isEmpty());
    CHECK(book.all().value().empty());
}

TEST_CASE_METHOD(Book, "what cannot be an account says which field is wrong")
{
    SECTION("no name")
    {
        studio.name = u"  "_s;
        CHECK(test::await(book.add(studio, Keep::InKeychain)).error().subject == u"name"_s);
    }
    SECTION("a name of 300 characters")
    {
        studio.name = QString(300, 'x'_L1);
        CHECK(test::await(book.add(studio, Keep::InKeychain)).error().subject == u"name"_s);
    }
    SECTION("not an http address")
    {
        studio.endpoint = QUrl(GENERATE(u"ftp://x"_s, u"studio"_s, QString()));
        CHECK(test::await(book.add(studio, Keep::InKeychain)).error().subject == u"endpoint"_s);
    }
    SECTION("no credential")
    {
        studio.credentials = {};
        CHECK(test::await(book.add(studio, Keep::InKeychain)).error().subject == u"credentials"_s);
    }
}

TEST_CASE_METHOD(Book, "a second account of one name is refused")
{
    REQUIRE(test::await(book.add(studio, Keep::InKeychain)));
    CHECK(test::await(book.add(studio, Keep::InKeychain)).error().kind == Error::Kind::Conflict);
}

TEST_CASE_METHOD(Book, "removing forgets every secret named")
{
    const auto record = test::await(book.add(studio, Keep::InKeychain));
    REQUIRE(test::await(vault.store(u"account/x/token/4"_s, Secret("t"))));
    REQUIRE(test::await(book.remove(*record, {u"account/x/token/4"_s})));
    CHECK(vault.keys().isEmpty());
    CHECK(book.all().value().empty());
}

TEST_CASE_METHOD(Book, "an account is removed while the keychain is locked, its secrets later")
{
    const auto record = test::await(book.add(studio, Keep::InKeychain));
    REQUIRE(test::await(vault.store(u"account/x/token/4"_s, Secret("t"))));
    vault.be(GENERATE(Behaviour::Locked, Behaviour::Denied, Behaviour::Absent));
    const QStringList keys{u"account/x/token/4"_s, loginKey(record->id), apiTokenKey(record->id)};
    const auto removed = test::await(book.remove(*record, {u"account/x/token/4"_s}));
    REQUIRE_FALSE(removed);
    CHECK(removed.error().code == u"SECRETS_LEFT"_s);
    CHECK(removed.error().more == keys);
    CHECK(book.all().value().empty());
    CHECK(AccountsFile(file).keysLeft().value() == keys);
    CHECK_FALSE(test::await(book.forgetLeft()));
    CHECK(store.keysLeft().value() == keys);

    vault.be(Behaviour::Open);
    AccountsFile later(file);
    CHECK(test::await(AccountList(vault, later).forgetLeft()));
    CHECK(vault.keys().isEmpty());
    CHECK(store.keysLeft().value().isEmpty());
}

TEST_CASE_METHOD(Book, "an account is removed before the keychain has asked its user")
{
    const auto record = test::await(book.add(studio, Keep::InKeychain));
    vault.be(Behaviour::Asking);
    const auto removed = book.remove(*record);
    CHECK(book.all().value().empty());
    CHECK(store.keysLeft().value().size() == 2);
    vault.be(Behaviour::Open);
    CHECK(test::await(removed));
    CHECK(vault.keys().isEmpty());
    CHECK(store.keysLeft().value().isEmpty());
}

TEST_CASE_METHOD(Book, "forgetting what is left touches no account that is there")
{
    const auto gone = test::await(book.add(studio, Keep::InKeychain));
    studio.name = u"Other"_s;
    const auto kept = test::await(book.add(studio, Keep::InKeychain));
    vault.be(Behaviour::Locked);
    REQUIRE_FALSE(test::await(book.remove(*gone)));
    vault.be(Behaviour::Open);
    REQUIRE(test::await(book.forgetLeft()));
    QStringList keys{loginKey(kept->id), apiTokenKey(kept->id)};
    keys.sort();
    QStringList there = vault.keys();
    there.sort();
    CHECK(there == keys);
    CHECK(book.all().value() == std::vector{*kept});
}

TEST_CASE_METHOD(Book, "an account that cannot be written down leaves no secret behind")
{
    REQUIRE(QDir().mkpath(file)); // A folder where the file would be.
    CHECK_FALSE(test::await(book.add(studio, Keep::InKeychain)));
    CHECK(vault.keys().isEmpty());
}

TEST_CASE_METHOD(Book, "an account that could not be stored whole leaves nothing, now or later")
{
    vault.be(Behaviour::Asking);
    const auto added = book.add(studio, Keep::InKeychain);
    vault.be(GENERATE(Behaviour::Locked, Behaviour::Denied, Behaviour::Absent));
    REQUIRE_FALSE(test::await(added));
    vault.be(Behaviour::Open);
    CHECK(book.all().value().empty());
    CHECK(test::await(book.forgetLeft()));
    CHECK(vault.keys().isEmpty());
    CHECK(store.keysStored({}).value().isEmpty());
}

TEST_CASE_METHOD(Book, "a program that ends while it adds an account leaves no unnamed secret")
{
    {
        AccountsFile shortLived(file);
        AccountList ends(vault, shortLived);
        vault.be(Behaviour::Asking);
        std::ignore = ends.add(studio, Keep::InKeychain);
    }
    vault.be(Behaviour::Open); // The keychain stores it all the same.
    REQUIRE_FALSE(vault.keys().isEmpty());
    const auto records = book.all().value();
    REQUIRE(records.size() == 1);
    REQUIRE(test::await(book.remove(records.front())));
    CHECK(vault.keys().isEmpty());
}

TEST_CASE_METHOD(Book, "credentials that were replaced go with the account, whatever was written")
{
    studio.credentials.login = {};
    const auto record = test::await(book.add(studio, Keep::InKeychain));
    // As where a program ends before it writes that there is a login now.
    REQUIRE(test::await(book.vault().store(loginKey(record->id), Secret("new"))));
    REQUIRE(test::await(book.remove(*record)));
    CHECK(vault.keys().isEmpty());
}

TEST_CASE_METHOD(Book,
                 "secrets that an earlier version stored are found where the vault can search")
{
    const auto record = test::await(book.add(studio, Keep::InKeychain));
    const QString theirs = keyPrefix(record->id) + u"token/4"_s;
    REQUIRE(test::await(vault.store(theirs, Secret("t"))));
    REQUIRE(test::await(vault.store(u"account/other/token/4"_s, Secret("t"))));
    SECTION("and go with the account")
    {
        REQUIRE(test::await(book.remove(*record)));
        CHECK(vault.keys() == QStringList{u"account/other/token/4"_s});
    }
    SECTION("and are named while it is locked")
    {
        vault.be(Behaviour::Locked);
        const auto removed = test::await(book.remove(*record));
        CHECK(removed.error().more.contains(theirs));
        CHECK(store.keysLeft().value().contains(theirs));
        CHECK_FALSE(store.keysLeft().value().contains(u"account/other/token/4"_s));
    }
}
