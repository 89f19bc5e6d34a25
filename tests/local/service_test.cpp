// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/responses.h"
#include "core/local/store/catalog.h"
#include "core/storage/statement.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"

#include <QDir>
#include <QFile>
#include <QTcpSocket>
#include <QUrlQuery>

#include <catch2/catch.hpp>

#include <thread>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;

TEST_CASE("The version and its mode are public")
{
    Client client;
    for (const QByteArray path : {"/version", "/version/", "/version///"}) {
        const Answer answer = client.ask("GET", path);
        CHECK(answer.status == 200);
        CHECK(answer.header("Content-Type") == "application/json;charset=UTF-8");
        CHECK(answer.object()["mode"_L1] == u"rw"_s);
        CHECK_FALSE(answer.object()["version"_L1].toString().isEmpty());
    }
}

TEST_CASE("What is not there is 404 without a code")
{
    Client client;
    for (const QByteArray path : {"/nothing", "/version/x", "/user", "/car", "/status"}) {
        const Answer answer = client.ask("GET", path);
        CHECK(answer.status == 404);
        CHECK(answer.object() == QJsonObject{{u"message"_s, u"Not Found"_s}});
    }
    CHECK(client.ask("HEAD", "/version").status == 404);
    CHECK(client.ask("POST", "/version", {}, "x").status == 404);
}

TEST_CASE("Whoever has to wait for another change is told so, and when to come again")
{
    for (const auto envelope : {local::Envelope::Plain, local::Envelope::Pinning}) {
        const auto response = local::failure(
            Error{Error::Kind::Storage, u"database is locked"_s, {}, u"SQLITE_BUSY"_s}, envelope);
        CHECK(response.status == 503);
        CHECK(response.body.contains("ERROR_BUSY"));
        CHECK(std::ranges::find(response.headers,
                                std::pair(QByteArray("Retry-After"), QByteArray("5")))
              != response.headers.end());
    }
}

TEST_CASE("A complete preflight is 204, an incomplete one 405")
{
    Client client;
    const Answer full = client.ask("OPTIONS", "/anything",
                                   {{"Origin", "https://app.example"},
                                    {"Access-Control-Request-Method", "POST"},
                                    {"Access-Control-Request-Headers", "authorization,x-name"}});
    CHECK(full.status == 204);
    CHECK(full.body.isEmpty());
    CHECK(full.header("Access-Control-Allow-Origin") == "https://app.example");
    CHECK(full.header("Access-Control-Allow-Methods") == "GET,POST,PUT,DELETE,OPTIONS");
    CHECK(full.header("Access-Control-Allow-Headers") == "authorization,x-name");
    CHECK(full.header("Access-Control-Max-Age") == "86400");
    const Answer partial = client.ask("OPTIONS", "/car", {{"Origin", "https://app.example"}});
    CHECK(partial.status == 405);
    CHECK(partial.header("Content-Type") == "text/plain;charset=UTF-8");
    CHECK(partial.header("Access-Control-Allow-Origin").isEmpty());
}

TEST_CASE("A page that rebinds its own name to this computer gets nothing")
{
    Client client;
    const auto ask = [&](const QByteArray& host) {
        return client.raw("GET /version HTTP/1.1\r\nHost: " + host
                          + "\r\nConnection: close\r\n\r\n");
    };
    const QByteArray port = QByteArray::number(client.service().url().port());
    CHECK(ask("127.0.0.1:" + port).startsWith("HTTP/1.1 200"));
    CHECK(ask("localhost:" + port).startsWith("HTTP/1.1 200"));
    const QByteArray attack = ask("evil.example:" + port);
    CHECK(attack.startsWith("HTTP/1.1 403"));
    CHECK(attack.contains("ERROR_HOST_NOT_ALLOWED"));
    CHECK_FALSE(attack.contains("Access-Control-Allow-Origin"));
    CHECK_FALSE(client.raw("GET /version HTTP/1.0\r\n\r\n").contains(" 200 "));
}

TEST_CASE("A folder has one owner")
{
    Client client;
    const auto second = local::LocalService::start({.dataFolder = client.folder()});
    REQUIRE_FALSE(second);
    CHECK(second.error().kind == Error::Kind::Conflict);
    CHECK(second.error().subject == client.folder());
    client.stop();
    CHECK(local::LocalService::start({.dataFolder = client.folder()}));
}

TEST_CASE("A port that is taken is a conflict")
{
    Client client;
    QTemporaryDir other;
    const auto second = local::LocalService::start(
        {.dataFolder = other.path(), .port = quint16(client.service().url().port())});
    REQUIRE_FALSE(second);
    CHECK(second.error().kind == Error::Kind::Conflict);
    CHECK(second.error().subject.contains(u"127.0.0.1"_s));
}

TEST_CASE("The service does not listen where others could reach it unless told so aloud")
{
    QTemporaryDir folder;
    for (const auto& host : {u"0.0.0.0"_s, u"::"_s, u"nonsense"_s}) {
        const auto started
            = local::LocalService::start({.dataFolder = folder.path(), .host = host});
        REQUIRE_FALSE(started);
        CHECK(started.error().kind == Error::Kind::Invalid);
    }
    CHECK(local::LocalService::start(
        {.dataFolder = folder.path(), .host = u"0.0.0.0"_s, .insecureListen = true}));
}

TEST_CASE("What an interrupted upload left is gone after the next start")
{
    Client client;
    const content::Block kept = rawBlock("kept");
    REQUIRE(client.asOwner("POST", "/car", car({kept.cid}, {kept})).status == 200);
    client.stop();
    const QDir cars(client.folder() + u"/cars"_s);
    const QStringList before = cars.entryList(QDir::Files);
    REQUIRE(before.size() == 1);
    QFile file(cars.filePath(u"some.part"_s));
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("half");
    file.close();
    client.restart();
    CHECK(cars.entryList(QDir::Files) == before);
    CHECK(client.ask("GET", "/car/" + kept.cid.toString().toLatin1()).status == 200);
}

TEST_CASE("A start removes no CAR, whatever became of the catalog")
{
    Client client;
    const content::Block kept = rawBlock("kept");
    REQUIRE(client.asOwner("POST", "/car", car({kept.cid}, {kept})).status == 200);
    client.stop();
    const QDir cars(client.folder() + u"/cars"_s);
    const QStringList before = cars.entryList(QDir::Files);
    REQUIRE(before.size() == 1);
    for (const auto& name : {u"catalog.sqlite"_s, u"catalog.sqlite-wal"_s, u"catalog.sqlite-shm"_s})
        QFile::remove(client.folder() + u'/' + name);
    client.restart();
    CHECK(cars.entryList(QDir::Files) == before);
}

TEST_CASE("A catalog of a newer version is left alone")
{
    Client client;
    client.stop();
    {
        const auto catalog = std::move(*local::openCatalog(client.folder()));
        REQUIRE(Statement(*catalog, u"PRAGMA user_version = 9999"_s).run());
    }
    const auto started = local::LocalService::start({.dataFolder = client.folder()});
    REQUIRE_FALSE(started);
    CHECK(started.error().kind == Error::Kind::Storage);
    CHECK(started.error().detail.contains(u"newer"_s));
}

TEST_CASE("Maintenance closes what it says and leaves tokens alone")
{
    FakeClock clock;
    const content::Block block = rawBlock("x");
    const QByteArray body = car({block.cid}, {block});
    {
        Client readOnly({.mode = u"r-"_s, .clock = &clock});
        CHECK(readOnly.asOwner("GET", "/user/uploads").status == 200);
        const Answer refused = readOnly.asOwner("POST", "/car", body);
        CHECK(refused.status == 503);
        CHECK(refused.code() == u"ERROR_MAINTENANCE");
        // Without a token too: the original's 401 is a bug (contract §3.3).
        CHECK(readOnly.ask("POST", "/car", {}, body).status == 503);
        readOnly.token();
    }
    {
        Client sunset({.mode = u"r-"_s, .sunset = clock.now(), .clock = &clock});
        const Answer gone = sunset.asOwner("POST", "/car", body);
        CHECK(gone.status == 410);
        CHECK(gone.code() == u"ERROR_FEATURE_HAS_BEEN_SUNSET");
        CHECK(sunset.asOwner("GET", "/user/uploads").status == 200);
    }
    Client off({.mode = u"--"_s});
    CHECK(off.ask("GET", "/version").status == 503);
    CHECK(off.asOwner("GET", "/user/tokens").status == 503);
    off.token();
    QTemporaryDir folder;
    CHECK_FALSE(local::LocalService::start({.dataFolder = folder.path(), .mode = u"w"_s}));
}

TEST_CASE("A service that is about to end answers what it began, and begins nothing more")
{
    Client client;
    const QByteArray body = R"({"name":"last"})";
    const QByteArray ours = "\r\nHost: " + client.service().url().authority().toLatin1()
        + "\r\nConnection: close\r\n";
    QTcpSocket underWay;
    underWay.connectToHost(client.service().url().host(), quint16(client.service().url().port()));
    REQUIRE(underWay.waitForConnected());
    underWay.write("POST /user/tokens HTTP/1.1" + ours
                   + "Expect: 100-continue\r\nAuthorization: Bearer "
                   + client.service().sessionLogin().reveal()
                   + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n");
    REQUIRE(underWay.waitForReadyRead());
    REQUIRE(underWay.readAll().startsWith("HTTP/1.1 100"));

    std::thread ending([&] { client.service().finishRequests(std::chrono::seconds(20)); });
    const QByteArray other = "GET /version HTTP/1.1" + ours + "\r\n";
    while (!client.raw(other).isEmpty())
        std::this_thread::yield();
    underWay.write(body);
    QByteArray answer;
    while (underWay.waitForReadyRead(10'000))
        answer += underWay.readAll();
    ending.join();
    CHECK(answer.startsWith("HTTP/1.1 201"));
    CHECK(client.raw(other).isEmpty());
}
