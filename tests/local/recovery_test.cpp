// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/housekeeping.h"
#include "core/local/maintenance.h"
#include "core/local/recovery/openstore.h"
#include "core/local/store/catalog.h"
#include "tests/local/cars.h"
#include "tests/local/history.h"
#include "tests/support/until.h"

#include <QDir>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>

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

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    REQUIRE(file.write(bytes) == bytes.size());
}

/// The lock file of a process that has died.
QByteArray deadLock()
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(0);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
    return QByteArray::number(child) + "\nlocal_tests\n\n\n\n";
}

/// Whoever asks for the time that has passed waits while it is held.
class HeldClock final : public Clock
{
public:
    Timestamp now() const override { return m_clock.now(); }
    std::chrono::milliseconds elapsed() const override
    {
        std::unique_lock lock(m_mutex);
        m_released.wait(lock, [this] { return !m_isHeld; });
        return m_clock.elapsed();
    }
    void hold() { m_isHeld = true; } ///< While nobody asks.
    void release()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isHeld = false;
        }
        m_released.notify_all();
    }

private:
    FakeClock m_clock;
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_released;
    bool m_isHeld = false;
};

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

TEST_CASE("A catalog whose log was lost in a crash is made anew, however it looks")
{
    Client client;
    const content::Block leaf = rawBlock("leaf");
    const QString catalog = client.folder() + u"/catalog.sqlite"_s;
    const auto named = [&] { return client.asOwner("GET", "/user/uploads").array().size(); };
    client.stop();
    client.restart();
    const QByteArray whole = contentOf(catalog);
    REQUIRE(client.asOwner("POST", "/car", car({leaf.cid}, {leaf})).status == 200);
    client.stop();
    // As a kill leaves it: what the log had, the file has in part.
    write(catalog, whole);
    const QByteArray lock = deadLock();
    write(client.folder() + u"/lock"_s, lock);
    SECTION("the log is empty")
    {
        write(catalog + u"-wal"_s, {});
    }
    SECTION("the log is gone") { }
    int damages = 0;
    const auto report = local::checkStore(client.folder(), [&](const local::Finding& finding) {
        damages += finding.kind == local::Finding::Kind::CatalogDamaged ? 1 : 0;
    });
    REQUIRE(report);
    CHECK(damages == 1);
    CHECK(report->faults == 1);
    CHECK(contentOf(client.folder() + u"/lock"_s) == lock);
    client.restart();
    CHECK(client.service().notices()
          == std::vector<local::StartNotice>{local::StartNotice::CatalogMadeAnew});
    CHECK(named() == 1);
    // And is trusted after a crash with its log.
    CHECK(QFileInfo(catalog + u"-wal"_s).size() > 0);
}

TEST_CASE("An older catalog does not take back what only a newer one had")
{
    Client client;
    const content::Block leaf = rawBlock("leaf");
    const QByteArray cid = leaf.cid.toString().toLatin1();
    const QString catalog = client.folder() + u"/catalog.sqlite"_s;
    const QString records = client.folder() + u"/records/000001.jsonl"_s;
    REQUIRE(client.asOwner("POST", "/car", car({leaf.cid}, {leaf}), {{"X-Name", "first"}}).status
            == 200);
    client.stop();
    const QByteArray older = contentOf(catalog);
    client.restart();
    REQUIRE(
        client.asOwner("POST", "/user/uploads/" + cid + "/rename", R"({"name":"second"})").status
        == 200);
    client.stop();
    const QByteArray recorded = contentOf(records);
    client.restart();
    REQUIRE(client.asOwner("POST", "/user/uploads/" + cid + "/rename", R"({"name":"third"})").status
            == 200);
    client.stop();
    // As after a commit that failed, and was found in the log all the same.
    write(records, recorded);
    const auto name = [&] {
        return client.asOwner("GET", "/user/uploads/" + cid).object()["name"_L1].toString();
    };
    client.restart();
    CHECK(name() == u"third");
    client.stop();
    write(catalog, older);
    client.restart();
    CHECK(name() == u"third");
}

TEST_CASE("A block whose codec was damaged does not keep its upload from being whole again")
{
    Client client;
    const content::Block leaf = rawBlock("leaf");
    const content::Block root = pbBlock({leaf});
    const QByteArray bytes = completeCar(root, {leaf});
    const Answer answer = client.asOwner("POST", "/car", bytes);
    REQUIRE(answer.status == 200);
    const QString path
        = client.folder() + u"/cars/"_s + answer.object()["carCid"_L1].toString() + u".car"_s;
    client.stop();
    QByteArray damaged = bytes;
    const qsizetype at = damaged.lastIndexOf(leaf.cid.bytes());
    REQUIRE(at > 0);
    damaged[at + 1] = char(0x54); // No codec that is known; it was raw.
    write(path, damaged);
    REQUIRE(QFile::remove(client.folder() + u"/catalog.sqlite"_s));
    client.restart();
    REQUIRE(client.asOwner("POST", "/car", bytes).status == 200);
    const QJsonObject upload
        = client.asOwner("GET", "/user/uploads/" + root.cid.toString().toLatin1()).object();
    CHECK(upload["pins"_L1][0]["status"_L1] == u"Pinned"_s);
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

TEST_CASE("While a catalog is made anew, who asks is told to come again, and nothing is said to be "
          "missing")
{
    HeldClock clock;
    Client client({.clock = &clock});
    const auto post = [&](const QByteArray& bytes) {
        REQUIRE(client.asOwner("POST", "/car", bytes).status == 200);
    };
    const content::Block leaf = rawBlock("leaf");
    post(car({leaf.cid}, {leaf}));
    // More than what a start waits for.
    std::vector<content::Block> large;
    for (char i = 0; i < 65; ++i)
        large.push_back(rawBlock(QByteArray(1024 * 1024, i)));
    post(completeCar(pbBlock(large), large));
    client.stop();
    QFile::remove(client.folder() + u"/catalog.sqlite"_s);
    clock.hold();
    client.restart();
    CHECK(client.service().notices().back() == local::StartNotice::CatalogIsBeingMade);
    CHECK(client.service().catchUpPercent().value().has_value());
    for (const auto& [method, path] : {std::pair("GET", "/user/uploads"), {"POST", "/car"}}) {
        const Answer answer = client.asOwner(method, path, car({leaf.cid}, {leaf}));
        CHECK(answer.status == 503);
        CHECK(answer.code() == u"ERROR_CATCHING_UP");
        CHECK(answer.header("Retry-After") == "5");
    }
    const QByteArray unknown = rawBlock("of nobody").cid.toString().toLatin1();
    for (const QByteArray& cid : {leaf.cid.toString().toLatin1(), unknown}) {
        const Answer answer = client.ask("GET", "/car/" + cid);
        CHECK(answer.status == 503);
        CHECK(answer.code() == u"ERROR_CATCHING_UP");
    }
    SECTION("and it is ended before it is done")
    {
        clock.release();
        client.restart();
    }
    SECTION("and then it is done")
    {
        clock.release();
    }
    REQUIRE(until([&] { return client.asOwner("GET", "/user/uploads").status == 200; }));
    CHECK(client.asOwner("GET", "/user/uploads").array().size() == 2);
    CHECK(client.ask("GET", "/car/" + leaf.cid.toString().toLatin1()).status == 200);
    CHECK(client.ask("GET", "/car/" + unknown).status == 404);
    CHECK_FALSE(client.service().catchUpPercent().value().has_value());
    CHECK(client.service().notices()
          == std::vector<local::StartNotice>{local::StartNotice::CatalogMadeAnew});
}
