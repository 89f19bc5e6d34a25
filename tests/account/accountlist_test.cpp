// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/accountlist.h"
#include "core/vault/memoryvault.h"
#include "tests/support/await.h"

#include <QFile>
#include <QTemporaryDir>

using namespace cairn;
using namespace Qt::StringLiterals;
using Keep = AccountList::Keep;

namespace {

struct Book
{
    QTemporaryDir folder;
    QString file = folder.filePath(u"accounts.json"_s);
    MemoryVault vault;
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
    vault.failWith(Error{Error::Kind::KeychainLocked, {}});
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
