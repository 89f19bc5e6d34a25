// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/unixfs/directorylisting.h"

#include "core/content/unixfs/fsnode.h"

using namespace Qt::StringLiterals;

namespace cairn::content {

Result<DirectoryListing> DirectoryListing::open(BlockSource& source, const Cid& directory)
{
    auto node = loadFsNode(source, directory);
    if (!node)
        return fail(node.error());
    DirectoryListing listing(source);
    listing.m_isSharded = node->fs.type == UnixFs::Type::Shard;
    if (listing.m_isSharded) {
        if (const Done done = checkShard(directory, *node); !done)
            return fail(done.error());
    } else if (node->fs.type != UnixFs::Type::Directory) {
        return fail(
            Error{Error::Kind::Invalid, u"not a folder"_s, directory.toString(), dagNotUnixFs});
    }
    listing.m_nodes.push_back({directory, std::move(node->node.links)});
    return listing;
}

Result<std::optional<DirectoryEntry>> DirectoryListing::next()
{
    while (!m_nodes.empty()) {
        Node& node = m_nodes.back();
        if (node.next == node.links.size()) {
            m_nodes.pop_back();
            continue;
        }
        const PbLink link = std::move(node.links[node.next++]);
        if (!m_isSharded)
            return DirectoryEntry{link.name, link.cid, link.tsize};
        auto entry = entryOf(node, link);
        if (!entry || *entry)
            return entry;
    }
    return std::nullopt;
}

std::size_t DirectoryListing::heldLinks() const
{
    std::size_t links = 0;
    for (const Node& node : m_nodes)
        links += node.links.size();
    return links;
}

// Every entry must belong where it is found, and every shard must hold one: else a few shards that
// point at each other again and again would be a folder without end.
Result<std::optional<DirectoryEntry>> DirectoryListing::entryOf(Node& node, const PbLink& link)
{
    if (link.name.size() < bucketDigits)
        return contradiction(node.cid, u"a shard link without its bucket"_s);
    node.bucket = link.name.first(bucketDigits);
    if (link.name.size() == bucketDigits) {
        if (const Done done = descend(link.cid); !done)
            return fail(done.error());
        return std::nullopt;
    }
    const QByteArray name = link.name.sliced(bucketDigits);
    for (std::size_t depth = 0; depth < m_nodes.size(); ++depth) {
        if (bucketName(name, depth) != m_nodes[depth].bucket)
            return contradiction(node.cid, u"an entry in another's bucket"_s);
    }
    return DirectoryEntry{name, link.cid, link.tsize};
}

Done DirectoryListing::descend(const Cid& shard)
{
    if (m_nodes.size() >= maxShardDepth)
        return contradiction(shard, u"sharded too deep"_s);
    auto node = loadFsNode(*m_source, shard);
    if (!node)
        return fail(node.error());
    if (node->fs.type != UnixFs::Type::Shard)
        return contradiction(shard, u"a shard that is none"_s);
    if (Done done = checkShard(shard, *node); !done)
        return done;
    if (node->node.links.empty())
        return contradiction(shard, u"an empty shard"_s);
    m_nodes.push_back({shard, std::move(node->node.links)});
    return {};
}

} // namespace cairn::content
