// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/posix/folder.h"

#include "core/base/posix/systemcalls.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <tuple>

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

void removeTreeIn(int folder, const QByteArray& name)
{
    if (::unlinkat(folder, name.constData(), 0) == 0 || errno == ENOENT)
        return;
    auto names = FolderReader::openIn(folder, name);
    if (!names)
        return;
    while (const auto inside = names->next().value_or(std::nullopt))
        removeTreeIn(names->folder(), inside->toByteArray());
    ::unlinkat(folder, name.constData(), AT_REMOVEDIR);
}

} // namespace cairn::posix
