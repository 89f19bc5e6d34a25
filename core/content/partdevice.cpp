// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/partdevice.h"

#include "core/content/dagcursor.h"
#include "core/content/leaf.h"
#include "core/content/plandata.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace cairn::content {

// Fetches the bytes of one block after another, keeping the last source open.
class BlockLoader
{
public:
    explicit BlockLoader(const PlanData& plan)
        : m_plan(plan)
    { }

    /// The block as a CAR section.
    Result<QByteArray> section(const BlockRef& ref)
    {
        QByteArray section = carFrame(ref.cidBytes(), ref.length);
        if (ref.kind == BlockRef::Node) {
            const auto bytes = m_plan.spool.bytes(ref);
            if (!bytes)
                return fail(bytes.error());
            return section + *bytes;
        }
        if (const Done done = open(ref.target); !done)
            return fail(done.error());
        m_buffer.resize(leafHeadroom + static_cast<qsizetype>(ref.contentLength) + leafTailroom);
        char* const data = m_buffer.data() + leafHeadroom;
        const auto length = static_cast<qsizetype>(ref.contentLength);
        if (const Done done = m_file->read(static_cast<qint64>(ref.offset), data, length); !done)
            return fail(done.error());
        BlockRef now;
        const char* const block = makeLeaf(now, m_plan.profile, data, length, m_hash);
        if (now.cidBytes() != ref.cidBytes())
            return fail(Error::Kind::SourceChanged, u"the file's bytes changed"_s,
                        shownPath(m_source.path));
        return section.append(block, static_cast<qsizetype>(now.length));
    }

private:
    Done open(quint64 target)
    {
        if (!m_file || target != m_target) {
            auto source = m_plan.spool.source(target);
            if (!source)
                return fail(source.error());
            m_source = std::move(*source);
            m_target = target;
            // The stamp tells whether this is the file that was packed, wherever a symlink leads.
            auto file = SourceFile::open(m_source.path, Follow::Symlinks);
            if (!file)
                return fail(file.error());
            m_file = std::move(*file);
        }
        return m_file->check(m_source.stamp);
    }

    const PlanData& m_plan;
    Sha256 m_hash;
    QByteArray m_buffer;
    std::shared_ptr<SourceFile> m_file;
    Spool::Source m_source;
    quint64 m_target = 0;
};

PartDevice::PartDevice(std::shared_ptr<const PlanData> plan, const PartRecord& part)
    : m_plan(std::move(plan))
    , m_part(part)
    , m_loader(std::make_unique<BlockLoader>(*m_plan))
{
    rewind();
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

PartDevice::~PartDevice() = default;

qint64 PartDevice::size() const
{
    return m_part.info.carBytes;
}

bool PartDevice::atEnd() const
{
    return m_error || pos() >= size();
}

void PartDevice::rewind()
{
    m_cursor = std::make_unique<DagCursor>(m_plan->spool, m_plan->root, m_part.start);
    m_frame = encodeCarHeader({m_plan->rootCid});
    m_frameUsed = 0;
    m_blocksLeft = m_part.info.blocks;
}

bool PartDevice::failed(const Error& error)
{
    m_error = error;
    setErrorString(error.detail);
    return false;
}

bool PartDevice::nextFrame(qint64& skip)
{
    while (m_blocksLeft > 0) {
        const auto ref = m_cursor->next();
        if (!ref)
            return failed(ref.error());
        --m_blocksLeft;
        const qint64 length = carSectionLength((*ref)->cidLength, (*ref)->length);
        if (skip >= length) {
            skip -= length;
            continue;
        }
        const auto section = m_loader->section(**ref);
        if (!section)
            return failed(section.error());
        m_frame = *section;
        m_frameUsed = skip;
        skip = 0;
        return true;
    }
    m_frameUsed = m_frame.size();
    return false;
}

bool PartDevice::seek(qint64 position)
{
    if (position < 0 || position > size() || m_error || !QIODevice::seek(position))
        return false;
    rewind();
    if (position <= m_frame.size()) {
        m_frameUsed = position;
        return true;
    }
    qint64 skip = position - m_frame.size();
    std::ignore = nextFrame(skip); // at the very end there is no frame
    return !m_error;
}

qint64 PartDevice::readData(char* to, qint64 maxSize)
{
    qint64 given = 0;
    while (given < maxSize && !m_error) {
        qint64 skip = 0;
        if (m_frameUsed == m_frame.size() && !nextFrame(skip))
            break;
        const qint64 piece = qMin<qint64>(maxSize - given, m_frame.size() - m_frameUsed);
        std::copy_n(m_frame.constData() + m_frameUsed, piece, to + given);
        m_frameUsed += piece;
        given += piece;
    }
    return given == 0 && (m_error || maxSize > 0) ? -1 : given;
}

qint64 PartDevice::writeData(const char*, qint64)
{
    return -1;
}

} // namespace cairn::content
