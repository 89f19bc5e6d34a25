// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/dagwalk.h"

#include "core/content/car/car.h"
#include "core/content/codec/dagpb.h"
#include "core/content/codec/links.h"
#include "core/content/codec/unixfs.h"

#include <algorithm>
#include <ranges>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

constexpr qsizetype rememberedBytes = 16;

} // namespace

DagWalk::DagWalk(const std::optional<Cid>& root, const DagScope& scope)
    : m_scope(scope)
{
    if (root)
        m_ahead.push_back({*root});
}

std::optional<Cid> DagWalk::next()
{
    while (!m_ahead.empty()) {
        const Ahead ahead = std::move(m_ahead.back());
        m_ahead.pop_back();
        const QByteArray digest = ahead.cid.hash().digest;
        if (m_seen.insert(digest.first(std::min(rememberedBytes, digest.size()))).second) {
            m_position = ahead.position;
            return ahead.cid;
        }
    }
    return std::nullopt;
}

Done DagWalk::expand(const Cid& cid, QByteArrayView bytes)
{
    if (m_scope.what == DagScope::What::Entity)
        return expandEntity(cid, bytes, m_position);
    const auto links = content::links(cid, bytes);
    if (!links)
        return fail(links.error());
    std::vector<Ahead> children;
    for (const Cid& link : links->cids)
        children.push_back({link});
    return push(std::move(children));
}

/// The first one last, so that it is next.
Done DagWalk::push(std::vector<Ahead> children)
{
    for (Ahead& child : children | std::views::reverse) {
        const content::Multihash hash = child.cid.hash();
        if (hash.code != content::HashCode::Identity) {
            m_ahead.push_back(std::move(child));
            continue;
        }
        const Done inner = m_scope.what == DagScope::What::Entity
            ? expandEntity(child.cid, hash.digest, child.position)
            : expand(child.cid, hash.digest);
        if (!inner)
            return inner;
    }
    return {};
}

Done DagWalk::expandEntity(const Cid& cid, QByteArrayView bytes, quint64 position)
{
    using Type = content::UnixFs::Type;
    if (cid.codec() != content::Codec::DagPb)
        return {};
    const auto node = content::decodePbNode(bytes);
    if (!node)
        return fail(node.error());
    const auto fs = node->data ? content::decodeUnixFs(*node->data)
                               : Result<content::UnixFs>(fail(Error::Kind::Invalid));
    if (!fs)
        return {};
    std::vector<Ahead> children;
    if (fs->type == Type::Shard) {
        for (const content::PbLink& link : node->links) {
            if (link.name.size() == 2) // A shard below, not an entry.
                children.push_back({link.cid});
        }
    } else if (fs->type == Type::File || fs->type == Type::Raw) {
        quint64 at = position + quint64(fs->data ? fs->data->size() : 0);
        for (std::size_t i = 0; i < node->links.size(); ++i) {
            const quint64 size = i < fs->blockSizes.size() ? fs->blockSizes[i] : 0;
            if (at < m_scope.to && m_scope.from < at + size)
                children.push_back({node->links[i].cid, at});
            at += size;
        }
    }
    return push(std::move(children));
}

Result<std::optional<qint64>> carLength(BlockStore& blocks, const DagOutline& dag, qint64 maxBlocks)
{
    qint64 total = content::encodeCarHeader({dag.root}).size();
    const auto add = [&](const Cid& cid) -> Done {
        const auto length = blocks.length(cid);
        if (!length)
            return fail(length.error());
        if (!*length)
            return fail(Error::Kind::NotFound, u"Not all of this is here."_s, cid.toString());
        total += content::carSectionLength(cid.bytes().size(), **length);
        return {};
    };
    for (const Cid& cid : dag.before) {
        if (const Done done = add(cid); !done)
            return fail(done.error());
    }
    DagWalk walk(dag.whole, dag.scope);
    while (const auto cid = walk.next()) {
        if (maxBlocks-- <= 0)
            return std::nullopt;
        if (const Done done = add(*cid); !done)
            return fail(done.error());
        if (cid->codec() == content::Codec::Raw)
            continue;
        const auto bytes = blocks.block(*cid);
        if (!bytes)
            return fail(bytes.error());
        if (const Done done = walk.expand(*cid, *bytes); !done)
            return fail(done.error());
    }
    return total;
}

} // namespace cairn::local
