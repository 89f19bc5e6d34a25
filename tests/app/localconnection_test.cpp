// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/localconnection.h"
#include "core/api/http/retrypolicy.h"
#include "core/base/posix/lockfile.h"
#include "core/local/recovery/folderlock.h"
#include "tests/support/await.h"
#include "tests/support/until.h"

#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

using namespace cairn;
using namespace Qt::StringLiterals;
using Use = LocalConnection::Use;

namespace {

struct Place
{
    QTemporaryDir folder;
    QTemporaryDir runtime;

    Place() { qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime.path())); }

    Result<std::unique_ptr<LocalHost>> open(std::chrono::milliseconds silence) const
    {
        return LocalHost::open({.dataFolder = folder.path()}, {.silence = silence});
    }
    LockAttempt lock() const
    {
        auto attempt = tryLockFile(local::lockPath(folder.path()));
        REQUIRE(attempt.isOurs());
        return attempt;
    }
};

constexpr std::chrono::milliseconds soon{200};

} // namespace

TEST_CASE_METHOD(Place, "a guest whose host has gone hosts the service itself, at the same address")
{
    auto host = LocalHost::open({.dataFolder = folder.path()});
    REQUIRE(host);
    LocalConnection guest(folder.path(), Use::Command);
    const auto before = test::await(guest.find());
    REQUIRE(before);
    CHECK(before->endpoint == (*host)->url());
    CHECK_FALSE(guest.host()->isOwner());

    host->reset();
    const auto now = test::await(guest.find());
    REQUIRE(now);
    CHECK(guest.host()->isOwner());
    CHECK(now->endpoint == before->endpoint);
    CHECK_FALSE(now->login == before->login);
}

TEST_CASE_METHOD(Place, "of all guests whose host has gone one takes over, and the others find it")
{
    auto host = LocalHost::open({.dataFolder = folder.path()});
    REQUIRE(host);
    std::vector<std::unique_ptr<LocalConnection>> guests;
    for (int i = 0; i < 8; ++i) {
        guests.push_back(std::make_unique<LocalConnection>(folder.path(), Use::Command));
        REQUIRE(test::await(guests.back()->find()));
    }
    host->reset();
    std::vector<Reply<ServicePlace>> searches;
    for (const auto& guest : guests)
        searches.push_back(guest->find());
    int owners = 0;
    for (std::size_t i = 0; i < guests.size(); ++i) {
        const auto found = test::await(searches[i], std::chrono::seconds(20));
        REQUIRE(found);
        CHECK(*found == *test::await(searches[0]));
        owners += guests[i]->host()->isOwner() ? 1 : 0;
    }
    CHECK(owners == 1);
}

TEST_CASE_METHOD(Place, "all who look at the same time get the answer of one search")
{
    LocalConnection connection(folder.path(), Use::Window);
    int found = 0;
    QObject::connect(&connection, &LocalConnection::found, &connection, [&] { ++found; });
    const auto first = connection.find();
    const auto second = connection.find();
    CHECK(*test::await(first) == *test::await(second));
    CHECK(found == 1);
    CHECK(*test::await(connection.find()) == *test::await(first));
    CHECK(found == 1);
}

TEST_CASE_METHOD(Place, "a host stays while a command is at work, and not for a window")
{
    LocalConnection host(folder.path(), Use::Command);
    REQUIRE(test::await(host.find()));
    REQUIRE(host.host()->isOwner());
    LocalConnection window(folder.path(), Use::Window);
    REQUIRE(test::await(window.find()));
    CHECK(host.stayForGuests().isFinished());

    auto command = std::make_unique<LocalConnection>(folder.path(), Use::Command);
    REQUIRE(test::await(command->find()));
    const auto stay = host.stayForGuests();
    CHECK_FALSE(stay.isFinished());
    CHECK(command->stayForGuests().isFinished()); // Nobody is at work at a guest.
    command.reset();
    CHECK(test::await(stay));
}

TEST_CASE_METHOD(Place, "a guest that was killed keeps nobody")
{
    const pid_t child = ::fork();
    if (child == 0) {
        const Guest guest(folder.path());
        ::pause();
        ::_exit(0);
    }
    CHECK(test::until([&] { return hasGuests(folder.path()); }));
    REQUIRE(::kill(child, SIGKILL) == 0);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
    CHECK_FALSE(hasGuests(folder.path()));
}

TEST_CASE_METHOD(Place, "a host stays for a few seconds at most")
{
    LocalConnection host(folder.path(), Use::Command);
    REQUIRE(test::await(host.find()));
    const Guest guest(folder.path());
    CHECK(test::await(host.stayForGuests(), std::chrono::seconds(30)));
    CHECK(hasGuests(folder.path()));
}

TEST_CASE_METHOD(Place, "an owner that starts is waited for as long as it works")
{
    auto owner = lock();
    REQUIRE(writeRuntimeFile(folder.path(), {{}, {}, ::getpid()}));
    // This process works, for it looks whether it does.
    std::thread start([&] {
        std::this_thread::sleep_for(3 * soon);
        owner.lock.reset();
    });
    const auto opened = open(soon);
    start.join();
    REQUIRE(opened);
    CHECK((*opened)->isOwner());
}

TEST_CASE_METHOD(Place, "an owner that starts and is stopped is not waited for")
{
    const pid_t child = ::fork();
    if (child == 0) {
        const auto attempt = tryLockFile(local::lockPath(folder.path()));
        std::ignore = writeRuntimeFile(folder.path(), {{}, {}, ::getpid()});
        ::raise(SIGSTOP);
        ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, WUNTRACED) == child);
    REQUIRE(WIFSTOPPED(status));
    const auto opened = open(soon);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == Error::Kind::Timeout);
    CHECK(opened.error().code == hostSilent);
    CHECK(opened.error().subject == QString::number(child));
}

TEST_CASE_METHOD(Place, "an owner that never says where it serves is named")
{
    const auto owner = lock();
    SECTION("without a runtime file") { }
    SECTION("with one of another process")
    {
        REQUIRE(writeRuntimeFile(folder.path(),
                                 {QUrl(u"http://127.0.0.1:9"_s), Secret("old"), 999999}));
    }
    SECTION("with one that is nothing")
    {
        REQUIRE(makeRuntimeFolder());
        QFile file(runtimeFile(folder.path()));
        REQUIRE(file.open(QIODevice::WriteOnly));
    }
    SECTION("with one of which nobody answers")
    {
        REQUIRE(writeRuntimeFile(folder.path(),
                                 {QUrl(u"http://127.0.0.1:9"_s), Secret("old"), ::getpid()}));
    }
    const auto opened = open(soon);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == hostSilent);
    CHECK(opened.error().subject == QString::number(::getpid()));
}

TEST_CASE_METHOD(Place, "an owner that takes connections and does not answer is named")
{
    const auto owner = lock();
    QTcpServer stopped; // The system accepts for it, and nobody reads.
    REQUIRE(stopped.listen(QHostAddress::LocalHost));
    REQUIRE(writeRuntimeFile(
        folder.path(),
        {QUrl(u"http://127.0.0.1:%1"_s.arg(stopped.serverPort())), Secret("old"), ::getpid()}));
    const auto opened = open(soon);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == hostSilent);
}

TEST_CASE_METHOD(Place, "a program that ends does not wait for an owner")
{
    const auto owner = lock();
    Reply<ServicePlace> search;
    {
        LocalConnection connection(folder.path(), Use::Window);
        search = connection.find();
    }
    CHECK(test::await(search).error().kind == Error::Kind::Cancelled);
}

TEST_CASE_METHOD(Place, "a port that is taken is an error of its own")
{
    QTcpServer other;
    REQUIRE(other.listen(QHostAddress::LocalHost));
    const auto opened = LocalHost::open({.dataFolder = folder.path(), .port = other.serverPort()});
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == Error::Kind::Conflict);
    CHECK(opened.error().code != local::folderInUse);
}
