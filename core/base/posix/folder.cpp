// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/posix/folder.h"

#include "core/base/posix/systemcalls.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <set>
#include <tuple>
#include <vector>

namespace cairn::posix {
namespace {

constexpr int folderFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

} // namespace

void FolderReader::Close::operator()(void* stream) const
{
    ::closedir(static_cast<DIR*>(stream));
}

Outcome<FolderReader> FolderReader::from(Outcome<Descriptor> folder)
{
    if (!folder)
        return tl::unexpected(folder.error());
    DIR* stream = ::fdopendir(folder->number());
    if (!stream)
        return lastReason();
    std::ignore = folder->release(); // The stream closes it.
    return FolderReader(stream);
}

Outcome<FolderReader> FolderReader::open(const QByteArray& path)
{
    return from(openFolder(path, Follow::Symlinks));
}

Outcome<FolderReader> FolderReader::openIn(int folder, const QByteArray& name)
{
    return from(openFolderIn(folder, name));
}

int FolderReader::folder() const
{
    return ::dirfd(static_cast<DIR*>(m_stream.get()));
}

Outcome<std::optional<QByteArrayView>> FolderReader::next()
{
    while (true) {
        errno = 0;
        const dirent* entry = ::readdir(static_cast<DIR*>(m_stream.get()));
        if (!entry && errno != 0)
            return lastReason();
        if (!entry)
            return std::nullopt;
        const QByteArrayView name(entry->d_name);
        if (name != QByteArrayView(".") && name != QByteArrayView(".."))
            return name;
    }
}

Outcome<Descriptor> openFolder(const QByteArray& path, Follow follow)
{
    return descriptorOf(
        ::open(path.constData(), folderFlags | (follow == Follow::Nothing ? O_NOFOLLOW : 0)));
}

Outcome<Descriptor> openFolderIn(int folder, const QByteArray& name)
{
    return descriptorOf(::openat(folder, name.constData(), folderFlags | O_NOFOLLOW));
}

Outcome<void> makeFolder(const QByteArray& path)
{
    return outcomeOf(::mkdir(path.constData(), 0700));
}

Outcome<void> makeFolderIn(int folder, const QByteArray& name)
{
    return outcomeOf(::mkdirat(folder, name.constData(), 0777));
}

Outcome<Descriptor> createFileIn(int folder, const QByteArray& name, Existing existing,
                                 Rights rights)
{
    const int flags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC
        | (existing == Existing::Refused       ? O_EXCL
               : existing == Existing::Emptied ? O_TRUNC
                                               : 0);
    const mode_t mode = rights == Rights::OwnerOnly ? 0600 : 0666;
    return descriptorOf(::openat(folder, name.constData(), flags, mode));
}

Outcome<void> makeSymlinkIn(int folder, const QByteArray& name, const QByteArray& target)
{
    return outcomeOf(::symlinkat(target.constData(), folder, name.constData()));
}

Outcome<FileStatus> statusIn(int folder, const QByteArray& name)
{
    struct stat raw = {};
    if (::fstatat(folder, name.constData(), &raw, AT_SYMLINK_NOFOLLOW) != 0)
        return lastReason();
    return statusFrom(raw);
}

Outcome<void> setModifiedIn(int folder, const QByteArray& name, qint64 seconds, quint32 nanoseconds)
{
    const auto times = timesOf(seconds, nanoseconds);
    return outcomeOf(::utimensat(folder, name.constData(), times.data(), AT_SYMLINK_NOFOLLOW));
}

Outcome<void> renameIn(int folder, const QByteArray& from, const QByteArray& to)
{
    return outcomeOf(::renameat(folder, from.constData(), folder, to.constData()));
}

Outcome<void> renameOut(int folder, const QByteArray& name, const QByteArray& newPath)
{
#ifdef Q_OS_LINUX
    const int renamed
        = ::renameat2(folder, name.constData(), AT_FDCWD, newPath.constData(), RENAME_NOREPLACE);
    if (renamed == 0 || (errno != EINVAL && errno != ENOSYS))
        return outcomeOf(renamed);
#endif
    if (status(newPath, Follow::Nothing))
        return tl::unexpected(std::make_error_code(std::errc::file_exists));
    return outcomeOf(::renameat(folder, name.constData(), AT_FDCWD, newPath.constData()));
}

Outcome<void> syncFolder(const QByteArray& path)
{
    const auto folder = openFolder(path, Follow::Symlinks);
    if (!folder)
        return tl::unexpected(folder.error());
    return sync(folder->number());
}

Outcome<void> removeFolder(const QByteArray& path)
{
    return outcomeOf(::rmdir(path.constData()));
}

namespace {

/// A folder that is being removed. Only the innermost one is open.
struct DoomedFolder
{
    QByteArray name; ///< In the folder above it.
    quint64 device = 0;
    quint64 inode = 0;
    std::set<QByteArray> kept{}; ///< What cannot be removed.
};

class TreeRemover
{
public:
    explicit TreeRemover(int folder)
        : m_base(folder)
    { }

    void remove(const QByteArray& name)
    {
        if (!enter(name))
            return;
        while (!m_way.empty()) {
            const auto next = m_reader->next();
            if (next && *next)
                removeEntry((*next)->toByteArray());
            else if (!leave())
                return;
        }
    }

private:
    int at() const { return m_reader ? m_reader->folder() : m_base; }

    bool enter(const QByteArray& name)
    {
        auto folder = openFolderIn(at(), name);
        // Its owner may have taken the right to look into it from everybody. For a link there is
        // another reason.
        if (!folder && folder.error() == std::errc::permission_denied
            && ::fchmodat(at(), name.constData(), 0700, 0) == 0)
            folder = openFolderIn(at(), name);
        if (!folder)
            return false;
        ::fchmod(folder->number(), 0700);
        const auto status = posix::status(folder->number());
        auto reader = FolderReader::openIn(folder->number(), ".");
        if (!status || !reader)
            return false;
        m_way.push_back({name, status->device, status->inode});
        m_reader = std::move(*reader);
        return true;
    }

    void removeEntry(const QByteArray& name)
    {
        std::set<QByteArray>& kept = m_way.back().kept;
        if (kept.contains(name) || ::unlinkat(at(), name.constData(), 0) == 0)
            return;
        if (!enter(name))
            kept.insert(name);
    }

    /// Out of the innermost folder, which is empty as far as that was possible, and removes it.
    bool leave()
    {
        const DoomedFolder left = std::move(m_way.back());
        m_way.pop_back();
        if (m_way.empty()) {
            m_reader.reset();
            return ::unlinkat(m_base, left.name.constData(), AT_REMOVEDIR) == 0;
        }
        auto above = FolderReader::openIn(at(), "..");
        const auto status = above ? posix::status(above->folder()) : lastReason();
        // Somebody has moved it meanwhile: what is there now is not ours.
        if (!status || status->device != m_way.back().device || status->inode != m_way.back().inode)
            return false;
        m_reader = std::move(*above);
        if (::unlinkat(at(), left.name.constData(), AT_REMOVEDIR) != 0)
            m_way.back().kept.insert(left.name);
        return true;
    }

    int m_base;
    std::optional<FolderReader> m_reader; ///< Of the innermost folder.
    std::vector<DoomedFolder> m_way;
};

} // namespace

void removeTreeIn(int folder, const QByteArray& name)
{
    if (::unlinkat(folder, name.constData(), 0) == 0 || errno == ENOENT)
        return;
    TreeRemover(folder).remove(name);
}

} // namespace cairn::posix
