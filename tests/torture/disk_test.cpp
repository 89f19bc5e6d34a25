// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/app/daemon.h"
#include "tests/app/wireclient.h"
#include "tests/local/cars.h"
#include "tests/torture/faults.h"

#include <QDir>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int mebibytes = 16;

/// A cairnd with a stored leaf on a disk of its own.
struct Service
{
    std::unique_ptr<SmallDisk> disk = SmallDisk::make(mebibytes);
    std::unique_ptr<Daemon> daemon;
    QByteArray login;
    const content::Block leaf = rawBlock("a leaf");

    Service()
    {
        if (!disk) {
            WARN("skipped: nothing may be mounted here");
            return;
        }
        daemon = std::make_unique<Daemon>(disk->path() + u"/data"_s, QMap<QString, QString>());
        login = daemon->run({u"user"_s, u"add"_s, u"tester"_s}).out;
        daemon->start();
        REQUIRE(post("/car", car({leaf.cid}, {leaf})).status == 200);
    }
    WireAnswer post(const QByteArray& path, const QByteArray& body)
    {
        return askOverWire(daemon->port(), "POST", path, login, body);
    }
    bool isServed()
    {
        const QByteArray cid = leaf.cid.toString().toLatin1();
        return askOverWire(daemon->port(), "GET", "/car/" + cid, {}).body == car({leaf.cid}, {leaf})
            && askOverWire(daemon->port(), "GET", "/user/uploads", login).body.contains(cid);
    }
    QStringList stored() const
    {
        return QDir(daemon->folder() + u"/cars"_s).entryList(QDir::Files, QDir::Name);
    }
    void refusesAll(int status, const QByteArray& code)
    {
        const content::Block large = rawBlock(QByteArray(1'000'000, 'x'));
        for (const auto& [path, body] :
             {std::pair<QByteArray, QByteArray>("/car", car({large.cid}, {large})),
              {"/upload", QByteArray(1'000'000, 'y')},
              {"/user/tokens", "{\"name\":\"another\"}"}}) {
            const WireAnswer answer = post(path, body);
            INFO(path.constData() << ": " << answer.body.constData());
            // A token may still find room in what the log of the catalog has.
            CHECK((answer.status == status || (path == "/user/tokens" && answer.status == 201)));
            CHECK((answer.status == 201 || answer.body.contains(code)));
        }
    }
};

} // namespace

TEST_CASE("A full disk takes nothing more, and gives what is stored, also after a start on it")
{
    Service service;
    if (!service.disk)
        return;
    const QStringList before = service.stored();
    service.disk->fill(0);
    service.refusesAll(507, "ERROR_DISK_FULL");
    CHECK(service.isServed());
    CHECK(service.stored() == before);

    const bool isKilled = GENERATE(true, false);
    isKilled ? service.daemon->kill() : service.daemon->terminate();
    service.disk->fill(0);
    service.daemon->start();
    CHECK(service.daemon->errors().contains("There is no space left on the disk"));
    CHECK(service.isServed());
    service.refusesAll(507, "ERROR_DISK_FULL");
    CHECK(service.stored() == before);
    CHECK(service.daemon->run({u"check"_s}).out.endsWith(": clean"));

    service.daemon->terminate();
    service.disk->free();
    service.daemon->start();
    CHECK(service.daemon->errors().isEmpty());
    CHECK(service.isServed());
    CHECK(service.post("/upload", QByteArray(1'000'000, 'y')).status == 200);
    CHECK(service.daemon->run({u"check"_s}).out.endsWith(": clean"));
}

TEST_CASE("A folder that cannot be written is served reading only")
{
    Service service;
    if (!service.disk)
        return;
    const bool isKilled = GENERATE(true, false); // Then the catalog has a log.
    isKilled ? service.daemon->kill() : service.daemon->terminate();
    service.disk->setReadOnly(true);
    for (int time = 0; time < 2; ++time) {
        service.daemon->start();
        CHECK(service.daemon->errors().contains("cannot be written. What is stored can be read"));
        CHECK(service.isServed());
        service.refusesAll(503, "ERROR_MAINTENANCE");
        service.daemon->kill();
    }
    const Daemon::Ended check = service.daemon->run({u"check"_s});
    CHECK(check.code == 0);
    CHECK(check.out.endsWith(": clean"));

    service.disk->setReadOnly(false);
    service.daemon->start();
    CHECK(service.isServed());
    CHECK(service.post("/upload", "something").status == 200);
}
