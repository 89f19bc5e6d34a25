// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/cargraph.h"

#include "core/content/codec/links.h"

#include <utility>

namespace cairn::content {

quint32 CarGraph::nodeOf(const Cid& cid)
{
    const Cid key = cid.toV1();
    const auto known = m_index.constFind(key);
    if (known != m_index.cend())
        return *known;
    const auto made = static_cast<quint32>(m_nodes.size());
    m_index.insert(key, made);
    m_nodes.push_back({.cid = cid});
    return made;
}

namespace {

/// What a CID needs in a CAR: itself, or, if it holds its bytes, what these link to (contract
/// §7.2). False where that cannot be told.
bool needs(const Cid& cid, std::vector<Cid>& blocks)
{
    if (cid.hash().code != HashCode::Identity) {
        blocks.push_back(cid);
        return true;
    }
    const auto inner = links(cid, cid.hash().digest);
    if (!inner || inner->codec == Links::Codec::Unknown)
        return false;
    bool isKnown = true;
    for (const Cid& link : inner->cids)
        isKnown = needs(link, blocks) && isKnown;
    return isKnown;
}

} // namespace

void CarGraph::addRoot(const Cid& root)
{
    std::vector<Cid> blocks;
    m_knowsRootLinks = needs(root, blocks) && m_knowsRootLinks;
    for (const Cid& block : blocks)
        m_roots.push_back(nodeOf(block));
}

Done CarGraph::addBlock(const Cid& cid, QByteArrayView bytes)
{
    const quint32 at = nodeOf(cid);
    if (m_nodes[at].isThere)
        return {};
    const auto found = strictLinks(cid, bytes);
    if (!found)
        return fail(found.error());
    std::vector<Cid> blocks;
    bool isKnown = found->codec == Links::Codec::Known;
    for (const Cid& link : found->cids)
        isKnown = needs(link, blocks) && isKnown;
    const std::size_t first = m_links.size();
    for (const Cid& block : blocks)
        m_links.push_back(nodeOf(block));
    Node& node = m_nodes[at];
    node.isThere = true;
    node.hasUnknownLinks = !isKnown;
    node.firstLink = first;
    node.links = static_cast<quint32>(blocks.size());
    return {};
}

/// A block of another codec that has the bytes of a raw one.
std::optional<quint32> CarGraph::sameBytes(const Node& raw) const
{
    if (raw.cid.codec() != Codec::Raw)
        return std::nullopt;
    for (const Codec codec : {Codec::DagPb, Codec::DagCbor, Codec::DagJson}) {
        const auto node = m_index.constFind(Cid::v1(codec, raw.cid.hash()));
        if (node != m_index.cend() && m_nodes[*node].isThere)
            return *node;
    }
    return std::nullopt;
}

CarGraph::Reach CarGraph::reach(const std::optional<Cid>& from)
{
    Reach reach;
    for (Node& node : m_nodes)
        node.isReached = false;
    std::vector<quint32> ahead = m_roots;
    reach.knowsAllLinks = m_knowsRootLinks;
    if (from) {
        std::vector<Cid> blocks;
        reach.knowsAllLinks = needs(*from, blocks);
        ahead.clear();
        for (const Cid& block : blocks)
            ahead.push_back(nodeOf(block));
    }
    while (!ahead.empty()) {
        Node& node = m_nodes[ahead.back()];
        ahead.pop_back();
        if (std::exchange(node.isReached, true))
            continue;
        if (!node.isThere) {
            if (const auto same = sameBytes(node))
                m_nodes[*same].isReached = true; // Its bytes are needed, its links are not.
            else
                reach.missing.push_back(node.cid);
            continue;
        }
        reach.knowsAllLinks = reach.knowsAllLinks && !node.hasUnknownLinks;
        for (quint32 i = 0; i < node.links; ++i)
            ahead.push_back(m_links[node.firstLink + i]);
    }
    for (const Node& node : m_nodes) {
        if (node.isThere && !node.isReached)
            reach.unreached.push_back(node.cid);
    }
    return reach;
}

bool CarGraph::isReached(const Cid& cid) const
{
    const auto node = m_index.constFind(cid.toV1());
    return node != m_index.cend() && m_nodes[*node].isReached;
}

bool CarGraph::has(const Cid& cid) const
{
    const auto node = m_index.constFind(cid.toV1());
    return node != m_index.cend() && m_nodes[*node].isThere;
}

} // namespace cairn::content
