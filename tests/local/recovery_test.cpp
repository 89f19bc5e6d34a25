// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/housekeeping.h"
#include "core/local/maintenance.h"
#include "core/local/recovery/openstore.h"
#include "core/local/store/catalog.h"
#include "tests/local/cars.h"
#include "tests/local/files.h"
#include "tests/local/history.h"
#include "tests/support/until.h"

#include <QDir>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

void compare(const QMap<QString, QByteArray>& before, const QMap<QString, QByteArray>& after)
{
    REQUIRE(before.keys() == after.keys());
    for (auto answer = before.begin(); answer != before.end(); ++answer) {
        INFO(answer.key().toStdString());
        CHECK(answer.value().toStdString() == after[answer.key()].toStdString());
    }
}

} // namespace

TEST_CASE("A folder whose catalog is lost answers as before, whatever happened in it")
{
    const auto seed = unsigned(GENERATE(1, 2));
    INFO("seed " << seed);
    History history(seed);
    history.live(60);
    const auto before = history.answers();
    SECTION("all of it")
    {
        history.loseCatalog();
    }
    SECTION("its log, in which the latest is")
    {
        history.stop();
        const QByteArray late = contentOf(history.catalogFile());
        history.restart();
        history.stop();
        write(history.catalogFile(), late);
    }
    SECTION("half of the file")
    {
        history.stop();
        write(history.catalogFile(), contentOf(history.catalogFile()).first(20'000));
    }
    SECTION("something else is there")
    {
        history.stop();
        write(history.catalogFile(), QByteArray(50'000, 'x'));
    }
    SECTION("after the records were written anew")
    {
        history.stop();
        auto store = std::move(*local::openStore(history.folder(), local::FolderLock::Held));
        REQUIRE(local::setForgotten(*store.catalog, true));
        REQUIRE(local::compactIfDue(store));
        CHECK(QDir(history.folder() + u"/records"_s).entryList(QDir::Files)
              == QStringList{u"000002.jsonl"_s});
        store = {};
        history.restart();
        compare(before, history.answers());
        history.loseCatalog();
    }
    history.restart();
    compare(before, history.answers());
    // Ids are not given twice either.
    history.live(10);
    const auto later = history.answers();
    history.loseCatalog();
    history.restart();
    compare(later, history.answers());
}

TEST_CASE("An older catalog put back catches up with the records")
{
    const auto seed = unsigned(GENERATE(11, 12, 13));
    INFO("seed " << seed);
    History history(seed);
    history.live(20);
    history.stop();
    const QByteArray older = contentOf(history.catalogFile());
    history.restart();
    history.live(30);
    const auto before = history.answers();
    history.stop();
    write(history.catalogFile(), older);
    history.restart();
    compare(before, history.answers());
}

TEST_CASE("A record that a crash cut short is cut off, the rest counts")
{
    History history(21);
    history.live(20);
    const auto before = history.answers();
    history.stop();
    const QByteArray whole = contentOf(history.recordFile());
    write(history.recordFile(), whole + R"({"r":"user","id":1,"na)");
    SECTION("with the catalog") { }
    SECTION("without")
    {
        history.loseCatalog();
    }
    history.restart();
    compare(before, history.answers());
    history.upload();
    CHECK(contentOf(history.recordFile()).startsWith(whole));
    const auto later = history.answers();
    history.loseCatalog();
    history.restart();
    compare(later, history.answers());
}

TEST_CASE("A record whose catalog was not committed any more takes effect at the next start")
{
    History history(22);
    history.live(10);
    history.stop();
    const QByteArray catalog = contentOf(history.catalogFile());
    history.restart();
    history.upload();
    const auto before = history.answers();
    history.stop();
    write(history.catalogFile(), catalog);
    history.restart();
    compare(before, history.answers());
}

TEST_CASE("A damaged record is left out, all others count")
{
    History history(23);
    history.upload();
    history.upload();
    history.stop();
    QByteArray records = contentOf(history.recordFile());
    const qsizetype at = records.indexOf("{\"at\"", records.indexOf("\"r\":\"upload\"") - 400);
    REQUIRE(at > 0);
    history.loseCatalog();
    QList<QByteArray> lines = records.split('\n');
    const auto first = std::ranges::find_if(
        lines, [](const QByteArray& line) { return line.contains("\"r\":\"upload\""); });
    REQUIRE(first != lines.end());
    first->replace('{', '[');
    write(history.recordFile(), lines.join('\n'));
    history.restart();
    CHECK(history.asOwner("GET", "/user/uploads?size=10").array().size()
              + history.asOwner("GET", "/user/uploads?size=10").array().size()
          <= 2);
    // Its CAR is there and named by nothing.
    CHECK(local::unassigned(history.folder())->size() == 1);
}

TEST_CASE("Without records everything that is stored is unassigned until it is adopted")
{
    Client client;
    const content::Block leaf = rawBlock("leaf");
    const content::Block root = pbBlock({leaf});
    const QByteArray bytes = completeCar(root, {leaf});
    REQUIRE(client.asOwner("POST", "/car", bytes).status == 200);
    client.stop();
    for (const auto& name : {u"catalog.sqlite"_s, u"catalog.sqlite-wal"_s, u"catalog.sqlite-shm"_s})
        QFile::remove(client.folder() + u'/' + name);
    REQUIRE(QDir(client.folder() + u"/records"_s).removeRecursively());
    client.restart();
    const QByteArray path = "/car/" + root.cid.toString().toLatin1();
    CHECK(client.asOwner("GET", "/user/uploads").array().isEmpty());
    CHECK(client.ask("GET", path).status == 404);
    const auto found = local::unassigned(client.folder());
    REQUIRE(found);
    REQUIRE(found->size() == 1);
    const content::Cid car = found->front().cid;
    CHECK(found->front().size == bytes.size());

    // Collecting leaves it alone.
    CHECK(local::collectGarbage(client.folder(), local::DryRun::No)->cars == 0);
    CHECK(local::adoptCar(client.folder(), car, u"Nobody"_s, u"x"_s).error().kind
          == Error::Kind::NotFound);
    REQUIRE(local::adoptCar(client.folder(), car, u"This computer"_s, u"found"_s));
    CHECK(local::unassigned(client.folder())->empty());
    CHECK(local::adoptCar(client.folder(), car, u"This computer"_s, u"found"_s).error().kind
          == Error::Kind::NotFound);
    CHECK(client.ask("GET", path).body == bytes);
    const QJsonArray uploads = client.asOwner("GET", "/user/uploads").array();
    REQUIRE(uploads.size() == 1);
    CHECK(uploads[0]["name"_L1] == u"found"_s);
    // For good.
    client.stop();
    QFile::remove(client.folder() + u"/catalog.sqlite"_s);
    client.restart();
    CHECK(client.asOwner("GET", "/user/uploads").array() == uploads);
}

TEST_CASE("An unassigned CAR goes only where that is asked for")
{
    Client client;
    const content::Block leaf = rawBlock("leaf");
    const QByteArray bytes = car({leaf.cid}, {leaf});
    const content::Cid cid = content::Cid::v1(content::Codec::Car, content::sha256(bytes));
    const QString file = client.folder() + u"/cars/"_s + cid.toString() + u".car"_s;
    write(file, bytes);
    REQUIRE(local::unassigned(client.folder())->size() == 1);
    CHECK(local::collectGarbage(client.folder(), local::DryRun::No)->cars == 0);
    const auto look
        = local::collectGarbage(client.folder(), local::DryRun::Yes, local::UnassignedCars::Go);
    CHECK(look->bytes == bytes.size());
    CHECK(QFile::exists(file));
    CHECK(local::collectGarbage(client.folder(), local::DryRun::No, local::UnassignedCars::Go)->cars
          == 1);
    CHECK_FALSE(QFile::exists(file));
    CHECK(local::unassigned(client.folder())->empty());
}

TEST_CASE("What was collected does not come back, whatever is lost")
{
    History history(31);
    history.upload();
    const content::Block leaf = rawBlock("to go");
    const content::Block root = pbBlock({leaf});
    const QByteArray path = root.cid.toString().toLatin1();
    REQUIRE(history.asOwner("POST", "/car", completeCar(root, {leaf})).status == 200);
    const QString cars = history.folder() + u"/cars"_s;
    QMap<QString, QByteArray> files;
    for (const QString& name : QDir(cars).entryList(QDir::Files))
        files[name] = contentOf(cars + u'/' + name);
    REQUIRE(history.asOwner("DELETE", "/user/uploads/" + path).status == 200);
    history.collect();
    CHECK(QDir(cars).entryList(QDir::Files).size() == 1);
    const auto before = history.answers();
    history.loseCatalog();
    SECTION("the file, as a crash before its removal leaves it")
    {
        for (auto file = files.begin(); file != files.end(); ++file)
            write(cars + u'/' + file.key(), file.value());
    }
    SECTION("nothing else") { }
    history.restart();
    compare(before, history.answers());
    CHECK(history.ask("GET", "/car/" + path).status == 404);
    CHECK(local::unassigned(history.folder())->empty());
    history.collect();
    CHECK(QDir(cars).entryList(QDir::Files).size() == 1);
}

TEST_CASE("The operator makes the catalog anew, while nobody serves the folder")
{
    History history(41);
    history.live(30);
    const auto before = history.answers();
    const auto nothing = [](const local::CatchUpProgress&) {};
    CHECK(local::rebuildCatalog(history.folder(), nothing).error().kind == Error::Kind::Conflict);
    history.stop();
    const auto report = local::rebuildCatalog(history.folder(), nothing);
    REQUIRE(report);
    CHECK(report->absent.empty());
    CHECK(report->damaged.empty());
    history.restart();
    compare(before, history.answers());
}

TEST_CASE("A CAR that is damaged or missing takes along what it held, nothing else")
{
    Client client;
    const content::Block one = rawBlock("one");
    const content::Block two = rawBlock("two");
    const content::Block root = pbBlock({one, two});
    REQUIRE(client.asOwner("POST", "/car", completeCar(root, {one})).status == 200);
    const QString cars = client.folder() + u"/cars"_s;
    const QString first = QDir(cars).entryList(QDir::Files).first();
    REQUIRE(client.asOwner("POST", "/car", completeCar(root, {two})).status == 200);
    const QByteArray path = "/user/uploads/" + root.cid.toString().toLatin1();
    CHECK(client.asOwner("GET", path).object()["pins"_L1][0]["status"_L1] == u"Pinned"_s);
    client.stop();
    QFile::remove(client.folder() + u"/catalog.sqlite"_s);
    const QByteArray bytes = contentOf(cars + u'/' + first);
    SECTION("missing")
    {
        QFile::remove(cars + u'/' + first);
    }
    SECTION("damaged")
    {
        QByteArray others = bytes;
        others.replace("one", "onE");
        write(cars + u'/' + first, others);
    }
    client.restart();
    const QJsonObject upload = client.asOwner("GET", path).object();
    CHECK(upload["pins"_L1][0]["status"_L1] == u"Pinning"_s);
    CHECK(client.ask("GET", "/car/" + one.cid.toString().toLatin1()).status == 404);
    CHECK(client.ask("GET", "/car/" + two.cid.toString().toLatin1()).status == 200);
    // The same bytes again, and it is whole.
    REQUIRE(client.asOwner("POST", "/car", completeCar(root, {one})).status == 200);
    CHECK(client.asOwner("GET", path).object()["pins"_L1][0]["status"_L1] == u"Pinned"_s);
    CHECK(client.asOwner("GET", path).object()["parts"_L1].toArray().size() == 2);
}

TEST_CASE("A folder and what lies in it is its owner's alone, also where others made it")
{
    Client client;
    REQUIRE(client.asOwner("POST", "/car", car({rawBlock("x").cid}, {rawBlock("x")})).status
            == 200);
    client.stop();
    constexpr auto everybody = QFileDevice::ReadOwner | QFileDevice::WriteOwner
        | QFileDevice::ExeOwner | QFileDevice::ReadOther | QFileDevice::ReadGroup;
    for (const auto& name : {u""_s, u"/cars"_s, u"/records"_s, u"/catalog.sqlite"_s})
        QFile::setPermissions(client.folder() + name, everybody);
    client.restart();
    constexpr auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup
        | QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;
    for (const auto& name : {u""_s, u"/cars"_s, u"/records"_s, u"/records/000001.jsonl"_s,
                             u"/catalog.sqlite"_s, u"/catalog.sqlite-wal"_s}) {
        INFO(name.toStdString());
        CHECK(QFile::exists(client.folder() + name));
        CHECK_FALSE(QFile::permissions(client.folder() + name) & others);
    }
}

TEST_CASE("A folder of CARs that is away has lost nothing")
{
    History history(51);
    history.live(10);
    const auto before = history.answers();
    const QString cars = history.folder() + u"/cars"_s;
    const QString away = history.folder() + u"/away"_s;
    history.stop();
    REQUIRE(QDir().rename(cars, away));
    SECTION("and its mount point is there")
    {
        REQUIRE(QDir().mkpath(cars));
    }
    SECTION("and the catalog is lost")
    {
        history.loseCatalog();
    }
    SECTION("and nothing else") { }
    const auto started = local::LocalService::start({.dataFolder = history.folder()});
    REQUIRE_FALSE(started);
    CHECK(started.error().code == u"ERROR_CARS_AWAY");
    QDir().rmdir(cars);
    REQUIRE(QDir().rename(away, cars));
    history.restart();
    compare(before, history.answers());
}

TEST_CASE("All CARs removed from a folder that is there are missing")
{
    Client client;
    const content::Block leaf = rawBlock("leaf");
    REQUIRE(client.asOwner("POST", "/car", car({leaf.cid}, {leaf})).status == 200);
    client.stop();
    const QDir cars(client.folder() + u"/cars"_s);
    for (const QString& name : cars.entryList(QDir::Files))
        REQUIRE(QFile::remove(cars.filePath(name)));
    QFile::remove(client.folder() + u"/catalog.sqlite"_s);
    client.restart();
    CHECK(client.service().notices()
          == std::vector<local::StartNotice>{local::StartNotice::CatalogMadeAnew,
                                             local::StartNotice::CarsMissing});
    const QJsonArray uploads = client.asOwner("GET", "/user/uploads").array();
    REQUIRE(uploads.size() == 1);
    CHECK(uploads[0]["parts"_L1].toArray().isEmpty());
    CHECK(uploads[0]["pins"_L1][0]["status"_L1] == u"Pinning"_s);
}
