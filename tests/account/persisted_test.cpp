// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/accountsfile.h"
#include "core/account/accounttokens.h"
#include "core/account/credentials.h"
#include "core/api/client/apiclient.h"
#include "core/vault/memoryvault.h"
#include "tests/support/catchqt.h"
#include "tests/support/fakeclock.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QTemporaryDir>

using namespace cairn;
using namespace Qt::StringLiterals;

// What lies on disks and in keychains already. Nothing that stands here is ever changed.

TEST_CASE("credentials are kept under the names that were shipped")
{
    CHECK(loginKey(AccountId(u"x"_s)) == u"account/x/login"_s);
    CHECK(apiTokenKey(AccountId(u"x"_s)) == u"account/x/api-token"_s);
    test::FakeClock clock;
    QNetworkAccessManager network;
    MemoryVault vault;
    ApiClient api(network, QUrl(u"http://127.0.0.1:9"_s), ApiClient::Pace::Unlimited, clock);
    CHECK(AccountTokens(AccountId(u"x"_s), api, vault).vaultKey(TokenId(u"9"_s))
          == u"account/x/token/9"_s);
}

TEST_CASE("accounts are written as they were shipped")
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"accounts.json"_s);
    REQUIRE(AccountsFile(path).put(
        {AccountId(u"1"_s), u"Studio"_s, QUrl(u"https://studio.example/api/"_s), true, false}));
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    CHECK(QString::fromUtf8(file.readAll().simplified().replace(' ', ""))
          == uR"({"accounts":[{"endpoint":"https://studio.example/api/","hasApiToken":false,)"
             R"("hasLogin":true,"id":"1","name":"Studio"}],"version":1})"_s);
}

TEST_CASE("keys that are left stand beside the accounts, where earlier versions do not look")
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"accounts.json"_s);
    REQUIRE(AccountsFile(path).remove(AccountId(u"1"_s), {u"account/1/login"_s}));
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    CHECK(QString::fromUtf8(file.readAll().simplified().replace(' ', ""))
          == uR"({"accounts":[],"keysLeft":["account/1/login"],"version":1})"_s);
}

TEST_CASE("keys that were stored stand beside the accounts too")
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"accounts.json"_s);
    REQUIRE(AccountsFile(path).noteStored(u"account/1/login"_s));
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    CHECK(QString::fromUtf8(file.readAll().simplified().replace(' ', ""))
          == uR"({"accounts":[],"keysStored":["account/1/login"],"version":1})"_s);
}
