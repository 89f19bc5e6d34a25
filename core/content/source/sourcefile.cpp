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

bool isAbsent(const QByteArray& path)
{
    const auto status = posix::status(path, posix::Follow::Nothing);
    return !status && status.error() == std::errc::no_such_file_or_directory;
}

Result<std::shared_ptr<SourceFile>> SourceFile::open(const QByteArray& path, Follow follow)
{
    auto opened = posix::openToRead(path, follow);
    if (!opened)
        return fail(Error::Kind::FileUnreadable, posix::text(opened.error()), shownPath(path),
                    isAbsent(path) ? u"FILE_MISSING"_s : QString());
    return std::shared_ptr<SourceFile>(new SourceFile(path, std::move(*opened)));
}

SourceFile::SourceFile(QByteArray path, posix::Descriptor descriptor)
    : m_path(std::move(path))
    , m_descriptor(std::move(descriptor))
{ }

Result<qint64> SourceFile::readUpTo(qint64 offset, char* to, qint64 size) const
{
    const auto got = posix::readAt(m_descriptor.number(), offset, to, size);
    if (!got)
        return fail(Error::Kind::FileUnreadable, posix::text(got.error()), shownPath(m_path));
    return *got;
}

Done SourceFile::read(qint64 offset, char* to, qint64 size) const
{
    const auto got = readUpTo(offset, to, size);
    if (!got)
        return fail(got.error());
    if (*got != size)
        return fail(Error::Kind::SourceChanged, u"the file became shorter"_s, shownPath(m_path));
    return {};
}

Done SourceFile::check(const FileIdentity& identity) const
{
    const auto status = posix::status(m_descriptor.number());
    if (!status)
        return fail(Error::Kind::FileUnreadable, posix::text(status.error()), shownPath(m_path));
    const bool isFile = status->kind == posix::FileStatus::Kind::File;
    if (isFile && identity.isSizeRead) {
        char more = 0;
        const auto got = readUpTo(identity.size, &more, 1);
        if (!got)
            return fail(got.error());
        if (*got > 0)
            return fail(Error::Kind::SourceChanged, u"the file became longer"_s, shownPath(m_path));
        return {}; // Its bytes are compared with their CIDs.
    }
    if (!isFile || FileIdentity(*status) != identity)
        return fail(Error::Kind::SourceChanged, u"size, time or inode changed"_s,
                    shownPath(m_path));
    return {};
}

} // namespace cairn::content
