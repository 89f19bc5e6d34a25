// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/plan/dagrecordfile.h"

namespace cairn::content {
namespace {

// A source: identity, path length, path. A node: child count, children, bytes (their length is in
// the reference to them).
template<typename T> QByteArrayView viewOf(const T& value)
{
    static_assert(std::is_trivially_copyable_v<T>);
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

} // namespace

Result<quint64> DagRecordFile::source(const QByteArray& path, const FileIdentity& identity)
{
    const auto length = static_cast<quint32>(path.size());
    const auto at
        = m_file.append(viewOf(identity).toByteArray() + viewOf(length).toByteArray() + path);
    if (!at)
        return fail(at.error());
    return static_cast<quint64>(*at);
}

Result<quint64> DagRecordFile::putNode(const BlockRef&, QByteArrayView bytes,
                                       std::span<const BlockLink> children)
{
    const auto count = static_cast<quint32>(children.size());
    QByteArray record;
    record.reserve(static_cast<qsizetype>(sizeof count + count * sizeof(BlockRef)) + bytes.size());
    record.append(viewOf(count));
    for (const BlockLink& child : children)
        record.append(viewOf(child.ref));
    record.append(bytes);
    const auto at = m_file.append(record);
    if (!at)
        return fail(at.error());
    return static_cast<quint64>(*at);
}

Result<DagRecordFile::Source> DagRecordFile::source(quint64 target) const
{
    Source source;
    quint32 length = 0;
    auto at = static_cast<qint64>(target);
    if (const Done done
        = m_file.read(at, reinterpret_cast<char*>(&source.identity), sizeof source.identity);
        !done)
        return fail(done.error());
    at += sizeof source.identity;
    if (const Done done = m_file.read(at, reinterpret_cast<char*>(&length), sizeof length); !done)
        return fail(done.error());
    at += sizeof length;
    source.path.resize(length);
    if (const Done done = m_file.read(at, source.path.data(), length); !done)
        return fail(done.error());
    return source;
}

Result<quint32> DagRecordFile::childCount(const BlockRef& node) const
{
    quint32 count = 0;
    if (const Done done = m_file.read(static_cast<qint64>(node.target),
                                      reinterpret_cast<char*>(&count), sizeof count);
        !done)
        return fail(done.error());
    return count;
}

Result<QByteArray> DagRecordFile::bytes(const BlockRef& node) const
{
    const auto count = childCount(node);
    if (!count)
        return fail(count.error());
    QByteArray bytes(static_cast<qsizetype>(node.length), Qt::Uninitialized);
    const auto at = static_cast<qint64>(node.target + sizeof *count + *count * sizeof(BlockRef));
    if (const Done done = m_file.read(at, bytes.data(), bytes.size()); !done)
        return fail(done.error());
    return bytes;
}

Result<std::vector<BlockRef>> DagRecordFile::children(const BlockRef& node, quint32 first,
                                                      quint32 count) const
{
    std::vector<BlockRef> children(count);
    const auto at = static_cast<qint64>(node.target + sizeof count + first * sizeof(BlockRef));
    if (const Done done = m_file.read(at, reinterpret_cast<char*>(children.data()),
                                      count * qint64(sizeof(BlockRef)));
        !done)
        return fail(done.error());
    return children;
}

} // namespace cairn::content
