// SPDX-License-Identifier: MIT OR Apache-2.0
// Folders, and names in a folder that is held open. A function whose name ends in "In" takes the
// folder's descriptor and one name in it, and never goes through a symbolic link at that name: what
// another process does to the path above cannot lead it elsewhere.
#pragma once

#include "core/base/posix/file.h"

#include <memory>
#include <optional>

namespace cairn::posix {

/// The names in a folder, in the file system's order, without "." and "..". One thread.
class FolderReader
{
public:
    [[nodiscard]] static Outcome<FolderReader> open(const QByteArray& path);
    /// "." is the folder itself, from its first name on.
    [[nodiscard]] static Outcome<FolderReader> openIn(int folder, const QByteArray& name);

    /// The folder's descriptor, open as long as this object.
    int folder() const;
    /// Nothing at the end. The view holds until the next call.
    [[nodiscard]] Outcome<std::optional<QByteArrayView>> next();

private:
    struct Close
    {
        void operator()(void* stream) const;
    };

    explicit FolderReader(void* stream)
        : m_stream(stream)
    { }
    static Outcome<FolderReader> from(Outcome<Descriptor> folder);

    std::unique_ptr<void, Close> m_stream; ///< A DIR, which the system declares only as a type.
};

[[nodiscard]] Outcome<Descriptor> openFolder(const QByteArray& path, Follow follow);
/// ".." is the folder that it is in now.
[[nodiscard]] Outcome<Descriptor> openFolderIn(int folder, const QByteArray& name);
/// For its owner alone. std::errc::file_exists.
[[nodiscard]] Outcome<void> makeFolder(const QByteArray& path);
/// With the rights the user's umask leaves. std::errc::file_exists.
[[nodiscard]] Outcome<void> makeFolderIn(int folder, const QByteArray& name);

enum class Existing { Refused, Kept, Emptied };
enum class Rights { OwnerOnly, ByUmask };
/// A file to write, made if there is none. std::errc::file_exists where that is refused.
[[nodiscard]] Outcome<Descriptor> createFileIn(int folder, const QByteArray& name,
                                               Existing existing, Rights rights);
[[nodiscard]] Outcome<void> makeSymlinkIn(int folder, const QByteArray& name,
                                          const QByteArray& target);
/// Of a symbolic link itself.
[[nodiscard]] Outcome<FileStatus> statusIn(int folder, const QByteArray& name);

/// Of a symbolic link itself; as setModified().
[[nodiscard]] Outcome<void> setModifiedIn(int folder, const QByteArray& name, qint64 seconds,
                                          quint32 nanoseconds);

/// Over a file that may have the name.
[[nodiscard]] Outcome<void> renameIn(int folder, const QByteArray& from, const QByteArray& to);
/// To another place on the same file system, and nobody's name is taken: std::errc::file_exists,
/// also when the name comes up meanwhile. Only where the file system cannot do that in one step
/// (not on Linux, or an old kind) is it looked for before.
[[nodiscard]] Outcome<void> renameOut(int folder, const QByteArray& name,
                                      const QByteArray& newPath);

/// Syncs the folder: a name given or taken in it is durable only then.
[[nodiscard]] Outcome<void> syncFolder(const QByteArray& path);
/// An empty one.
[[nodiscard]] Outcome<void> removeFolder(const QByteArray& path);
/// Removes the file, or the folder and all below it, as far as that is possible: however deep it
/// is, and what its owner alone has forbidden too.
void removeTreeIn(int folder, const QByteArray& name);

} // namespace cairn::posix
