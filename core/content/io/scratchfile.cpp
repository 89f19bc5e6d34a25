// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/io/scratchfile.h"

#include "core/base/fileerror.h"
#include "core/base/posix/file.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

constexpr qsizetype bufferSize = 128 * 1024;

} // namespace

Done ScratchFile::open(const QString& folder)
{
    const QString place = folder.isEmpty() ? QDir::tempPath() : folder;
    m_file.setFileTemplate(QDir(place).filePath(u"cairn-pack-XXXXXX"_s));
    if (!m_file.open()) // It has no name yet: the folder tells whether there is room.
        return fail(isOutOfSpace(place) ? Error::Kind::DiskFull : Error::Kind::Storage,
                    m_file.errorString(), place);
    m_descriptor = m_file.handle();
    return {};
}

Result<qint64> ScratchFile::append(QByteArrayView bytes)
{
    const qint64 offset = m_size;
    if (m_buffer.size() + bytes.size() > bufferSize) {
        if (const Done done = flush(); !done)
            return fail(done.error());
    }
    if (bytes.size() > bufferSize) {
        if (const auto written = posix::writeAll(m_descriptor, bytes); !written)
            return posix::failure(written.error());
    } else {
        m_buffer.append(bytes);
    }
    m_size += bytes.size();
    return offset;
}

Done ScratchFile::flush()
{
    const auto written = posix::writeAll(m_descriptor, m_buffer);
    m_buffer.resize(0);
    if (!written)
        return posix::failure(written.error());
    return {};
}

Done ScratchFile::read(qint64 offset, char* to, qint64 size) const
{
    const auto got = posix::readAt(m_descriptor, offset, to, size);
    if (!got)
        return fail(Error::Kind::Storage, posix::text(got.error()));
    if (*got != size)
        return fail(Error::Kind::Storage, u"the records file is shorter than it was"_s);
    return {};
}

} // namespace cairn::content
