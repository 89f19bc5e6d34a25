// SPDX-License-Identifier: MIT OR Apache-2.0
// Files by path or by descriptor. Paths are as the file system has them: QFile::encodeName().
#pragma once

#include "core/base/posix/descriptor.h"

#include <QByteArray>
#include <QByteArrayView>

namespace cairn::posix {

enum class Follow { Symlinks, Nothing };

/// What the system knows of something in a file system, without its bytes.
struct FileStatus
{
    enum class Kind { File, Folder, Symlink, Other };

    Kind kind = Kind::Other;
    quint64 device = 0;
    quint64 inode = 0;
    quint64 links = 0; ///< Names it has; 0 once the last was removed.
    qint64 size = 0; ///< Bytes.
    qint64 modified = 0; ///< Nanoseconds since the epoch.

    bool operator==(const FileStatus&) const = default;
};

[[nodiscard]] Outcome<FileStatus> status(const QByteArray& path, Follow follow);
[[nodiscard]] Outcome<FileStatus> status(int descriptor);
/// Whether this process may read it, without opening it.
[[nodiscard]] Outcome<void> checkReadable(const QByteArray& path);
[[nodiscard]] Outcome<QByteArray> readSymlink(const QByteArray& path);

/// Never waits: a FIFO that took a file's name opens at once and gives nothing.
[[nodiscard]] Outcome<Descriptor> openToRead(const QByteArray& path, Follow follow);
/// A new file to write, with the rights the user's umask leaves. std::errc::file_exists.
[[nodiscard]] Outcome<Descriptor> createFile(const QByteArray& path);

/// All of @p bytes at the descriptor's position.
[[nodiscard]] Outcome<void> writeAll(int descriptor, QByteArrayView bytes);
/// All of @p bytes from @p offset on; the position stays. One call to the system unless that
/// stopped halfway.
[[nodiscard]] Outcome<void> writeAt(int descriptor, qint64 offset, QByteArrayView bytes);
/// Up to @p size bytes, fewer only at the end of the file.
[[nodiscard]] Outcome<qint64> readAt(int descriptor, qint64 offset, char* to, qint64 size);
/// The file ends behind @p size bytes, and that is where writeAll() goes on.
[[nodiscard]] Outcome<void> cutTo(int descriptor, qint64 size);

/// Who may read, write and execute it; bits beyond those nine are never set.
[[nodiscard]] Outcome<void> setRights(int descriptor, quint32 rights);
/// When it was last changed, as it shall seem; when it was read stays.
[[nodiscard]] Outcome<void> setModified(int descriptor, qint64 seconds, quint32 nanoseconds);
/// What this process may still write to the file system that it lies on.
[[nodiscard]] Outcome<quint64> freeBytes(int descriptor);

/// Lets the disk begin with what was written there, so that who syncs it has less to wait for.
/// Only a hint: what goes wrong is told by sync().
void beginSync(int descriptor, qint64 offset, qint64 size);
/// Every byte of the file, or every name of the folder, is on the disk when this returns.
[[nodiscard]] Outcome<void> sync(int descriptor);
/// All that was written so far to the file system it lies on; to all of them where one cannot ask
/// for less.
[[nodiscard]] Outcome<void> syncFileSystem(int descriptor);

/// Keeps other processes' lock() away until the descriptor is closed. Does not wait:
/// std::errc::operation_would_block.
[[nodiscard]] Outcome<void> lock(int descriptor);
/// The same, and waits: for what others hold for a moment only.
[[nodiscard]] Outcome<void> waitToLock(int descriptor);
/// Held by any number of processes at a time, and keeps lock() away. Does not wait.
[[nodiscard]] Outcome<void> lockShared(int descriptor);

/// Gives the file another name in one step, over a file that may have it.
[[nodiscard]] Outcome<void> rename(const QByteArray& from, const QByteArray& to);
[[nodiscard]] Outcome<void> removeFile(const QByteArray& path);

} // namespace cairn::posix
