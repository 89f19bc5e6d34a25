// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/localservice.h"
#include "tests/support/faultproxy.h"
#include "tests/support/until.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTimer>

#include <catch2/catch.hpp>

#include <csignal>
#include <numeric>
#include <random>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

/// A folder, a service, a proxy that counts what the service gets, and cairnctl in between.
struct Killed
{
    QTemporaryDir folder;
    std::unique_ptr<local::LocalService> service
        = *local::LocalService::start({.dataFolder = folder.filePath(u"service"_s)});
    test::FaultProxy proxy{service->url()};
    std::mt19937 random{20261125};

    void makeSource(int files, int mebibytes)
    {
        REQUIRE(QDir(folder.path()).mkpath(u"source/inner"_s));
        for (int i = 0; i < files; ++i) {
            QFile file(folder.filePath(
                u"source/%1%2.bin"_s.arg(i % 2 ? u"inner/"_s : QString(), QString::number(i))));
            REQUIRE(file.open(QIODevice::WriteOnly));
            QByteArray block(1024 * 1024, Qt::Uninitialized);
            for (int mebibyte = 0; mebibyte < mebibytes; ++mebibyte) {
                std::iota(block.begin(), block.end(), char(i * 7 + mebibyte));
                block.replace(0, 8, QByteArray::number(i * 1000 + mebibyte).rightJustified(8));
                REQUIRE(file.write(block) == block.size());
            }
        }
    }

    struct Ended
    {
        bool isStored = false; ///< Also when it was killed between storing and ending.
        QByteArray root{}; ///< If it was printed.
    };

    /// Runs cairnctl and kills it after a while.
    void run(QProcess& process, const QStringList& words, std::optional<int> killAfterMs)
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"CAIRN_TOKEN"_s, QString::fromLatin1(service->sessionLogin().reveal()));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(CAIRNCTL),
                      QStringList{u"--data"_s, folder.filePath(u"mine"_s), u"--endpoint"_s,
                                  proxy.url().toString()}
                          + words);
        if (killAfterMs)
            QTimer::singleShot(*killAfterMs, &process, &QProcess::kill); // SIGKILL
        REQUIRE(test::until([&] { return process.state() == QProcess::NotRunning; },
                            std::chrono::minutes(5)));
    }

    Ended put(std::optional<int> killAfterMs)
    {
        QProcess process;
        run(process, {u"put"_s, u"--part-size"_s, u"2"_s, folder.filePath(u"source"_s)},
            killAfterMs);
        const QByteArray said = process.readAllStandardError();
        const QByteArray root = process.readAllStandardOutput().trimmed();
        if (process.exitStatus() == QProcess::CrashExit)
            return {said.contains("cairnctl: stored:"), root};
        INFO(said.toStdString());
        CHECK(process.exitCode() == 0);
        return {true, root};
    }

    void killUntilStored(int kills, int files, int mebibytes)
    {
        makeSource(files, mebibytes);
        QProcess packing;
        run(packing, {u"pack"_s, folder.filePath(u"source"_s)}, {});
        const QByteArray root = packing.readAllStandardOutput().trimmed();
        std::uniform_int_distribution<int> delay(20, 600);
        int killed = 0;
        int killedInAll = 0;
        int uploads = 0;
        const auto stored = [&](const Ended& ended) {
            CHECK((ended.root.isEmpty() || ended.root == root));
            const auto times = proxy.bodies.values();
            const int received = std::accumulate(times.begin(), times.end(), 0);
            CHECK(received - int(times.size()) <= killed);
            killedInAll += std::exchange(killed, 0);
            ++uploads;
            // Off the list, it is another upload the next time.
            proxy.bodies.clear();
            QProcess removing;
            run(removing, {u"rm"_s, QString::fromLatin1(root)}, {});
            CHECK(removing.exitCode() == 0);
        };
        for (int i = 0; i < kills; ++i) {
            if (const Ended ended = put(delay(random)); ended.isStored)
                stored(ended);
            else
                ++killed;
        }
        stored(put({}));
        WARN(killedInAll << " kills, " << uploads << " uploads");
    }
};

} // namespace

TEST_CASE_METHOD(Killed, "an upload killed at random points ends stored, under the same CID")
{
    killUntilStored(30, 8, 6);
}

TEST_CASE_METHOD(Killed,
                 "a download killed at random points ends whole, and never looks whole before")
{
    makeSource(8, 8);
    const QString cid = QString::fromLatin1(put({}).root);
    const QString target = folder.filePath(u"back"_s);
    const auto isSame = [&](const QString& name) {
        QFile mine(target + u"/source/"_s + name);
        QFile theirs(folder.filePath(u"source/"_s + name));
        return mine.open(QIODevice::ReadOnly) && theirs.open(QIODevice::ReadOnly)
            && mine.readAll() == theirs.readAll();
    };
    const auto isWhole = [&] {
        for (int i = 0; i < 8; ++i) {
            if (!isSame(u"%1%2.bin"_s.arg(i % 2 ? u"inner/"_s : QString(), QString::number(i))))
                return false;
        }
        return true;
    };
    const auto isBegun = [&] {
        return !QDir(folder.path()).entryList({u".cairn-*"_s}, QDir::Dirs | QDir::Hidden).isEmpty();
    };
    int longest = 300; // Of a slow machine more: there it would be killed before it has begun.
    int kills = 0;
    int wentOn = 0;
    int saved = 0;
    while (kills < 10 || saved == 0 || wentOn == 0) {
        const bool isToBeKilled = kills < 10 || (wentOn == 0 && kills < 60);
        std::uniform_int_distribution<int> delay(40, longest);
        QProcess process;
        run(process, {u"get"_s, cid, u"-o"_s, target},
            isToBeKilled ? std::optional(delay(random)) : std::nullopt);
        if (process.exitStatus() == QProcess::CrashExit && !isBegun())
            longest = std::min(longest * 3 / 2, 5'000);
        wentOn += process.readAllStandardError().contains("Going on") ? 1 : 0;
        kills += process.exitStatus() == QProcess::CrashExit ? 1 : 0;
        if (!QFile::exists(target))
            continue;
        REQUIRE(isWhole());
        ++saved;
        // Killed between the last step and its note, it is asked for once more and says so.
        if (process.exitStatus() == QProcess::CrashExit) {
            QProcess again;
            run(again, {u"get"_s, cid, u"-o"_s, target}, {});
            CHECK(isWhole());
        }
        REQUIRE(QDir(target).removeRecursively());
        CHECK_FALSE(isBegun());
        if (kills >= 60)
            break;
    }
    CHECK(wentOn > 0);
    WARN(kills << " kills, " << wentOn << " went on, " << saved << " saved");
}
