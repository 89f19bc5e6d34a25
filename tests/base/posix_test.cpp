// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/posix/folder.h"
#include "core/base/posix/process.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QTemporaryDir>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

using namespace cairn;
using namespace Qt::StringLiterals;
using Kind = posix::FileStatus::Kind;
using posix::Existing;
using posix::Follow;
using posix::Rights;

namespace {

class Place
{
public:
    QByteArray path(const QString& name) const
    {
        return QFile::encodeName(m_folder.filePath(name));
    }

    QByteArray write(const QString& name, const QByteArray& bytes = "bytes") const
    {
        QFile file(m_folder.filePath(name));
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        return path(name);
    }

    QByteArray bytes(const QString& name) const
    {
        QFile file(m_folder.filePath(name));
        REQUIRE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    }

    bool has(const QString& name) const
    {
        const QFileInfo info(m_folder.filePath(name));
        return info.exists() || info.isSymLink();
    }

    posix::Descriptor open(const QString& name = {}) const
    {
        auto opened = posix::openFolder(path(name), Follow::Nothing);
        REQUIRE(opened);
        return std::move(*opened);
    }

private:
    QTemporaryDir m_folder;
};

bool isOpenNumber(int number)
{
    return ::fcntl(number, F_GETFD) >= 0;
}

std::error_code reasonOf(int number)
{
    return {number, std::generic_category()};
}

QFileDevice::Permissions rightsOf(const QByteArray& path)
{
    return QFile::permissions(QFile::decodeName(path));
}

constexpr auto othersMay = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther
    | QFileDevice::WriteOther;

} // namespace

TEST_CASE("a full disk and a used-up quota are told from other reasons")
{
    CHECK(posix::failure(reasonOf(ENOSPC)).value().kind == Error::Kind::DiskFull);
    CHECK(posix::failure(reasonOf(EDQUOT)).value().kind == Error::Kind::DiskFull);
    const Error error = posix::failure(reasonOf(EACCES), u"/x"_s).value();
    CHECK(error.kind == Error::Kind::Storage);
    CHECK(error.subject == u"/x");
    CHECK(error.detail == u"Permission denied");
}

TEST_CASE("a descriptor is closed once, by its last owner")
{
    const Place place;
    int number = -1;
    {
        posix::Descriptor first = place.open();
        number = first.number();
        posix::Descriptor second(std::move(first));
        CHECK_FALSE(first.isOpen()); // NOLINT: what a moved one is, is the question.
        CHECK(second.number() == number);
        posix::Descriptor third;
        third = std::move(second);
        CHECK(isOpenNumber(number));
    }
    CHECK_FALSE(isOpenNumber(number));
}

TEST_CASE("closing by hand tells how that went")
{
    const Place place;
    posix::Descriptor folder = place.open();
    CHECK(folder.close());
    CHECK_FALSE(folder.isOpen());
    CHECK(folder.close().error() == std::errc::bad_file_descriptor);
}

TEST_CASE("a status says what is there, through symbolic links or not")
{
    const Place place;
    const QByteArray file = place.write(u"file"_s, "12345");
    REQUIRE(QFile::link(u"file"_s, QFile::decodeName(place.path(u"link"_s))));
    const auto status = posix::status(file, Follow::Nothing);
    REQUIRE(status);
    CHECK(status->kind == Kind::File);
    CHECK(status->size == 5);
    CHECK(status->links == 1);
    CHECK(status->modified / 1'000'000
          == QFileInfo(QFile::decodeName(file)).lastModified().toMSecsSinceEpoch());
    CHECK(posix::status(place.path(u"link"_s), Follow::Symlinks) == status);
    CHECK(posix::status(place.path(u"link"_s), Follow::Nothing)->kind == Kind::Symlink);
    CHECK(posix::status(place.path({}), Follow::Nothing)->kind == Kind::Folder);
    CHECK(posix::status("/dev/null", Follow::Nothing)->kind == Kind::Other);
    CHECK(posix::statusIn(place.open().number(), "link")->kind == Kind::Symlink);
    CHECK(posix::readSymlink(place.path(u"link"_s)).value() == "file");
    CHECK(posix::status(place.path(u"none"_s), Follow::Symlinks).error()
          == std::errc::no_such_file_or_directory);
}

TEST_CASE("an open file keeps its status when its name goes")
{
    const Place place;
    const QByteArray path = place.write(u"file"_s);
    const auto file = posix::openToRead(path, Follow::Nothing);
    REQUIRE(file);
    CHECK(posix::status(file->number()) == posix::status(path, Follow::Nothing));
    REQUIRE(posix::removeFile(path));
    CHECK(posix::status(file->number())->links == 0);
}

TEST_CASE("opening to read waits for no writer, and goes through a link only when told")
{
    const Place place;
    REQUIRE(::mkfifo(place.path(u"fifo"_s).constData(), 0600) == 0);
    CHECK(posix::openToRead(place.path(u"fifo"_s), Follow::Nothing));
    place.write(u"file"_s);
    REQUIRE(QFile::link(u"file"_s, QFile::decodeName(place.path(u"link"_s))));
    CHECK(posix::openToRead(place.path(u"link"_s), Follow::Symlinks));
    CHECK(posix::openToRead(place.path(u"link"_s), Follow::Nothing).error()
          == std::errc::too_many_symbolic_link_levels);
    CHECK(posix::checkReadable(place.path(u"file"_s)));
    CHECK(posix::checkReadable(place.path(u"none"_s)).error()
          == std::errc::no_such_file_or_directory);
}

TEST_CASE("bytes are written on and in place, read back, and cut off")
{
    const Place place;
    const auto file = posix::createFile(place.path(u"file"_s));
    REQUIRE(file);
    REQUIRE(posix::writeAll(file->number(), "hello "));
    REQUIRE(posix::writeAll(file->number(), "world"));
    REQUIRE(posix::writeAt(file->number(), 0, "J"));
    REQUIRE(posix::writeAll(file->number(), "!"));
    CHECK(place.bytes(u"file"_s) == "Jello world!");
    REQUIRE(posix::cutTo(file->number(), 5));
    REQUIRE(posix::writeAll(file->number(), "?"));
    CHECK(place.bytes(u"file"_s) == "Jello?");
    posix::beginSync(file->number(), 0, 6);
    CHECK(posix::sync(file->number()));
    CHECK(posix::syncFileSystem(file->number()));

    const auto readable = posix::openToRead(place.path(u"file"_s), Follow::Nothing);
    QByteArray bytes(10, '.');
    CHECK(posix::readAt(readable->number(), 4, bytes.data(), 10).value() == 2);
    CHECK(bytes == "o?........");
    CHECK(posix::writeAll(readable->number(), "x").error() == std::errc::bad_file_descriptor);
    CHECK(posix::writeAt(readable->number(), 0, "x").error() == std::errc::bad_file_descriptor);
    CHECK(posix::readAt(place.open().number(), 0, bytes.data(), 1).error()
          == std::errc::is_a_directory);
}

TEST_CASE("a disk that is full is a reason of its own")
{
    QFile full(u"/dev/full"_s);
    if (!full.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
        WARN("skipped: this system has no /dev/full");
        return;
    }
    const auto written = posix::writeAll(full.handle(), "x");
    REQUIRE_FALSE(written);
    CHECK(posix::isDiskFull(written.error()));
}

TEST_CASE("a new file replaces none")
{
    const Place place;
    place.write(u"file"_s, "old");
    CHECK(posix::createFile(place.path(u"file"_s)).error() == std::errc::file_exists);
    CHECK(place.bytes(u"file"_s) == "old");
}

TEST_CASE("what happens to a file that has the name is the caller's choice")
{
    const Place place;
    const posix::Descriptor folder = place.open();
    place.write(u"file"_s, "old");
    CHECK(posix::createFileIn(folder.number(), "file", Existing::Refused, Rights::ByUmask).error()
          == std::errc::file_exists);
    CHECK(posix::createFileIn(folder.number(), "file", Existing::Kept, Rights::ByUmask));
    CHECK(place.bytes(u"file"_s) == "old");
    CHECK(posix::createFileIn(folder.number(), "file", Existing::Emptied, Rights::ByUmask));
    CHECK(place.bytes(u"file"_s).isEmpty());
    for (const Existing existing : {Existing::Refused, Existing::Kept, Existing::Emptied}) {
        const QByteArray name = "new" + QByteArray::number(int(existing));
        CHECK(posix::createFileIn(folder.number(), name, existing, Rights::OwnerOnly));
        CHECK_FALSE(rightsOf(place.path(QString::fromUtf8(name))) & othersMay);
    }
}

TEST_CASE("nothing is made or opened through a symbolic link in a folder")
{
    const Place place;
    const posix::Descriptor folder = place.open();
    place.write(u"file"_s, "old");
    REQUIRE(posix::makeFolderIn(folder.number(), "inner"));
    REQUIRE(posix::makeSymlinkIn(folder.number(), "tofile", "file"));
    REQUIRE(posix::makeSymlinkIn(folder.number(), "tofolder", "inner"));
    REQUIRE(posix::makeSymlinkIn(folder.number(), "tonothing", "none"));
    CHECK_FALSE(posix::createFileIn(folder.number(), "tofile", Existing::Emptied, Rights::ByUmask));
    CHECK(place.bytes(u"file"_s) == "old");
    CHECK_FALSE(posix::createFileIn(folder.number(), "tonothing", Existing::Kept, Rights::ByUmask));
    CHECK_FALSE(place.has(u"none"_s));
    CHECK(posix::openFolderIn(folder.number(), "inner"));
    CHECK_FALSE(posix::openFolderIn(folder.number(), "tofolder"));
    CHECK_FALSE(posix::openFolder(place.path(u"tofolder"_s), Follow::Nothing));
    CHECK(posix::openFolder(place.path(u"tofolder"_s), Follow::Symlinks));
    CHECK(posix::makeFolderIn(folder.number(), "tonothing").error() == std::errc::file_exists);
}

TEST_CASE("a folder made by path is its owner's alone")
{
    const Place place;
    REQUIRE(posix::makeFolder(place.path(u"mine"_s)));
    CHECK_FALSE(rightsOf(place.path(u"mine"_s)) & othersMay);
    CHECK(posix::makeFolder(place.path(u"mine"_s)).error() == std::errc::file_exists);
    CHECK(posix::syncFolder(place.path(u"mine"_s)));
    CHECK(posix::removeFolder(place.path(u"mine"_s)));
    CHECK(posix::syncFolder(place.path(u"mine"_s)).error() == std::errc::no_such_file_or_directory);
}

TEST_CASE("a reader gives every name of a folder once, however often it is read")
{
    const Place place;
    QSet<QByteArray> made;
    for (int i = 0; i < 300; ++i) {
        const QString name = u".name %1"_s.arg(i);
        place.write(name);
        made.insert(name.toUtf8());
    }
    const posix::Descriptor folder = place.open();
    for (int round = 0; round < 2; ++round) {
        auto names = posix::FolderReader::openIn(folder.number(), ".");
        REQUIRE(names);
        QList<QByteArray> read;
        for (auto name = names->next(); name && *name; name = names->next())
            read.append((**name).toByteArray());
        CHECK(read.size() == made.size());
        CHECK(QSet<QByteArray>(read.begin(), read.end()) == made);
    }
    CHECK(posix::FolderReader::open(place.path(u".name 1"_s)).error()
          == std::errc::not_a_directory);
}

TEST_CASE("a lock is one process's and ends with the descriptor")
{
    const Place place;
    const posix::Descriptor folder = place.open();
    auto first = posix::createFileIn(folder.number(), "lock", Existing::Kept, Rights::OwnerOnly);
    const auto second
        = posix::createFileIn(folder.number(), "lock", Existing::Kept, Rights::OwnerOnly);
    REQUIRE(posix::lock(first->number()));
    CHECK(posix::lock(second->number()).error() == std::errc::operation_would_block);
    REQUIRE(first->close());
    CHECK(posix::lock(second->number()));
}

TEST_CASE("a shared lock is held by several, and keeps the other kind away")
{
    const Place place;
    const auto file = posix::createFile(place.path(u"lock"_s));
    REQUIRE(file);
    const auto other = posix::openToRead(place.path(u"lock"_s), Follow::Nothing);
    const auto third = posix::openToRead(place.path(u"lock"_s), Follow::Nothing);
    REQUIRE((other && third));
    CHECK(posix::lockShared(file->number()));
    CHECK(posix::lockShared(other->number()));
    CHECK_FALSE(posix::lock(third->number()));
}

TEST_CASE("one way of renaming replaces, the other never does")
{
    const Place place;
    const posix::Descriptor folder = place.open();
    place.write(u"a"_s, "a");
    place.write(u"b"_s, "b");
    REQUIRE(posix::rename(place.path(u"a"_s), place.path(u"b"_s)));
    CHECK(place.bytes(u"b"_s) == "a");
    place.write(u"c"_s, "c");
    REQUIRE(posix::renameIn(folder.number(), "c", "b"));
    CHECK(place.bytes(u"b"_s) == "c");

    place.write(u"taken"_s, "kept");
    REQUIRE(posix::makeSymlinkIn(folder.number(), "dangling", "none"));
    for (const char* taken : {"taken", "dangling"}) {
        CHECK(posix::renameOut(folder.number(), "b", place.path(QString::fromUtf8(taken))).error()
              == std::errc::file_exists);
    }
    CHECK(place.bytes(u"taken"_s) == "kept");
    CHECK(place.bytes(u"b"_s) == "c");
    REQUIRE(posix::makeFolderIn(folder.number(), "inner"));
    REQUIRE(posix::renameOut(folder.number(), "b", place.path(u"inner/b"_s)));
    CHECK(place.bytes(u"inner/b"_s) == "c");
    CHECK_FALSE(place.has(u"b"_s));
}

TEST_CASE("a tree is removed, and not what its links lead to")
{
    const Place place;
    const posix::Descriptor folder = place.open();
    REQUIRE(QDir().mkpath(QFile::decodeName(place.path(u"tree/deep/deeper"_s))));
    REQUIRE(QDir().mkpath(QFile::decodeName(place.path(u"outside"_s))));
    place.write(u"tree/deep/file"_s);
    place.write(u"outside/kept"_s);
    REQUIRE(posix::makeSymlinkIn(place.open(u"tree/deep"_s).number(), "away", "../../outside"));
    posix::removeTreeIn(folder.number(), "tree");
    CHECK_FALSE(place.has(u"tree"_s));
    CHECK(place.has(u"outside/kept"_s));
    posix::removeTreeIn(folder.number(), "tree"); // Nothing to do is no error.
    REQUIRE(posix::makeSymlinkIn(folder.number(), "link", "outside"));
    posix::removeTreeIn(folder.number(), "link");
    CHECK_FALSE(place.has(u"link"_s));
    CHECK(place.has(u"outside/kept"_s));
}

TEST_CASE("a tree is removed however deep it is, and whatever rights its folders have")
{
    const Place place;
    const QByteArray top = place.path(u"top"_s);
    REQUIRE(posix::makeFolder(top));
    std::vector<QByteArray> names;
    auto at = posix::openFolder(top, Follow::Nothing);
    REQUIRE(at);
    // Deeper than descriptors and than one path reach.
    for (int i = 0; i < 3000; ++i) {
        REQUIRE(posix::makeFolderIn(at->number(), "deep"));
        auto next = posix::openFolderIn(at->number(), "deep");
        REQUIRE(next);
        at = std::move(next);
    }
    REQUIRE(posix::makeFolder(top + "/closed"));
    REQUIRE(posix::makeFolder(top + "/closed/in"));
    REQUIRE(::chmod((top + "/closed").constData(), 0) == 0);
    const auto base = posix::openFolder(place.path(u"."_s), Follow::Nothing);
    REQUIRE(base);
    posix::removeTreeIn(base->number(), "top");
    CHECK_FALSE(place.has(u"top"_s));
}

TEST_CASE("rights and time are set, and no right beyond nine")
{
    const Place place;
    const QByteArray path = place.write(u"file"_s);
    const auto file = posix::openToRead(path, Follow::Nothing);
    REQUIRE(file);
    REQUIRE(posix::setRights(file->number(), 06751));
    REQUIRE(posix::setModified(file->number(), -1, 5));
    struct stat raw = {};
    REQUIRE(::stat(path.constData(), &raw) == 0);
    CHECK((raw.st_mode & 07777) == 0751);
    CHECK(posix::status(path, Follow::Nothing)->modified == -1'000'000'000 + 5);
    const auto folder = posix::openFolder(place.path(u"."_s), Follow::Nothing);
    REQUIRE(posix::makeSymlinkIn(folder->number(), "link", "file"));
    REQUIRE(posix::setModifiedIn(folder->number(), "link", 9, 0));
    CHECK(posix::statusIn(folder->number(), "link")->modified == 9'000'000'000);
    CHECK(posix::status(path, Follow::Nothing)->modified == -1'000'000'000 + 5);
    CHECK(posix::freeBytes(file->number()).value() > 0);
    // Beyond what nanoseconds reach it is a time all the same.
    REQUIRE(posix::setModified(file->number(), 15'032'385'535, 0));
    CHECK(posix::status(path, Follow::Nothing)->modified > qint64(9'000'000'000) * 1'000'000'000);
}

TEST_CASE("being asked to end makes a descriptor readable")
{
    for (const int signal : {SIGTERM, SIGINT}) {
        const posix::TerminationPipe pipe;
        REQUIRE(pipe.readEnd().isOpen());
        pollfd ready{pipe.readEnd().number(), POLLIN, 0};
        CHECK(::poll(&ready, 1, 0) == 0);
        std::raise(signal);
        CHECK(::poll(&ready, 1, 0) == 1);
    }
    struct sigaction after = {};
    ::sigaction(SIGTERM, nullptr, &after);
    CHECK(after.sa_handler == SIG_DFL);
}

TEST_CASE("a peer that has hung up is an error code")
{
    posix::ignoreBrokenPipes();
    int ends[2] = {-1, -1};
    REQUIRE(::pipe(ends) == 0);
    const posix::Descriptor writeEnd(ends[1]);
    ::close(ends[0]);
    CHECK(posix::writeAll(writeEnd.number(), "x").error() == std::errc::broken_pipe);
}

TEST_CASE("a file is no terminal")
{
    std::FILE* file = std::tmpfile();
    REQUIRE(file);
    CHECK_FALSE(posix::isTerminal(file));
    CHECK(isOpenNumber(posix::numberOf(file)));
    std::fclose(file);
}

TEST_CASE("a process runs, and one that has ended does not")
{
    CHECK(posix::isRunning(::getpid()));
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(0);
    REQUIRE(child > 0);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
    CHECK_FALSE(posix::isRunning(child));
    CHECK_FALSE(posix::isRunning(0));
}
