// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/carcontents.h"

#include "core/content/codec/links.h"

#include <algorithm>

namespace cairn::local {
using content::Cid;

Done CarContentsBuilder::add(const content::CarBlock& block)
{
    ++m_sections;
    const bool isRoot = block.cid == m_car.root;
    BlockKey key = blockKey(block.cid);
    if (contains(key) && !(isRoot && !m_rootSeen))
        return {};
    const auto links = takeLinks(block.cid, block.data);
    if (!links)
        return fail(links.error());
    if (isRoot) {
        m_rootSeen = true;
        m_rootLinks = *links;
        if (block.cid.codec() == content::Codec::Raw)
            m_car.dagSize = block.size; // Its bytes are not held.
        else if (const auto size = content::dagSize(block.cid, block.data))
            m_car.dagSize = qint64(*size);
    }
    if (!m_car.isLong)
        m_car.blocks.add({std::move(key), block.offset, block.size});
    letGoOfTooMany();
    return {};
}

/// What is stored already is read with nobody waiting.
void CarContentsBuilder::letGoOfTooMany()
{
    if (m_blocks == Blocks::Stored
        || (m_car.blocks.size() <= mostBlocksAtOnce && m_linked.size() <= mostLinksAtOnce))
        return;
    m_car.isLong = true;
    m_car.blocks = {};
    m_linked = {};
}

void CarContentsBuilder::addUndecoded(const content::CarBlock& block)
{
    ++m_sections;
    m_rootSeen = m_rootSeen || block.cid == m_car.root;
    m_car.unknownCodec = true;
    m_car.blocks.add({blockKey(block.cid), block.offset, block.size});
}

Result<qsizetype> CarContentsBuilder::takeLinks(const Cid& cid, QByteArrayView bytes)
{
    const auto links = m_blocks == Blocks::Incoming ? content::strictLinks(cid, bytes)
                                                    : content::links(cid, bytes);
    if (!links)
        return fail(links.error());
    if (links->codec == content::Links::Codec::Unknown)
        m_car.unknownCodec = true;
    for (const Cid& link : links->cids) {
        const content::Multihash hash = link.hash();
        if (hash.code == content::HashCode::Identity) { // Its bytes are its hash: always present.
            if (const auto inner = takeLinks(link, hash.digest); !inner)
                return inner;
            continue;
        }
        if (!m_car.isLong)
            m_linked.add({blockKey(link)});
    }
    return qsizetype(links->cids.size());
}

bool CarContentsBuilder::isHere(const BlockKey& key) const
{
    // Of the other codecs of a raw block's bytes only the known ones matter: with an unknown one
    // nobody knows what is missing.
    using enum content::Codec;
    static constexpr content::Codec nodes[]{DagPb, DagCbor, DagJson};
    return m_car.blocks.contains(key)
        || (!codecNeeded(key) && std::ranges::any_of(nodes, [&](content::Codec codec) {
               return m_car.blocks.contains({key.multihash, quint64(codec)});
           }));
}

CarContents CarContentsBuilder::finish(const Cid& carCid, qint64 size)
{
    if (m_car.root.codec() == content::Codec::Raw && m_sections > 1)
        m_car.dagSize.reset(); // Contract §7.4: what a several-file POST /upload makes.
    m_car.carCid = carCid;
    m_car.size = size;
    if (m_car.isLong)
        return std::move(m_car);
    const bool hasName = !m_car.root.isNull();
    if (hasName && m_car.root.hash().code != content::HashCode::Identity)
        m_linked.add({blockKey(m_car.root)});
    for (const BlockPlace& link : m_linked) {
        if (!isHere(link.key))
            m_car.missingLinks.add(link);
    }
    return std::move(m_car);
}

} // namespace cairn::local
