// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/accountsfile.h"

#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

struct Folder
{
    QTemporaryDir folder;
    QString file = folder.filePath(u"deep/accounts.json"_s);
    AccountsFile store{file};
    AccountRecord studio{AccountId(u"1"_s), u"Studio"_s, QUrl(u"https://studio.example/api/"_s),
                         true, false};
};

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

TEST_CASE_METHOD(Folder, "no file means no accounts")
{
    CHECK(store.load().value().empty());
}

TEST_CASE_METHOD(Folder, "an account is there the next time")
{
    REQUIRE(store.put(studio));
    CHECK(AccountsFile(file).load().value() == std::vector{studio});
}

TEST_CASE_METHOD(Folder, "putting it again replaces it")
{
    REQUIRE(store.put(studio));
    studio.name = u"Studio 2"_s;
    REQUIRE(store.put(studio));
    CHECK(store.load().value() == std::vector{studio});
}

TEST_CASE_METHOD(Folder, "a removed account is gone, the others stay")
{
    AccountRecord other = studio;
    other.id = AccountId(u"2"_s);
    REQUIRE(store.put(studio));
    REQUIRE(store.put(other));
    REQUIRE(store.remove(studio.id));
    CHECK(store.load().value() == std::vector{other});
}

TEST_CASE_METHOD(Folder, "a file that is not ours is an error and is left alone")
{
    REQUIRE(store.put(studio));
    const QByteArray newer = R"({"version":2,"accounts":[]})";
    const QByteArray foreign = GENERATE_COPY(QByteArray("not json"), newer, QByteArray("[]"));
    write(file, foreign);
    const QString code = foreign == newer ? u"ACCOUNTS_NEWER"_s : u"ACCOUNTS_DAMAGED"_s;
    CHECK(store.load().error().code == code);
    CHECK(store.put(studio).error().code == code);
    QFile there(file);
    REQUIRE(there.open(QIODevice::ReadOnly));
    CHECK(there.readAll() == foreign);
}

TEST_CASE_METHOD(Folder, "keys that are left stay until they are forgotten, whatever else changes")
{
    REQUIRE(store.put(studio));
    REQUIRE(store.remove(studio.id, {u"a"_s, u"b"_s}));
    REQUIRE(store.remove(studio.id, {u"b"_s, u"c"_s}));
    REQUIRE(store.put(studio));
    CHECK(store.keysLeft().value() == QStringList{u"a"_s, u"b"_s, u"c"_s});
    REQUIRE(store.forgotten({u"a"_s, u"c"_s}));
    CHECK(AccountsFile(file).keysLeft().value() == QStringList{u"b"_s});
    CHECK(store.load().value() == std::vector{studio});
}

TEST_CASE_METHOD(Folder, "a removed account leaves the keys that were stored for it, and no others")
{
    REQUIRE(store.put(studio));
    for (const QString& key : {u"account/1/login"_s, u"account/11/login"_s, u"account/1/token/4"_s})
        CHECK(store.noteStored(key).value());
    CHECK_FALSE(store.noteStored(u"account/1/login"_s).value());
    REQUIRE(store.remove(studio.id, {u"account/1/login"_s, u"account/1/token/5"_s}));
    CHECK(store.keysLeft().value()
          == QStringList{u"account/1/login"_s, u"account/1/token/5"_s, u"account/1/token/4"_s});
    CHECK(store.keysStored(u"account/"_s).value() == QStringList{u"account/11/login"_s});
}

TEST_CASE_METHOD(Folder, "what was stored for accounts that are not there is left of them")
{
    REQUIRE(store.put(studio));
    const QStringList owned{u"account/local/token/1"_s, u"account/1/login"_s};
    for (const QString& key : owned + QStringList{u"account/2/token/1"_s})
        REQUIRE(store.noteStored(key));
    REQUIRE(store.leaveUnowned());
    CHECK(store.keysStored({}).value() == owned);
    CHECK(store.keysLeft().value() == QStringList{u"account/2/token/1"_s});
}
