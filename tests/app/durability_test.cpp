// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/carverify.h"
#include "tests/app/daemon.h"
#include "tests/app/wireclient.h"
#include "tests/local/cars.h"

#include <QBuffer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QThread>

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <random>
#include <thread>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int senders = 4;
constexpr int killsOfOneStore = 10; // Each check reads the whole store.
constexpr int longestLife = 250; // Milliseconds from the first request to the kill.

QByteArray randomBytes(std::mt19937& random, std::size_t length)
{
    QByteArray bytes(qsizetype(length), Qt::Uninitialized);
    std::ranges::generate(bytes, [&random] { return char(random()); });
    return bytes;
}

/// Sends uploads, whole and in two parts, until the service is gone.
class Sender
{
public:
    Sender(quint16 port, QByteArray login, unsigned seed)
        : m_port(port)
        , m_login(std::move(login))
        , m_random(seed)
    { }

    void run()
    {
        for (;;) {
            const Block one = rawBlock(randomBytes(m_random, 1 + m_random() % 200'000));
            const Block two = rawBlock(randomBytes(m_random, 1 + m_random() % 20'000));
            const Block root = pbBlock({one, two});
            const bool inParts = m_random() % 3 == 0;
            const bool sent = inParts
                ? post(completeCar(root, {one})) && post(completeCar(root, {two}))
                : post(completeCar(root, {one, two}));
            if (!sent)
                return;
            acknowledged.push_back(root.cid.toString().toLatin1());
        }
    }
    std::vector<QByteArray> acknowledged;

private:
    bool post(const QByteArray& car)
    {
        return askOverWire(m_port, "POST", "/car", m_login, car).status == 200;
    }

    const quint16 m_port;
    const QByteArray m_login;
    std::mt19937 m_random;
};

bool isWhole(QByteArray car)
{
    QBuffer buffer(&car);
    buffer.open(QIODevice::ReadOnly);
    const auto report = verifyCar(buffer);
    return report && report->complete();
}

/// What is listed, by CID: whether it is said to be pinned.
std::map<QByteArray, bool> listed(const Daemon& daemon)
{
    std::map<QByteArray, bool> uploads;
    for (int page = 1;; ++page) {
        const WireAnswer answer = askOverWire(
            daemon.port(), "GET", "/user/uploads?size=1000&page=" + QByteArray::number(page),
            daemon.login());
        REQUIRE(answer.status == 200);
        const QJsonArray array = QJsonDocument::fromJson(answer.body).array();
        for (const QJsonValue upload : array)
            uploads[upload["cid"_L1].toString().toLatin1()]
                = upload["pins"_L1][0]["status"_L1].toString() == u"Pinned"_s;
        if (array.size() < 1'000)
            return uploads;
    }
}

} // namespace

TEST_CASE("What was acknowledged survives a kill at any moment, and nothing is there by half")
{
    const int kills = qEnvironmentVariableIntValue("CAIRN_KILLS") > 0
        ? qEnvironmentVariableIntValue("CAIRN_KILLS")
        : 30;
    const unsigned seed = std::random_device()();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    int uploads = 0;
    std::unique_ptr<Daemon> daemon;
    QSet<QByteArray> known; // Looked at after an earlier kill.
    for (int kill = 0; kill < kills; ++kill) {
        if (kill % killsOfOneStore == 0) {
            daemon = std::make_unique<Daemon>();
            daemon->start();
            known.clear();
        }
        std::vector<Sender> work;
        for (int i = 0; i < senders; ++i)
            work.emplace_back(daemon->port(), daemon->login(), unsigned(random()));
        std::vector<std::thread> threads;
        for (Sender& sender : work)
            threads.emplace_back([&sender] { sender.run(); });
        QThread::msleep(random() % longestLife); // The moment is the point of the test.
        daemon->kill();
        for (std::thread& thread : threads)
            thread.join();

        daemon->start();
        const auto list = listed(*daemon);
        for (const Sender& sender : work) {
            for (const QByteArray& cid : sender.acknowledged) {
                INFO("kill " << kill << ", upload " << cid.constData());
                REQUIRE(list.contains(cid));
                REQUIRE(list.at(cid));
            }
            uploads += int(sender.acknowledged.size());
        }
        for (const auto& [cid, pinned] : list) {
            if (known.contains(cid))
                continue;
            INFO("kill " << kill << ", upload " << cid.constData());
            const WireAnswer car = askOverWire(daemon->port(), "GET", "/car/" + cid, {});
            // A part of two may stand alone; it then says so and is not sent as a whole.
            REQUIRE(car.status == (pinned ? 200 : 404));
            REQUIRE((!pinned || isWhole(car.body)));
            known.insert(cid);
        }
        const Daemon::Ended check = daemon->run({u"check"_s});
        INFO("kill " << kill << ", check: " << check.out.constData());
        REQUIRE(check.code == 0);
        REQUIRE(check.out.endsWith(": clean"));
    }
    CHECK(uploads > kills);
    WARN(uploads << " acknowledged uploads outlived " << kills << " kills");
}
