// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/posix/file.h"

#include "core/base/posix/systemcalls.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdio>
#include <limits>

namespace cairn::posix {

namespace {

/// Times that no number of nanoseconds holds, before 1678 and after 2261, are the outermost ones.
qint64 nanosecondsOf(const timespec& time)
{
    constexpr qint64 perSecond = 1'000'000'000;
    constexpr qint64 lastSecond = std::numeric_limits<qint64>::max() / perSecond - 1;
    return std::clamp<qint64>(time.tv_sec, -lastSecond, lastSecond) * perSecond + time.tv_nsec;
}

} // namespace

FileStatus statusFrom(const struct stat& raw)
{
#ifdef Q_OS_DARWIN
    const timespec& modified = raw.st_mtimespec;
#else
    const timespec& modified = raw.st_mtim;
#endif
    return {.kind = S_ISREG(raw.st_mode) ? FileStatus::Kind::File
                : S_ISDIR(raw.st_mode)   ? FileStatus::Kind::Folder
                : S_ISLNK(raw.st_mode)   ? FileStatus::Kind::Symlink
                                         : FileStatus::Kind::Other,
            .device = static_cast<quint64>(raw.st_dev),
            .inode = static_cast<quint64>(raw.st_ino),
            .links = static_cast<quint64>(raw.st_nlink),
            .size = raw.st_size,
            .modified = nanosecondsOf(modified)};
}

Outcome<FileStatus> status(const QByteArray& path, Follow follow)
{
    struct stat raw = {};
    const int result = follow == Follow::Symlinks ? ::stat(path.constData(), &raw)
                                                  : ::lstat(path.constData(), &raw);
    if (result != 0)
        return lastReason();
    return statusFrom(raw);
}

Outcome<FileStatus> status(int descriptor)
{
    struct stat raw = {};
    if (::fstat(descriptor, &raw) != 0)
        return lastReason();
    return statusFrom(raw);
}

Outcome<void> checkReadable(const QByteArray& path)
{
    return outcomeOf(::faccessat(AT_FDCWD, path.constData(), R_OK, AT_EACCESS));
}

Outcome<QByteArray> readSymlink(const QByteArray& path)
{
    QByteArray target(PATH_MAX, Qt::Uninitialized);
    const ssize_t length
        = ::readlink(path.constData(), target.data(), static_cast<std::size_t>(target.size()));
    if (length < 0)
        return lastReason();
    target.truncate(length);
    return target;
}

Outcome<Descriptor> openToRead(const QByteArray& path, Follow follow)
{
    // O_NONBLOCK: opening a FIFO would otherwise wait for its writer.
    const int flags
        = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (follow == Follow::Nothing ? O_NOFOLLOW : 0);
    return descriptorOf(::open(path.constData(), flags));
}

Outcome<Descriptor> createFile(const QByteArray& path)
{
    return descriptorOf(::open(path.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
}

Outcome<void> writeAll(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t wrote
            = ::write(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return lastReason();
        bytes = bytes.sliced(wrote);
    }
    return {};
}

Outcome<void> writeAt(int descriptor, qint64 offset, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t wrote
            = ::pwrite(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()), offset);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return lastReason();
        bytes = bytes.sliced(wrote);
        offset += wrote;
    }
    return {};
}

Outcome<qint64> readAt(int descriptor, qint64 offset, char* to, qint64 size)
{
    qint64 done = 0;
    while (done < size) {
        const ssize_t got
            = ::pread(descriptor, to + done, static_cast<std::size_t>(size - done), offset + done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return lastReason();
        if (got == 0)
            break;
        done += got;
    }
    return done;
}

Outcome<void> cutTo(int descriptor, qint64 size)
{
    if (::ftruncate(descriptor, size) != 0 || ::lseek(descriptor, size, SEEK_SET) < 0)
        return lastReason();
    return {};
}

Outcome<void> setRights(int descriptor, quint32 rights)
{
    return outcomeOf(::fchmod(descriptor, static_cast<mode_t>(rights & 0777)));
}

Outcome<void> setModified(int descriptor, qint64 seconds, quint32 nanoseconds)
{
    const auto times = timesOf(seconds, nanoseconds);
    return outcomeOf(::futimens(descriptor, times.data()));
}

Outcome<quint64> freeBytes(int descriptor)
{
    struct statvfs raw = {};
    if (::fstatvfs(descriptor, &raw) != 0)
        return lastReason();
    return static_cast<quint64>(raw.f_bavail) * raw.f_frsize;
}

void beginSync([[maybe_unused]] int descriptor, [[maybe_unused]] qint64 offset,
               [[maybe_unused]] qint64 size)
{
#ifdef Q_OS_LINUX
    ::sync_file_range(descriptor, offset, size, SYNC_FILE_RANGE_WRITE);
#endif
}

Outcome<void> sync(int descriptor)
{
    return outcomeOf(::fsync(descriptor));
}

Outcome<void> syncFileSystem(int descriptor)
{
#ifdef Q_OS_LINUX
    return outcomeOf(::syncfs(descriptor));
#else
    ::sync();
    return sync(descriptor);
#endif
}

Outcome<void> lock(int descriptor)
{
    return outcomeOf(::flock(descriptor, LOCK_EX | LOCK_NB));
}

Outcome<void> waitToLock(int descriptor)
{
    int result = 0;
    do
        result = ::flock(descriptor, LOCK_EX);
    while (result != 0 && errno == EINTR);
    return outcomeOf(result);
}

Outcome<void> lockShared(int descriptor)
{
    return outcomeOf(::flock(descriptor, LOCK_SH | LOCK_NB));
}

Outcome<void> rename(const QByteArray& from, const QByteArray& to)
{
    return outcomeOf(::rename(from.constData(), to.constData()));
}

Outcome<void> removeFile(const QByteArray& path)
{
    return outcomeOf(::unlink(path.constData()));
}

} // namespace cairn::posix
