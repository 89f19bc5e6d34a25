// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/build/carfilesink.h"

#include "core/base/posix.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

constexpr qsizetype bufferSize = 256 * 1024;
constexpr qsizetype directFrom = 64 * 1024; // larger sections are not worth copying

// Before anything is packed: every root of a version is equally long.
qint64 headerSizeFor(Profile::CidVersion version)
{
    const Cid root = version == Profile::CidVersion::V0
        ? Cid::v0({})
        : Cid::v1(Codec::Raw, {HashCode::Sha256, QByteArray(32, '\0')});
    return encodeCarHeader({root}).size();
}

} // namespace

CarFileSink::CarFileSink(QString path, Profile::CidVersion version)
    : m_path(std::move(path))
    , m_headerSize(headerSizeFor(version))
{ }

CarFileSink::~CarFileSink()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (!m_temporary.isEmpty())
        ::unlink(m_temporary.constData());
}

Done CarFileSink::named(Done done) const
{
    if (!done)
        done.error().subject = m_path;
    return done;
}

Done CarFileSink::open()
{
    // Hidden, and with the rights of an ordinary file: a CAR is one of the user's.
    const QString name
        = u".cairn-"_s + QString::number(QRandomGenerator::global()->generate64(), 36);
    m_temporary = QFile::encodeName(QFileInfo(m_path).dir().filePath(name));
    m_descriptor = ::open(m_temporary.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (m_descriptor < 0) {
        m_temporary.clear();
        return named(fail(Error::Kind::Storage, posix::systemError()));
    }
    m_buffer.reserve(bufferSize);
    m_buffer.append(m_headerSize, '\0');
    return {};
}

qint64 CarFileSink::carBytes() const
{
    return m_headerSize + mark().bytes;
}

QString CarFileSink::temporaryPath() const
{
    return QFile::decodeName(m_temporary);
}

Done CarFileSink::flush()
{
    Done done = named(posix::writeAll(m_descriptor, m_buffer));
    m_buffer.resize(0);
    return done;
}

Done CarFileSink::put(const BlockRef& ref, QByteArrayView section)
{
    Q_ASSERT(section.size() == carSectionLength(ref.cidLength, ref.length));
    if (m_buffer.size() + section.size() > bufferSize || section.size() >= directFrom) {
        if (Done done = flush(); !done)
            return done;
    }
    if (section.size() >= directFrom)
        return named(posix::writeAll(m_descriptor, section));
    m_buffer.append(section);
    return {};
}

Done CarFileSink::putLeaf(const BlockRef& ref, char* block)
{
    // The frame goes right before the block, so that both are written as one.
    const QByteArray frame = carFrame(ref.cidBytes(), ref.length);
    char* const section = block - frame.size();
    std::memcpy(section, frame.constData(), static_cast<std::size_t>(frame.size()));
    return put(ref, {section, frame.size() + static_cast<qsizetype>(ref.length)});
}

Result<quint64> CarFileSink::putNode(const BlockRef& ref, QByteArrayView bytes,
                                     std::span<const BlockLink>)
{
    QByteArray section = carFrame(ref.cidBytes(), ref.length);
    section.append(bytes);
    if (const Done done = put(ref, section); !done)
        return fail(done.error());
    return 0;
}

Done CarFileSink::commit(const Cid& root)
{
    if (Done done = flush(); !done)
        return done;
    if (::ftruncate(m_descriptor, carBytes()) != 0 || ::lseek(m_descriptor, 0, SEEK_SET) != 0)
        return named(fail(Error::Kind::Storage, posix::systemError()));
    if (Done done = named(posix::writeAll(m_descriptor, encodeCarHeader({root}))); !done)
        return done;
    const int closed = ::close(m_descriptor);
    m_descriptor = -1;
    if (closed != 0
        || ::rename(m_temporary.constData(), QFile::encodeName(m_path).constData()) != 0)
        return named(fail(Error::Kind::Storage, posix::systemError()));
    m_temporary.clear();
    return {};
}

} // namespace cairn::content
