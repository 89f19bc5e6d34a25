// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/plan/partdevice.h"

#include "core/content/build/leaf.h"
#include "core/content/plan/dagcursor.h"
#include "core/content/plan/dagplandata.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <tuple>

using namespace Qt::StringLiterals;

namespace cairn::content {

// Fetches the bytes of one block after another, keeping the last source open.
class BlockLoader
{
public:
    explicit BlockLoader(const DagPlanData& plan)
        : m_plan(plan)
    { }

    /// The block as a CAR section; it lies here until the next one is asked for.
    Result<QByteArrayView> section(const BlockRef& ref)
    {
        const QByteArray frame = carFrame(ref.cidBytes(), ref.length);
        if (ref.kind == BlockRef::Node) {
            const auto bytes = m_plan.records.bytes(ref);
            if (!bytes)
                return fail(bytes.error());
            m_node = frame + *bytes;
            return QByteArrayView(m_node);
        }
        if (const Done done = open(ref.target); !done)
            return fail(done.error());
        const auto length = static_cast<qsizetype>(ref.contentLength);
        char* const data = room(length);
        if (const Done done = m_file->read(static_cast<qint64>(ref.offset), data, length); !done)
            return fail(done.error());
        BlockRef now;
        char* const block = makeLeaf(now, m_plan.profile, data, length, m_hash);
        if (now.cidBytes() != ref.cidBytes())
            return fail(Error::Kind::SourceChanged, u"the file's bytes changed"_s,
                        shownPath(m_source.path));
        std::memcpy(block - frame.size(), frame.constData(),
                    static_cast<std::size_t>(frame.size()));
        return QByteArrayView(block - frame.size(),
                              frame.size() + static_cast<qsizetype>(now.length));
    }

private:
    Done open(quint64 target)
    {
        if (!m_file || target != m_target) {
            auto source = m_plan.records.source(target);
            if (!source)
                return fail(source.error());
            m_source = std::move(*source);
            m_target = target;
            // The identity tells whether this is the file that was packed, wherever a symlink
            // leads.
            auto file = SourceFile::open(m_source.path, Follow::Symlinks);
            if (!file)
                return fail(file.error());
            m_file = std::move(*file);
        }
        return m_file->check(m_source.identity);
    }

    /// For a leaf's file bytes, a page's beginning, with room around them. Reading into the middle
    /// of a page is slow.
    char* room(qsizetype length)
    {
        constexpr qsizetype page = 4096;
        static_assert(leafHeadroom <= page);
        const qsizetype wanted = (page + length + leafTailroom + page - 1) / page * page;
        if (wanted > m_capacity) {
            m_buffer.reset(static_cast<char*>(
                std::aligned_alloc(std::size_t(page), static_cast<std::size_t>(wanted))));
            m_capacity = wanted;
        }
        return m_buffer.get() + page;
    }

    struct Free
    {
        void operator()(char* bytes) const { std::free(bytes); }
    };

    const DagPlanData& m_plan;
    Sha256 m_hash;
    std::unique_ptr<char, Free> m_buffer;
    qsizetype m_capacity = 0;
    QByteArray m_node;
    std::shared_ptr<SourceFile> m_file;
    DagRecordFile::Source m_source;
    quint64 m_target = 0;
};

PartDevice::PartDevice(std::shared_ptr<const DagPlanData> plan, const PlannedPart& part)
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
    m_cursor = std::make_unique<DagCursor>(m_plan->records, m_plan->root, m_part.start);
    m_header = encodeCarHeader({m_plan->rootCid});
    m_frame = m_header;
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
        std::copy_n(m_frame.data() + m_frameUsed, piece, to + given);
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
