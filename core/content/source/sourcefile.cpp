// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/source/sourcefile.h"

using namespace Qt::StringLiterals;

namespace cairn::content {

FileIdentity::FileIdentity(const posix::FileStatus& status)
    : device(status.device)
    , inode(status.inode)
    , size(status.size)
    , modified(status.modified)
{ }

QString shownPath(const QByteArray& path)
{
    return QString::fromUtf8(path);
}

Result<std::shared_ptr<SourceFile>> SourceFile::open(const QByteArray& path, Follow follow)
{
    auto opened = posix::openToRead(path, follow);
    if (!opened)
        return fail(Error::Kind::FileUnreadable, posix::text(opened.error()), shownPath(path));
    return std::shared_ptr<SourceFile>(new SourceFile(path, std::move(*opened)));
}

SourceFile::SourceFile(QByteArray path, posix::Descriptor descriptor)
    : m_path(std::move(path))
    , m_descriptor(std::move(descriptor))
{ }

Done SourceFile::read(qint64 offset, char* to, qint64 size) const
{
    const auto got = posix::readAt(m_descriptor.number(), offset, to, size);
    if (!got)
        return fail(Error::Kind::FileUnreadable, posix::text(got.error()), shownPath(m_path));
    if (*got != size)
        return fail(Error::Kind::SourceChanged, u"the file became shorter"_s, shownPath(m_path));
    return {};
}

Done SourceFile::check(const FileIdentity& identity) const
{
    const auto status = posix::status(m_descriptor.number());
    if (!status)
        return fail(Error::Kind::FileUnreadable, posix::text(status.error()), shownPath(m_path));
    if (status->kind != posix::FileStatus::Kind::File || FileIdentity(*status) != identity)
        return fail(Error::Kind::SourceChanged, u"size, time or inode changed"_s,
                    shownPath(m_path));
    return {};
}

} // namespace cairn::content
