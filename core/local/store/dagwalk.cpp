// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/dagwalk.h"

#include "core/content/car/car.h"
#include "core/content/codec/links.h"

#include <cstring>
#include <ranges>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;
using content::UnixFs;

namespace {

/// The bytes that a node's own and its parts' sizes add up to; none for a sum that no number holds
/// and for other parts than it has links.
std::optional<quint64> spanOf(const content::PbNode& node, const UnixFs& file)
{
    if (node.links.size() != file.blockSizes.size())
        return std::nullopt;
    quint64 sum = file.data ? quint64(file.data->size()) : 0;
    for (const quint64 size : file.blockSizes) {
        if (size > std::numeric_limits<quint64>::max() - sum)
            return std::nullopt;
        sum += size;
    }
    return sum;
}

/// How many characters of a name in a HAMT are the bucket; a name of no more is a shard below.
qsizetype bucketDigits(const UnixFs& shard)
{
    const quint64 fanout = shard.fanout.value_or(content::hamtFanout);
    return QByteArray::number(fanout > 0 ? fanout - 1 : 0, 16).size();
}

} // namespace

DagWalk::DagWalk(const DagOutline& dag)
    : m_scope(dag.scope)
    , m_repeats(dag.repeats)
{
    std::vector<Place> places;
    for (const Cid& cid : dag.before)
        places.push_back({cid, Place::Wanted::Itself});
    if (dag.whole) {
        const bool isWhole = m_scope.from == 0 && m_scope.to >= m_scope.size;
        places.push_back(
            {*dag.whole, isWhole ? Place::Wanted::Whole : Place::Wanted::Some, 0, m_scope.size});
    }
    push(std::move(places));
}

void DagWalk::push(std::vector<Place> places)
{
    for (Place& place : places | std::views::reverse)
        m_ahead.push_back(std::move(place));
}

DagWalk::BlockMark DagWalk::markOf(const Cid& cid)
{
    const content::Multihash hash = cid.hash();
    BlockMark mark;
    if (hash.code == content::HashCode::Sha256
        && hash.digest.size() == qsizetype(sizeof(content::Digest))) {
        std::memcpy(&mark, hash.digest.constData(), sizeof mark);
    } else { // Of others a digest may be short, or made to be like another one.
        const QByteArray digest = content::sha256(hash.bytes()).digest;
        std::memcpy(&mark, digest.constData(), sizeof mark);
    }
    mark.second ^= quint64(cid.codec());
    return mark;
}

/// Notes that a block is wanted; false if that changes nothing.
bool DagWalk::visit(const BlockMark& block, Place::Wanted wanted)
{
    if (!m_given.contains(block)) {
        m_given.insert(block);
        if (wanted != Place::Wanted::Whole)
            m_partly.insert(block);
        return true;
    }
    if (wanted == Place::Wanted::Itself || !m_partly.contains(block))
        return false;
    if (wanted == Place::Wanted::Whole)
        m_partly.remove(block);
    return true;
}

Result<std::optional<DagWalk::Step>> DagWalk::next()
{
    while (!m_ahead.empty()) {
        m_at = std::move(m_ahead.back());
        m_ahead.pop_back();
        const bool isInside = m_at.cid.hash().code == content::HashCode::Identity;
        const bool hasLinks = m_at.wanted != Place::Wanted::Itself
            && (m_scope.what == DagScope::What::Entity ? m_at.cid.codec() == content::Codec::DagPb
                                                       : m_at.cid.codec() != content::Codec::Raw);
        if (isInside && hasLinks) {
            if (const Done done = expand(m_at.cid.hash().digest); !done)
                return fail(done.error());
        }
        if (isInside)
            continue;
        if (m_repeats == DagOutline::Repeats::Given)
            return Step{m_at.cid, true, hasLinks};
        const BlockMark key = markOf(m_at.cid);
        const bool isNew = !m_given.contains(key);
        const bool isLeaf = m_at.wanted == Place::Wanted::Some && !hasLinks;
        if (visit(key, isLeaf ? Place::Wanted::Whole : m_at.wanted))
            return Step{m_at.cid, isNew, hasLinks};
    }
    return std::nullopt;
}

Done DagWalk::expand(QByteArrayView bytes)
{
    if (m_scope.what == DagScope::What::Entity)
        return expandEntity(bytes);
    const auto links = content::links(m_at.cid, bytes);
    if (!links)
        return fail(links.error());
    m_hasUnknownCodec = m_hasUnknownCodec || links->codec == content::Links::Codec::Unknown;
    std::vector<Place> children;
    for (const Cid& link : links->cids)
        children.push_back({link});
    push(std::move(children));
    return {};
}

Done DagWalk::expandEntity(QByteArrayView bytes)
{
    using Type = UnixFs::Type;
    const auto node = content::decodePbNode(bytes);
    if (!node)
        return fail(node.error());
    const auto fs = node->data ? content::decodeUnixFs(*node->data)
                               : Result<UnixFs>(fail(Error::Kind::Invalid));
    if (!fs)
        return {};
    std::vector<Place> children;
    if (fs->type == Type::Shard) {
        for (const content::PbLink& link : node->links) {
            if (link.name.size() == bucketDigits(*fs))
                children.push_back({link.cid});
        }
    } else if (fs->type == Type::File || fs->type == Type::Raw) {
        if (m_at.wanted == Place::Wanted::Some && spanOf(*node, *fs) == m_at.size) {
            children = partsInRange(*node, *fs);
        } else {
            m_partly.remove(markOf(m_at.cid));
            for (const content::PbLink& link : node->links)
                children.push_back({link.cid});
        }
    }
    push(std::move(children));
    return {};
}

std::vector<DagWalk::Place> DagWalk::partsInRange(const content::PbNode& node,
                                                  const UnixFs& file) const
{
    std::vector<Place> parts;
    const bool isSomeWanted = m_scope.from < m_scope.to;
    quint64 begin = m_at.begin + quint64(file.data ? file.data->size() : 0);
    for (std::size_t i = 0; i < node.links.size(); ++i) {
        const quint64 size = file.blockSizes[i];
        const quint64 end = begin + size;
        if (size > 0 && begin < m_scope.to && m_scope.from < end && isSomeWanted) {
            const bool isWhole = m_scope.from <= begin && end <= m_scope.to;
            parts.push_back({node.links[i].cid,
                             isWhole ? Place::Wanted::Whole : Place::Wanted::Some, begin, size});
        }
        begin = end;
    }
    return parts;
}

Result<std::optional<DagExtent>> measure(BlockStore& blocks, const DagOutline& dag,
                                         qint64 maxBlocks, const IsUnwanted& isUnwanted)
{
    constexpr int stepsBetween = 256; // Asking costs a system call.
    int steps = 0;
    qint64 total = content::encodeCarHeader({dag.root}).size();
    DagWalk walk(dag);
    for (;;) {
        const auto step = walk.next();
        if (!step)
            return fail(step.error());
        if (!*step)
            return DagExtent{total, walk.hasUnknownCodec()};
        if (++steps % stepsBetween == 0 && isUnwanted && isUnwanted())
            return fail(Error::Kind::Cancelled);
        const Cid& cid = (*step)->cid;
        if ((*step)->isNew) {
            if (maxBlocks-- <= 0)
                return std::nullopt;
            const auto length = blocks.length(cid);
            if (!length)
                return fail(length.error());
            if (!*length)
                return fail(Error::Kind::NotFound, u"Not all of this is here."_s, cid.toString());
            total += content::carSectionLength(cid.bytes().size(), **length);
        }
        if (!(*step)->hasLinks)
            continue;
        const auto bytes = blocks.block(cid);
        if (!bytes)
            return fail(bytes.error());
        if (const Done done = walk.expand(*bytes); !done)
            return fail(done.error());
    }
}

Result<std::optional<qint64>> carLength(BlockStore& blocks, const DagOutline& dag, qint64 maxBlocks,
                                        const IsUnwanted& isUnwanted)
{
    const auto extent = measure(blocks, dag, maxBlocks, isUnwanted);
    if (!extent)
        return fail(extent.error());
    return *extent ? std::optional((*extent)->carLength) : std::nullopt;
}

} // namespace cairn::local
