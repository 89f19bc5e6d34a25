// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/housekeeping.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"
#include "tests/local/files.h"
#include "tests/support/fakeclock.h"
#include "tests/support/until.h"

#include <QFileInfo>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;

// What a crash, or a disk that fails, leaves of a catalog, and what is said while it is made anew.
namespace {

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
        // Nor is it known to be absent for whoever wants it only if it is here.
        const Answer cached
            = client.ask("GET", "/ipfs/" + cid, {{"Cache-Control", "only-if-cached"}});
        CHECK(cached.status == 503);
    }
    bool mayHaveBeenDone = false;
    SECTION("and it is ended before it is done")
    {
        mayHaveBeenDone = true; // Who is ended needs the clock, too.
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
    const auto notices = client.service().notices();
    if (!mayHaveBeenDone || !notices.empty())
        CHECK(notices == std::vector{local::StartNotice::CatalogMadeAnew});
}
