// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/posix/lockfile.h"

#include <QDateTime>
#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

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
