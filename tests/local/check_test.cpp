// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/housekeeping.h"
#include "core/local/store/catalog.h"
#include "core/storage/statement.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"
#include "tests/local/files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using local::Finding;
using Kind = local::Finding::Kind;

namespace {

const Block one = rawBlock("the first leaf");
const Block two = rawBlock("the second leaf");
const Block three = rawBlock("the third leaf");
const Block root = pbBlock({one, two});
const Block other = pbBlock({two, three});
const QByteArray rootCar = completeCar(root, {one, two});
const QByteArray otherCar = completeCar(other, {two, three});

QByteArray text(const Block& block)
{
    return block.cid.toString().toLatin1();
}

struct CheckedStore : Client
{
    QString post(const QByteArray& car)
    {
        const Answer answer = asOwner("POST", "/car", car, {{"X-Name", "a name"}});
        REQUIRE(answer.status == 200);
        return answer.object()["carCid"_L1].toString();
    }
    QString pinOf(const Block& block)
    {
        return ask("GET", "/status/" + text(block)).object()["pins"_L1][0]["status"_L1].toString();
    }
    int statusOf(const Block& block) { return ask("GET", "/car/" + text(block)).status; }

    QString cars() { return folder() + u"/cars/"_s; }
    QString carFile(const QString& car) { return cars() + car + u".car"_s; }
    /// Changes one byte of the block where it lies in the CAR.
    void damage(const QString& car, const Block& block)
    {
        QByteArray bytes = contentOf(carFile(car));
        const qsizetype at = bytes.indexOf(block.bytes);
        REQUIRE(at > 0);
        bytes[at + 3] = char(bytes[at + 3] ^ 1);
        write(carFile(car), bytes);
    }
    void sql(const QString& statement)
    {
        const auto catalog = std::move(*local::openCatalog(folder()));
        REQUIRE(Statement(*catalog, statement).run());
    }

    /// What every file of the folder holds, but for those of SQLite's log and of locks.
    QMap<QString, QByteArray> files()
    {
        QMap<QString, QByteArray> files;
        QDirIterator all(folder(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            const QString path = all.next();
            if (!path.endsWith("-shm"_L1) && !path.endsWith("/lock"_L1))
                files[path] = contentOf(path);
        }
        return files;
    }

    struct Outcome
    {
        QStringList faults; ///< Of each kind and CID.
        QStringList others;
        local::IntegrityReport report;
    };
    local::TellFinding into(Outcome& outcome)
    {
        return [&outcome](const Finding& finding) {
            const Cid& cid = finding.block.isNull() ? finding.cid : finding.block;
            (finding.isFault() ? outcome.faults : outcome.others)
                << u"%1 %2"_s.arg(int(finding.kind))
                       .arg(cid.isNull() ? finding.text : cid.toString());
        };
    }
    Outcome check()
    {
        Outcome outcome;
        const auto report = local::checkStore(folder(), into(outcome));
        REQUIRE(report);
        outcome.report = *report;
        CHECK(report->faults == outcome.faults.size());
        CHECK(report->repaired == 0);
        return outcome;
    }
    Outcome repair()
    {
        Outcome outcome;
        const auto report = local::repairStore(folder(), into(outcome));
        REQUIRE(report);
        outcome.report = *report;
        return outcome;
    }
};

QString line(Kind kind, const QString& of)
{
    return u"%1 %2"_s.arg(int(kind)).arg(of);
}

QString line(Kind kind, const Block& block)
{
    return line(kind, block.cid.toString());
}

} // namespace

TEST_CASE_METHOD(CheckedStore, "A sound store is clean, also while it is served")
{
    post(rootCar);
    post(otherCar);
    const auto before = files();
    for (int time = 0; time < 2; ++time) {
        const auto report = check().report;
        CHECK(report.isClean());
        CHECK(report.cars == 2);
        CHECK(report.blocks == 6);
        CHECK(report.uploads == 2);
        CHECK(repair().report.isClean());
        if (time == 0)
            stop();
    }
    CHECK(files().keys() == before.keys().filter(QRegularExpression(u"^(?!.*-wal$)"_s)));
}

TEST_CASE_METHOD(CheckedStore, "A check tells all that is wrong and changes nothing")
{
    const QString damaged = post(rootCar);
    const QString missing = post(otherCar);
    const QString unassigned = post(completeCar(pbBlock({three}), {three}));
    const bool isServed = GENERATE(true, false);
    sql(u"DELETE FROM part WHERE car_id = 3"_s);
    sql(u"DELETE FROM block WHERE car_id = 3"_s);
    sql(u"DELETE FROM car WHERE id = 3"_s);
    sql(u"UPDATE user SET uploads = 7"_s);
    damage(damaged, one);
    REQUIRE(QFile::remove(carFile(missing)));
    write(cars() + u"half.part"_s, "half");
    if (!isServed)
        stop();
    const auto before = files();
    const auto outcome = check();
    CHECK(outcome.faults.contains(line(Kind::DamagedCar, damaged)));
    CHECK(outcome.faults.contains(line(Kind::DamagedBlock, one)));
    CHECK(outcome.faults.contains(line(Kind::MissingCar, missing)));
    CHECK(outcome.faults.contains(line(Kind::UploadCount, u"This computer"_s)));
    CHECK(outcome.faults.filter(QRegularExpression(u"^%1 "_s.arg(int(Kind::DamagedBlock)))).size()
          == 1);
    CHECK(outcome.others.contains(line(Kind::AffectedUpload, root)));
    CHECK(outcome.others.contains(line(Kind::AffectedUpload, other)));
    CHECK(outcome.others.contains(line(Kind::Unassigned, unassigned)));
    CHECK(files() == before);
    CHECK(check().faults == outcome.faults);
}

TEST_CASE_METHOD(CheckedStore, "What verifies of a damaged CAR is still served, repaired or not")
{
    const QString car = post(rootCar);
    post(otherCar);
    damage(car, one);
    for (int time = 0; time < 2; ++time) {
        CHECK_FALSE(ask("GET", "/car/" + text(one)).body.contains(one.bytes));
        CHECK(ask("GET", "/car/" + text(two)).status == 200);
        CHECK(ask("GET", "/car/" + text(other)).body == otherCar);
        CHECK(repair().faults
              == QStringList{line(Kind::DamagedCar, car), line(Kind::DamagedBlock, one)});
        CHECK(pinOf(root) == u"Pinning");
        CHECK(pinOf(other) == u"Pinned");
    }
    CHECK(asOwner("GET", "/user/uploads/" + text(root)).object()["name"_L1] == u"a name"_s);
    // Lost is lost, whatever the catalog says by now; half of it does not do, all of it does.
    CHECK_FALSE(check().report.isClean());
    post(completeCar(root, {two}));
    CHECK(pinOf(root) == u"Pinning");
    post(rootCar);
    CHECK(pinOf(root) == u"Pinned");
    CHECK(ask("GET", "/car/" + text(root)).body == rootCar);
    CHECK(check().report.isClean());
}

TEST_CASE_METHOD(CheckedStore, "A CAR that is whole again completes the uploads of everybody")
{
    const QString car = post(rootCar);
    const Secret ada = *service().addUser(u"Ada"_s);
    REQUIRE(as(ada, "POST", "/car", rootCar).status == 200);
    const bool isDamaged = GENERATE(true, false);
    if (isDamaged)
        damage(car, root);
    else
        REQUIRE(QFile::remove(carFile(car)));
    CHECK(repair().faults.first() == line(isDamaged ? Kind::DamagedCar : Kind::MissingCar, car));
    CHECK(pinOf(root) == u"Pinning");
    SECTION("one of them sends it")
    {
        REQUIRE(as(ada, "POST", "/car", rootCar).status == 200);
    }
    SECTION("the file is put back")
    {
        write(carFile(car), rootCar);
        CHECK(check().faults == QStringList{line(Kind::WrongState, car)});
        CHECK(repair().report.repaired == 1);
    }
    CHECK(pinOf(root) == u"Pinned");
    CHECK(ask("GET", "/car/" + text(root)).body == rootCar);
    CHECK(check().report.isClean());
    // Neither lacks a block any more: what the one deletes the other keeps.
    sql(u"UPDATE content SET pinned = 0"_s);
    post(rootCar);
    CHECK(pinOf(root) == u"Pinned");
}

TEST_CASE_METHOD(CheckedStore, "Of two parts that one is missing is told, and what it lacks")
{
    post(completeCar(root, {one}));
    const QString second = post(completeCar(root, {two}));
    CHECK(pinOf(root) == u"Pinned");
    REQUIRE(QFile::remove(carFile(second)));
    CHECK(repair().faults == QStringList{line(Kind::MissingCar, second)});
    CHECK(pinOf(root) == u"Pinning");
    CHECK(statusOf(one) == 200);
    CHECK(statusOf(two) == 404);
    post(completeCar(root, {two}));
    CHECK(pinOf(root) == u"Pinned");
    CHECK(check().report.isClean());
}

TEST_CASE_METHOD(CheckedStore, "A folder that is away, and a file that cannot be read, end a check")
{
    const QString car = post(rootCar);
    stop();
    QString code;
    SECTION("the folder is gone")
    {
        REQUIRE(QDir().rename(cars(), folder() + u"/elsewhere"_s));
        code = u"ERROR_CARS_AWAY"_s;
    }
    SECTION("another folder is in its place")
    {
        REQUIRE(QDir().rename(cars(), folder() + u"/elsewhere"_s));
        REQUIRE(QDir().mkdir(cars()));
        code = u"ERROR_CARS_AWAY"_s;
    }
    SECTION("a file gives errors")
    {
        REQUIRE(QFile::remove(carFile(car)));
        REQUIRE(QDir().mkdir(carFile(car))); // EISDIR stands for EIO.
    }
    const auto before = files();
    Outcome outcome;
    const auto isRefused = [&](const Result<local::IntegrityReport>& report) {
        REQUIRE_FALSE(report);
        CHECK(report.error().kind == Error::Kind::Storage);
        CHECK(report.error().code == code);
    };
    isRefused(local::checkStore(folder(), into(outcome)));
    CHECK(files() == before);
    isRefused(local::repairStore(folder(), into(outcome)));
    CHECK(outcome.faults == QStringList());
    CHECK(files().keys() == before.keys());
}

TEST_CASE_METHOD(CheckedStore, "What the catalog got wrong is told, and put right when asked")
{
    const QString car = post(rootCar);
    post(completeCar(other, {two}));
    sql(u"UPDATE block SET offset = offset + 1 WHERE car_id = 1"_s);
    sql(u"UPDATE user SET uploads = 7"_s);
    sql(u"UPDATE content SET pinned = 1"_s);
    const QStringList wrong{line(Kind::WrongIndex, car), line(Kind::NotWhole, other),
                            line(Kind::UploadCount, u"This computer"_s)};
    auto found = repair();
    CHECK(found.report.repaired == 3);
    CHECK(found.faults == wrong);
    CHECK(check().report.isClean());
    CHECK(ask("GET", "/car/" + text(root)).body == rootCar);
    CHECK(pinOf(other) == u"Pinning");
    CHECK(asOwner("GET", "/user/uploads?page=1&size=5").array().size() == 2);
}

TEST_CASE_METHOD(CheckedStore, "A catalog that is missing or damaged is told of, and stays so")
{
    post(rootCar);
    stop();
    const QString catalog = folder() + u"/catalog.sqlite"_s;
    SECTION("missing")
    {
        REQUIRE(QFile::remove(catalog));
        CHECK(check().faults == QStringList{line(Kind::CatalogMissing, QString())});
        CHECK_FALSE(QFile::exists(catalog));
    }
    SECTION("something else")
    {
        write(catalog, QByteArray(50'000, 'x'));
        CHECK(check().faults == QStringList{line(Kind::CatalogDamaged, QString())});
        CHECK(contentOf(catalog) == QByteArray(50'000, 'x'));
    }
    SECTION("older")
    {
        const QByteArray older = contentOf(catalog);
        restart();
        const QString car = post(otherCar);
        stop();
        write(catalog, older);
        damage(car, three);
        CHECK(check().faults
              == QStringList{line(Kind::CatalogBehind, QString()), line(Kind::DamagedCar, car),
                             line(Kind::DamagedBlock, three)});
        CHECK(contentOf(catalog) == older);
    }
    CHECK(local::checkStore(folder() + u"/absent"_s, [](const Finding&) {}).error().kind
          == Error::Kind::NotFound);
    CHECK_FALSE(QDir(folder() + u"/absent"_s).exists());
}

TEST_CASE_METHOD(CheckedStore, "A record that cannot be read is told of")
{
    post(rootCar);
    stop();
    const QString path = folder() + u"/records/000001.jsonl"_s;
    QByteArray lines = contentOf(path);
    const qsizetype at = lines.indexOf("a name");
    REQUIRE(at > 0);
    lines[lines.lastIndexOf('\n', at) + 1] = 'X';
    write(path, lines);
    CHECK(check().report.faults == 1);
    CHECK(repair().report.repaired == 0);
    CHECK(contentOf(path) == lines);
}

TEST_CASE_METHOD(CheckedStore,
                 "What an earlier version set aside is given back as far as it verifies")
{
    const QString car = post(rootCar);
    // As that version left it: no row names the CAR, the upload lacks its root.
    stop();
    QFile::remove(folder() + u"/records/000001.jsonl"_s);
    sql(u"INSERT INTO missing_link SELECT id, X'%1', 112 FROM upload"_s.arg(
        QString::fromLatin1(root.cid.hash().bytes().toHex())));
    sql(u"DELETE FROM part"_s);
    sql(u"DELETE FROM block"_s);
    sql(u"DELETE FROM car"_s);
    sql(u"UPDATE content SET pinned = 0"_s);
    const bool isWhole = GENERATE(true, false); // A disk that gave errors once, or real damage.
    if (!isWhole)
        damage(car, one);
    REQUIRE(QFile::rename(carFile(car), carFile(car) + u".damaged"_s));
    restart();
    CHECK(statusOf(two) == 404);
    CHECK(check().faults == QStringList{line(Kind::SetAsideCar, car)});
    CHECK(QFile::exists(carFile(car) + u".damaged"_s));

    CHECK(repair().report.repaired == 1);
    CHECK(statusOf(two) == 200);
    CHECK(pinOf(root) == (isWhole ? u"Pinned" : u"Pinning"));
    CHECK(check().report.isClean() == isWhole);
    // For good, whatever becomes of the catalog.
    stop();
    REQUIRE(QFile::remove(folder() + u"/catalog.sqlite"_s));
    restart();
    CHECK(statusOf(two) == 200);
    CHECK(pinOf(root) == (isWhole ? u"Pinned" : u"Pinning"));
    CHECK(asOwner("GET", "/user/uploads/" + text(root)).object()["name"_L1] == u"a name"_s);
}

TEST_CASE_METHOD(CheckedStore, "A CAR set aside that nobody lacks is no fault")
{
    const QString car = post(rootCar);
    write(carFile(car) + u".damaged"_s, rootCar.chopped(1));
    const auto outcome = repair();
    CHECK(outcome.report.isClean());
    CHECK(outcome.others == QStringList{line(Kind::SetAsideUnneeded, car)});
    CHECK(QFile::exists(carFile(car) + u".damaged"_s));
}
