// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/build/filebuilder.h"

#include "core/content/codec/dagpb.h"
#include "core/content/codec/unixfs.h"

namespace cairn::content {

FileBuilder::FileBuilder(const Profile& profile, BlockSink& sink)
    : m_profile(profile)
    , m_sink(sink)
{ }

Done FileBuilder::add(const BlockLink& leaf)
{
    return push(0, leaf);
}

Done FileBuilder::push(std::size_t level, const BlockLink& link)
{
    // A full node is closed only when its successor comes: only then has the file another level.
    if (level < m_levels.size()
        && m_levels[level].size() == static_cast<std::size_t>(m_profile.width)) {
        if (Done done = close(level); !done)
            return done;
    }
    if (level == m_levels.size())
        m_levels.emplace_back();
    m_levels[level].push_back(link);
    return {};
}

Done FileBuilder::close(std::size_t level)
{
    std::vector<BlockLink> children;
    std::swap(children, m_levels[level]);
    QByteArray bytes;
    UnixFs data{.type = UnixFs::Type::File, .fileSize = 0};
    for (const BlockLink& child : children) {
        appendPbLink(bytes, child.ref.cidBytes(), {}, child.tsize);
        *data.fileSize += child.contentSize;
        data.blockSizes.push_back(child.contentSize);
    }
    appendPbData(bytes, encodeUnixFs(data));
    auto node = makeNode(m_profile, m_sink, bytes, children);
    if (!node)
        return fail(node.error());
    node->contentSize = *data.fileSize;
    return push(level + 1, *node);
}

Result<BlockLink> FileBuilder::finish()
{
    // Every level ends in one node, even one with a single link, so that all leaves lie equally
    // deep.
    for (std::size_t level = 0; level + 1 < m_levels.size() || m_levels[level].size() > 1;
         ++level) {
        if (const Done done = close(level); !done)
            return fail(done.error());
    }
    return m_levels.back().front();
}

Result<BlockLink> makeNode(const Profile& profile, BlockSink& sink, QByteArrayView bytes,
                           std::span<const BlockLink> children)
{
    BlockLink node;
    node.ref.kind = BlockRef::Node;
    node.ref.length = static_cast<quint32>(bytes.size());
    node.tsize = static_cast<quint64>(bytes.size());
    for (const BlockLink& child : children)
        node.tsize += child.tsize;
    thread_local Sha256 hash;
    hash.add(bytes);
    setCid(node.ref, hash.finish(), Codec::DagPb, profile.cidVersion);
    const auto target = sink.node(node.ref, bytes, children);
    if (!target)
        return fail(target.error());
    node.ref.target = *target;
    return node;
}

} // namespace cairn::content
