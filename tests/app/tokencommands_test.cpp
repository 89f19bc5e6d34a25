// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/app/machine.h"
#include "tests/support/catchqt.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/until.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace cairn::test;

namespace {

/// cairnctl against a service that behaves like the original, or worse.
struct Elsewhere : Machine
{
    ScriptedServer server;

    Elsewhere() { environment.insert(u"CAIRN_TOKEN"_s, u"login"_s); }

    /// The service answers from this process, so that its events go on meanwhile.
    Ended there(const QStringList& words)
    {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(CAIRNCTL),
                      QStringList{u"--endpoint"_s, server.url().toString()} + words);
        REQUIRE(until([&] { return process.state() == QProcess::NotRunning; },
                      std::chrono::seconds(60)));
        return {process.exitCode(), process.readAllStandardOutput().trimmed(),
                process.readAllStandardError()};
    }
};

constexpr auto cid = "bafybeifow4fizj5vbhelm3tdaqdbvjcsgdl5mk7fx64qx3njhkzsxpydcm"_L1;

} // namespace

TEST_CASE_METHOD(Elsewhere, "revoking an unknown token is not found, though the service says yes")
{
    server.say("GET /user/tokens", R"([{"_id":"5","name":"ci"}])");
    server.say("DELETE /user/tokens", {});
    const Ended revoked = there({u"token"_s, u"revoke"_s, u"999"_s});
    CHECK(revoked.code == 3);
    CHECK(revoked.err.contains("999"));
    CHECK(there({u"token"_s, u"revoke"_s, u"5"_s}).code == 0);
}

TEST_CASE_METHOD(Elsewhere, "what is not in the list is neither removed nor renamed")
{
    server.say("GET /user/uploads/", "{}", "404 Not Found");
    server.say("DELETE /user/uploads/", {});
    server.say("POST /user/uploads/", R"({"name":"new"})");
    const Ended removed = there({u"rm"_s, cid});
    CHECK(removed.code == 0); // It may have gone in a call that was interrupted.
    CHECK(removed.err.contains(QByteArray(cid.data(), cid.size())));
    CHECK(there({u"rename"_s, cid, u"new"_s}).code == 3);
    CHECK(server.asked("DELETE") + server.asked("POST") == 0);
}

TEST_CASE_METHOD(Elsewhere, "a deal past its end has ended, one without an id shows none")
{
    server.say("GET /status/",
               QByteArray(R"({"cid":")") + QByteArray(cid.data(), cid.size()) + R"(",
        "created":"2021-07-14T19:27:14Z","dagSize":7,"pins":[{"status":"Levitating","peerId":"",
        "peerName":"one","region":"","updated":"2021-07-14T19:27:14Z"}],"deals":[
        {"status":"Active","dealId":77,"storageProvider":"f01","expiration":"2022-07-14T19:27:14Z"},
        {"status":"Active","dealId":78,"storageProvider":"f02","expiration":"2099-07-14T19:27:14Z"},
        {"status":"Queued","dealId":0,"storageProvider":"f03"},
        {"status":"Slumbering","storageProvider":"f04","expiration":"2022-07-14T19:27:14Z"}]})");
    const QList<QByteArray> rows = there({u"status"_s, cid}).out.split('\n');
    REQUIRE(rows.size() == 8);
    CHECK(rows[3] == "pin\tLevitating\tone");
    CHECK(rows[4].startsWith("deal\tEnded\tf01\t77\t2022-07-14"));
    CHECK(rows[5].startsWith("deal\tActive\tf02\t78\t2099-07-14"));
    CHECK(rows[6] == "deal\tQueued\tf03\t-\t-");
    CHECK(rows[7].startsWith("deal\tSlumbering\tf04\t-\t2022"));
}

TEST_CASE_METHOD(Elsewhere, "a service that keeps no limits gets no token, unless that is allowed")
{
    server.say("POST /user/tokens", R"({"_id":"9","secret":"a.b.c"})", "201 Created");
    server.say("DELETE /user/tokens/9", R"({"_id":9})");
    server.say("GET /user/tokens", R"([{"_id":"9","name":"ci"}])");
    const QStringList create{u"token"_s, u"create"_s,    u"ci"_s, u"--scope"_s,
                             u"list"_s,  u"--expires"_s, u"30d"_s};
    const Ended refused = there(create);
    CHECK(refused.code == 1);
    CHECK(refused.out.isEmpty());
    CHECK(refused.err.contains("neither permissions nor expiry"));
    CHECK(refused.err.contains("revoked again"));
    CHECK(refused.err.contains("--allow-unlimited"));
    CHECK(server.asked("DELETE /user/tokens/9") == 1);

    const Ended allowed = there(create + QStringList{u"--allow-unlimited"_s});
    CHECK(allowed.code == 0);
    CHECK(allowed.out == "a.b.c");
    CHECK_FALSE(allowed.err.contains("keychain")); // Nobody would look for it there.
    CHECK(server.asked("DELETE /user/tokens/9") == 1);
}

TEST_CASE_METHOD(Machine, "an account goes without a keychain, and what stays there is named")
{
    REQUIRE(QDir(folder.path()).mkpath(u"data"_s));
    QFile list(folder.filePath(u"data/accounts.json"_s));
    REQUIRE(list.open(QIODevice::WriteOnly));
    list.write(R"({"version":1,"accounts":[{"id":"7","name":"Studio","endpoint":"http://x/",)"
               R"("hasLogin":true,"hasApiToken":false}],)"
               R"("keysStored":["account/7/token/9","account/local/token/9"]})");
    list.close();
    const Ended removed = ctl({u"account"_s, u"remove"_s, u"Studio"_s});
    CHECK(removed.code == 6);
    CHECK(removed.err.contains("account/7/login"));
    CHECK(removed.err.contains("account/7/token/9"));
    CHECK_FALSE(removed.err.contains("account/local/token/9"));
    CHECK(ctl({u"account"_s, u"ls"_s}).out == "local\tThis computer");
    REQUIRE(list.open(QIODevice::ReadOnly));
    const QJsonObject written = QJsonDocument::fromJson(list.readAll()).object();
    CHECK(written["keysLeft"_L1].toArray()
          == QJsonArray{u"account/7/login"_s, u"account/7/token/9"_s});
    CHECK(written["keysStored"_L1].toArray() == QJsonArray{u"account/local/token/9"_s});
}
