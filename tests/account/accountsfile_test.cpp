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
    const QByteArray foreign = GENERATE("not json", R"({"version":2,"accounts":[]})", "[]");
    write(file, foreign);
    CHECK(store.load().error().kind == Error::Kind::Corrupt);
    CHECK(store.put(studio).error().kind == Error::Kind::Corrupt);
    QFile there(file);
    REQUIRE(there.open(QIODevice::ReadOnly));
    CHECK(there.readAll() == foreign);
}
