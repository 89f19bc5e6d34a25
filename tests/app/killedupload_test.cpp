// SPDX-License-Identifier: MIT OR Apache-2.0
// A folder of 2 GiB on its way to the service, by cairnctl and by the window in turn, each killed
// again and again. CAIRN_KILLS says how often in all.
#include "app/host/runtimefile.h"
#include "core/api/client/apiclient.h"
#include "core/content/cid/cid.h"
#include "core/content/plan/pack.h"
#include "core/local/localservice.h"
#include "tests/support/await.h"
#include "tests/support/faultproxy.h"
#include "tests/support/until.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QNetworkAccessManager>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStorageInfo>
#include <QTemporaryDir>
#include <QTimer>

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <numeric>
#include <random>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1024 * 1024;
constexpr int bigFiles = 64;
constexpr int bigFileMebibytes = 32;
constexpr int smallFiles = 500;

/// Where a program stood when it was killed, as the service saw it.
enum class Phase {
    Planning,
    Sending,
    Unanswered, ///< The service had all of some part and had not yet answered.
    Between,
    Confirming,
};
constexpr std::array phaseNames{"planning", "sending", "before an answer", "between parts",
                                "confirming"};
using Tally = std::array<int, phaseNames.size()>;

/// When to kill.
struct Aim
{
    enum class At { Time, Bytes, Complete, Never };
    At at = At::Never;
    qint64 count = 0; ///< Milliseconds; bytes that went on; bodies that the service has whole.
    int delayMs = 0; ///< After that.
    bool spareConfirming = false; ///< Else whoever asks whether all is listed is killed there.
};

enum class Program { CommandLine, Window };

/// One upload from nothing to Stored, of content that nobody had before.
class Ordeal
{
public:
    Ordeal(std::mt19937& random, int generation)
        : m_random(random)
    {
        makeSource(generation);
        const auto plan = content::makeDagPlan({.paths = {source()}});
        REQUIRE(plan);
        m_root = plan->root().toString();
        m_parts = int(plan->parts().size());
        // Both programs find the proxy where the owner of their data folder says it listens.
        REQUIRE(writeRuntimeFile(
            mine(),
            {m_proxy.url(), m_service->sessionLogin(), QCoreApplication::applicationPid()}));
        m_proxy.plan = [this](const test::FaultProxy::Request& request) {
            m_asksForAll |= hasAll() && request.path.startsWith("/user/uploads/");
            look();
            return test::FaultProxy::Fault();
        };
        QObject::connect(&m_proxy, &test::FaultProxy::moved, &m_proxy, [this] { look(); });
    }

    /// Kills at most so often; says how often it did.
    int suffer(int maximum, Tally& tally)
    {
        while (m_kills < maximum && !m_isStored) {
            if (const auto phase = run(nextProgram(), nextAim())) {
                ++m_kills;
                ++tally[size_t(*phase)];
            }
        }
        return m_kills;
    }

    void finish()
    {
        if (!m_isStored)
            run(Program::CommandLine, {.spareConfirming = true});
        CHECK(m_isStored);
        CHECK(int(m_proxy.bodies.size()) == m_parts);
        checkListing();
        WARN(m_kills << " kills, " << m_windows << " of them of the window; " << m_parts
                     << " parts, " << m_repeated << " taken twice; " << m_proxy.passed / mebibyte
                     << " MiB sent in all");
    }

private:
    QString mine() const { return m_folder.filePath(u"mine"_s); }
    QString source() const { return m_folder.filePath(u"source"_s); }
    bool hasAll() const { return int(m_proxy.bodies.size()) == m_parts; }

    int received() const
    {
        const auto times = m_proxy.bodies.values();
        return std::accumulate(times.begin(), times.end(), 0);
    }

    int number(int least, int maximum)
    {
        return std::uniform_int_distribution<int>(least, maximum)(m_random);
    }

    /// Sparse, and no two blocks alike.
    void makeSource(int generation)
    {
        REQUIRE(QStorageInfo(m_folder.path()).bytesAvailable() > 3 * 1024 * mebibyte);
        REQUIRE(QDir(m_folder.path()).mkpath(u"source/small"_s));
        for (int i = 0; i < bigFiles; ++i) {
            QFile file(source() + u"/%1.bin"_s.arg(i));
            REQUIRE(file.open(QIODevice::WriteOnly));
            for (int block = 0; block < bigFileMebibytes; ++block) {
                REQUIRE(file.seek(block * mebibyte));
                file.write(QByteArray::number(generation * 1'000'000 + i * 1000 + block));
            }
            REQUIRE(file.resize(bigFileMebibytes * mebibyte));
        }
        for (int i = 0; i < smallFiles; ++i) {
            QFile file(source() + u"/small/%1.txt"_s.arg(i));
            REQUIRE(file.open(QIODevice::WriteOnly));
            file.write(QByteArray::number(generation * 1'000'000 + i).repeated(100 + i));
        }
    }

    /// The window can only go on with what the command line began and nobody has ended.
    Program nextProgram()
    {
        const bool isUnderWay = !m_proxy.bodies.isEmpty() && m_phase != Phase::Confirming;
        return isUnderWay && number(1, 3) == 1 ? Program::Window : Program::CommandLine;
    }

    Aim nextAim()
    {
        const bool spares = number(1, 4) == 1;
        switch (number(1, 10)) {
        case 1:
            return {Aim::At::Time, number(0, int(m_planningMs)), number(0, 30), spares};
        case 2:
        case 3:
        case 4:
            return {Aim::At::Complete, number(1, 4), number(0, 30), spares};
        default:
            return {Aim::At::Bytes, number(1, 300) * mebibyte, number(0, 30), spares};
        }
    }

    /// Where it was killed, or nothing if it ended by itself.
    std::optional<Phase> run(Program program, const Aim& aim)
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        environment.insert(u"HOME"_s, m_folder.path());
        process.setProcessEnvironment(environment);
        m_process = &process;
        m_aim = aim;
        // A window does not end by itself.
        m_aim.spareConfirming &= program == Program::CommandLine;
        m_phase.reset();
        m_isDue = m_asksForAll = false;
        m_passedBefore = m_proxy.passed;
        m_completeBefore = received();
        m_started.start();
        if (program == Program::Window)
            process.start(QStringLiteral(CAIRN), {u"--data"_s, mine(), u"--no-keychain"_s});
        else
            process.start(QStringLiteral(CAIRNCTL), {u"--data"_s, mine(), u"put"_s, source()});
        if (aim.at == Aim::At::Time)
            QTimer::singleShot(int(aim.count), &process, [this] { kill(); });
        const bool hasEnded = test::until([&] { return process.state() == QProcess::NotRunning; },
                                          std::chrono::minutes(3));
        m_process = nullptr;
        const QByteArray said = process.readAllStandardError();
        INFO((program == Program::Window ? "cairn: " : "cairnctl: ") << said.toStdString());
        REQUIRE(hasEnded);
        // The service goes on with what it got whole.
        REQUIRE(test::until([this] { return m_proxy.underWay + m_proxy.unanswered == 0; },
                            std::chrono::minutes(1)));
        checkParts();
        if (process.exitStatus() == QProcess::CrashExit && m_phase) {
            m_isStored = said.contains("cairnctl: stored:");
            m_windows += program == Program::Window ? 1 : 0;
            ++m_killsSinceSending;
            return m_phase;
        }
        REQUIRE(program == Program::CommandLine);
        REQUIRE(process.exitStatus() == QProcess::NormalExit);
        REQUIRE(process.exitCode() == 0);
        CHECK(process.readAllStandardOutput().trimmed() == m_root.toLatin1());
        m_isStored = true;
        return {};
    }

    void look()
    {
        if (!m_process || m_isDue)
            return;
        if (m_proxy.passed > m_passedBefore && m_planningMs == 0)
            m_planningMs = m_started.elapsed();
        const qint64 complete = received() + m_proxy.unanswered - m_completeBefore;
        const bool isConfirming = m_asksForAll && !m_aim.spareConfirming;
        const bool isThere
            = (m_aim.at == Aim::At::Bytes && m_proxy.passed - m_passedBefore >= m_aim.count)
            || (m_aim.at == Aim::At::Complete && complete >= m_aim.count) || isConfirming;
        if (!isThere)
            return;
        m_isDue = true;
        QTimer::singleShot(m_aim.delayMs, m_process, [this] { kill(); });
    }

    void kill()
    {
        m_phase = m_asksForAll                ? Phase::Confirming
            : m_proxy.unanswered > 0          ? Phase::Unanswered
            : m_proxy.underWay > 0            ? Phase::Sending
            : m_proxy.passed > m_passedBefore ? Phase::Between
                                              : Phase::Planning;
        m_process->kill(); // SIGKILL
    }

    /// What the service takes again is the doing of a kill since the last time it got anything.
    void checkParts()
    {
        const int repeated = received() - int(m_proxy.bodies.size());
        CHECK(repeated - m_repeated <= m_killsSinceSending);
        m_repeated = repeated;
        if (m_proxy.passed > m_passedBefore)
            m_killsSinceSending = 0;
    }

    /// What the service says is what it was sent, and all that the root needs.
    void checkListing()
    {
        QNetworkAccessManager network;
        SystemClock clock;
        ApiClient api(network, m_service->url(), ApiClient::Pace::Unlimited, clock);
        api.setCredentials(m_service->sessionLogin(), {});
        const auto upload = test::await(api.upload(content::CidString(m_root)));
        REQUIRE(upload);
        QSet<QByteArray> listed;
        for (const content::CidString& part : upload->parts) {
            const auto cid = content::Cid::parse(part.text());
            REQUIRE(cid);
            listed.insert(cid->hash().digest.toHex());
        }
        CHECK(listed == QSet<QByteArray>(m_proxy.bodies.keyBegin(), m_proxy.bodies.keyEnd()));
        const auto status = test::await(api.status(content::CidString(m_root)));
        REQUIRE(status);
        REQUIRE(status->pins.size() == 1);
        CHECK(status->pins.front().status == PinStatus::Pinned);
    }

    std::mt19937& m_random;
    QTemporaryDir m_folder;
    std::unique_ptr<local::LocalService> m_service
        = *local::LocalService::start({.dataFolder = mine()});
    test::FaultProxy m_proxy{m_service->url()};
    QString m_root;
    int m_parts = 0;
    int m_kills = 0;
    int m_windows = 0;
    int m_repeated = 0;
    int m_killsSinceSending = 0;
    bool m_isStored = false;

    // Of the run that is under way.
    QProcess* m_process = nullptr;
    Aim m_aim;
    std::optional<Phase> m_phase; ///< Of the last kill, too, until the next run.
    QElapsedTimer m_started;
    qint64 m_planningMs = 0; ///< Of the first run that came to sending.
    qint64 m_passedBefore = 0;
    qint64 m_completeBefore = 0;
    bool m_asksForAll = false;
    bool m_isDue = false;
};

} // namespace

TEST_CASE("a 2 GiB upload of the window and the command line, killed at random, ends stored once",
          "[.][killed]")
{
    const QTemporaryDir runtime;
    qputenv("XDG_RUNTIME_DIR", runtime.path().toUtf8());
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    const int maximum = qEnvironmentVariableIsSet("CAIRN_KILLS")
        ? qEnvironmentVariableIntValue("CAIRN_KILLS")
        : 30;
    std::mt19937 random{20261126};
    Tally tally{};
    QElapsedTimer watch;
    watch.start();
    int generation = 0;
    for (int kills = 0; kills < maximum; ++generation) {
        Ordeal ordeal(random, generation);
        kills += ordeal.suffer(maximum - kills, tally);
        ordeal.finish();
    }
    std::string where;
    for (std::size_t i = 0; i < tally.size(); ++i)
        where += (i > 0 ? ", " : "") + std::to_string(tally[i]) + " " + phaseNames[i];
    WARN(maximum << " kills: " << where << "; " << generation << " uploads in "
                 << watch.elapsed() / 1000 << " s");
}
