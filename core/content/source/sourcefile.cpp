// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/source/sourcefile.h"

#include "core/base/posix.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace cairn::content {

FileIdentity::FileIdentity(const struct stat& status)
    : device(static_cast<quint64>(status.st_dev))
    , inode(static_cast<quint64>(status.st_ino))
    , size(status.st_size)
    , modified(qint64(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec)
{ }

QString shownPath(const QByteArray& path)
{
    return QString::fromUtf8(path);
}

Result<std::shared_ptr<SourceFile>> SourceFile::open(const QByteArray& path, Follow follow)
{
    // O_NONBLOCK: opening a FIFO that replaced the file would otherwise wait for its writer.
    const int flags
        = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (follow == Follow::Nothing ? O_NOFOLLOW : 0);
    const int descriptor = ::open(path.constData(), flags);
    if (descriptor < 0)
        return fail(Error::Kind::FileUnreadable, posix::systemError(), shownPath(path));
    return std::shared_ptr<SourceFile>(new SourceFile(path, descriptor));
}

SourceFile::SourceFile(QByteArray path, int descriptor)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
{ }

SourceFile::~SourceFile()
{
    ::close(m_descriptor);
}

Done SourceFile::read(qint64 offset, char* to, qint64 size) const
{
    const auto got = posix::readAt(m_descriptor, offset, to, size);
    if (!got)
        return fail(got.error().kind, got.error().detail, shownPath(m_path));
    if (*got != size)
        return fail(Error::Kind::SourceChanged, u"the file became shorter"_s, shownPath(m_path));
    return {};
}

Done SourceFile::check(const FileIdentity& identity) const
{
    struct stat status;
    if (::fstat(m_descriptor, &status) != 0)
        return fail(Error::Kind::FileUnreadable, posix::systemError(), shownPath(m_path));
    if (!S_ISREG(status.st_mode) || FileIdentity(status) != identity)
        return fail(Error::Kind::SourceChanged, u"size, time or inode changed"_s,
                    shownPath(m_path));
    return {};
}

} // namespace cairn::content
