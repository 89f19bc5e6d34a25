// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/posix/lockfile.h"

#include <QDateTime>
#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <tuple>
#include <vector>

using namespace cairn;
using namespace Qt::StringLiterals;
using Outcome = LockAttempt::Outcome;

namespace {

struct Place
{
    QTemporaryDir folder;
    QString path = folder.filePath(u"lock"_s);

    void write(const QByteArray& bytes, int secondsAgo = 0) const
    {
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(bytes) == bytes.size());
        REQUIRE(file.flush());
        REQUIRE(file.setFileTime(QDateTime::currentDateTime().addSecs(-secondsAgo),
                                 QFileDevice::FileModificationTime));
    }
    QByteArray content() const
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : "none";
    }
};

/// As QLockFile writes it, of a process that has ended.
QByteArray ofTheDead()
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(0);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
    return QByteArray::number(child) + "\nbase_tests\n\n\n\n";
}

} // namespace

TEST_CASE("a lock file is taken, and held for as long as it is ours")
{
    const Place place;
    {
        const auto first = tryLockFile(place.path);
        CHECK(first.outcome == Outcome::Taken);
        CHECK(first.isOurs());
        const auto second = tryLockFile(place.path);
        CHECK(second.outcome == Outcome::Held);
        CHECK_FALSE(second.isOurs());
    }
    CHECK(tryLockFile(place.path).outcome == Outcome::Taken);
}

TEST_CASE("a lock that a dead process left is taken over, and can be left as it was found")
{
    const Place place;
    const QByteArray left = ofTheDead();
    place.write(left);
    for (int time = 0; time < 2; ++time) {
        auto taken = tryLockFile(place.path);
        CHECK(taken.outcome == Outcome::TakenOver);
        CHECK(tryLockFile(place.path).outcome == Outcome::Held);
        leaveAsFound(std::move(taken), place.path);
        CHECK(place.content() == left);
    }
    CHECK(tryLockFile(place.path).isOurs());
    CHECK(place.content() == "none");
}

TEST_CASE("a lock is left when its owner has died, whoever has its number by now")
{
    const Place place;
    place.write(QByteArray::number(qint64(::getpid())) + "\nbase_tests\n\n\n\n");
    CHECK(tryLockFile(place.path).outcome == Outcome::TakenOver);
}

TEST_CASE("a lock is left when its owner was killed, also before its parent has asked")
{
    const Place place;
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const char isOurs = tryLockFile(place.path).isOurs() ? 1 : 0;
        const auto taken = tryLockFile(place.path);
        std::ignore = ::write(ends[1], &isOurs, 1);
        ::pause();
        ::_exit(0);
    }
    char isTheirs = 0;
    REQUIRE(::read(ends[0], &isTheirs, 1) == 1);
    CHECK(isTheirs == 1);
    CHECK(tryLockFile(place.path).outcome == Outcome::Held);
    REQUIRE(::kill(child, SIGKILL) == 0);
    siginfo_t ended{};
    REQUIRE(::waitid(P_PID, id_t(child), &ended, WEXITED | WNOWAIT) == 0);
    CHECK(tryLockFile(place.path).outcome == Outcome::TakenOver);
    ::waitpid(child, nullptr, 0);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("of many who find a dead one's lock at once, one takes it over")
{
    constexpr int processes = 12;
    const Place place;
    place.write(ofTheDead());
    std::array<int, 2> gate{};
    REQUIRE(::pipe(gate.data()) == 0);
    std::vector<pid_t> children;
    for (int i = 0; i < processes; ++i) {
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(gate[1]);
            char nothing = 0;
            std::ignore = ::read(gate[0], &nothing, 1); // Ends when the parent closes.
            int code = 0;
            {
                // Ends in order, so that others find nothing or the next one's.
                const auto attempt = tryLockFile(place.path);
                code = attempt.outcome == Outcome::TakenOver ? 1 : 0;
            }
            ::_exit(code);
        }
        children.push_back(child);
    }
    ::close(gate[0]);
    ::close(gate[1]);
    int takers = 0;
    for (const pid_t child : children) {
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        takers += WEXITSTATUS(status);
    }
    CHECK(takers == 1);
    CHECK(place.content() == "none");
}

TEST_CASE("an empty lock file is somebody's who is making it, or was left by one who died")
{
    const Place place;
    place.write({});
    CHECK(tryLockFile(place.path).outcome == Outcome::Held);
    place.write({}, 5);
    const auto taken = tryLockFile(place.path);
    CHECK(taken.outcome == Outcome::TakenOver);
    CHECK(tryLockFile(place.path).outcome == Outcome::Held);
}

TEST_CASE("where no lock file can be made nobody holds one")
{
    const Place place;
    CHECK(tryLockFile(place.folder.filePath(u"absent/lock"_s)).outcome == Outcome::Impossible);
}
