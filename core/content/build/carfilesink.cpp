// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/build/carfilesink.h"

#include "core/base/posix/file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <cstring>
#include <tuple>

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
    if (!m_temporary.isEmpty())
        std::ignore = posix::removeFile(m_temporary);
}

Done CarFileSink::named(const posix::Outcome<void>& outcome) const
{
    if (!outcome)
        return posix::failure(outcome.error(), m_path);
    return {};
}

Done CarFileSink::open()
{
    // Hidden, and with the rights of an ordinary file: a CAR is one of the user's.
    const QString name
        = u".cairn-"_s + QString::number(QRandomGenerator::global()->generate64(), 36);
    m_temporary = QFile::encodeName(QFileInfo(m_path).dir().filePath(name));
    auto created = posix::createFile(m_temporary);
    if (!created) {
        m_temporary.clear();
        if (created.error() == std::errc::no_such_file_or_directory)
            return fail(Error::Kind::Conflict, posix::text(created.error()),
                        QFileInfo(m_path).path(), u"TARGET_FOLDER_MISSING"_s);
        Error error = posix::failure(created.error(), m_path).value();
        if (error.kind == Error::Kind::Storage)
            error.code = u"TARGET_UNWRITABLE"_s;
        return fail(std::move(error));
    }
    m_file = std::move(*created);
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
    Done done = named(posix::writeAll(m_file.number(), m_buffer));
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
        return named(posix::writeAll(m_file.number(), section));
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
    const QByteArray header = encodeCarHeader({root});
    const auto written
        = posix::cutTo(m_file.number(), carBytes())
              .and_then([&] { return posix::writeAt(m_file.number(), 0, header); })
              .and_then([this] { return m_file.close(); })
              .and_then([this] { return posix::rename(m_temporary, QFile::encodeName(m_path)); });
    if (written)
        m_temporary.clear();
    return named(written);
}

} // namespace cairn::content
