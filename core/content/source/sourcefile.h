// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/posix/file.h"
#include "core/base/result.h"

#include <QByteArray>

#include <memory>

namespace cairn::content {

/// By what a source is recognised as the one that was packed.
struct FileIdentity
{
    quint64 device = 0;
    quint64 inode = 0;
    qint64 size = 0;
    qint64 modified = 0; ///< nanoseconds since the epoch
    /// What the file system says of the size is not so, as in /proc and with some FUSE systems:
    /// size is then what was read, and nothing else of it is believed either.
    bool isSizeRead = false;

    explicit FileIdentity(const posix::FileStatus& status);
    FileIdentity() = default;
    bool operator==(const FileIdentity&) const = default;
};

using posix::Follow;

/// A regular file of the user's, open for reading. Never blocks on a FIFO. Readable from several
/// threads at once. Errors: FileUnreadable, SourceChanged; the subject is the path.
class SourceFile
{
public:
    [[nodiscard]] static Result<std::shared_ptr<SourceFile>> open(const QByteArray& path,
                                                                  Follow follow);

    const QByteArray& path() const { return m_path; }

    /// Exactly @p size bytes: a file that ends earlier has changed.
    [[nodiscard]] Done read(qint64 offset, char* to, qint64 size) const;
    /// All bytes that there are from @p offset on, at most @p size.
    [[nodiscard]] Result<qint64> readUpTo(qint64 offset, char* to, qint64 size) const;
    /// SourceChanged unless the file still bears @p identity.
    [[nodiscard]] Done check(const FileIdentity& identity) const;

private:
    SourceFile(QByteArray path, posix::Descriptor descriptor);

    QByteArray m_path;
    posix::Descriptor m_descriptor;
};

/// Whether nothing has that name. A link that leads nowhere is something.
[[nodiscard]] bool isAbsent(const QByteArray& path);

/// What the user would call the file; undecodable bytes are replaced.
[[nodiscard]] QString shownPath(const QByteArray& path);

} // namespace cairn::content
