// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/store/ingest.h"

#include "core/api/wire/routes.h"
#include "core/content/codec/links.h"

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;
using content::Codec;

namespace {

auto refuse(const QString& reason)
{
    return fail(Error{Error::Kind::Invalid,
                      u"Invalid CAR file received: "_s + reason,
                      {},
                      u"ERROR_INVALID_CAR"_s,
                      {}});
}

} // namespace

Ingest::Ingest()
    : m_parser(
        {.blockBytes = routes::largestBlock,
         .roots = content::Roots::One,
         .leaves = content::Leaves::Passed},
        [this](const std::vector<Cid>& roots) {
            m_car.root = roots.front();
            return Done();
        },
        [this](const content::CarBlock& block) { return takeBlock(block); })
{ }

Done Ingest::feed(QByteArrayView bytes)
{
    m_hash.add(bytes);
    if (const Done fed = m_parser.feed(bytes); !fed)
        return refuse(fed.error().detail);
    return {};
}

Done Ingest::takeBlock(const content::CarBlock& block)
{
    ++m_sections;
    const bool isRoot = block.cid == m_car.root;
    BlockKey key = blockKey(block.cid);
    if (m_car.blocks.contains(key) && !(isRoot && !m_rootSeen))
        return {};
    const auto links = takeLinks(block.cid, block.data);
    if (!links)
        return fail(links.error());
    if (isRoot) {
        m_rootSeen = true;
        m_rootLinks = *links;
        if (block.cid.codec() == Codec::Raw)
            m_car.dagSize = block.size; // Its bytes are not held.
        else if (const auto size = content::dagSize(block.cid, block.data))
            m_car.dagSize = qint64(*size);
    }
    m_car.blocks.add({std::move(key), block.offset, block.size});
    return {};
}

Result<qsizetype> Ingest::takeLinks(const Cid& cid, QByteArrayView bytes)
{
    const auto links = content::links(cid, bytes);
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
        m_linked.add({blockKey(link)});
    }
    return qsizetype(links->cids.size());
}

Result<CarContents> Ingest::finish()
{
    if (const Done done = m_parser.finish(); !done)
        return refuse(done.error().detail);
    if (m_sections == 0)
        return refuse(u"empty CAR"_s);
    if (!m_rootSeen)
        return refuse(u"missing root block"_s);
    if (m_rootLinks > 0 && m_sections < 2)
        return refuse(u"CAR must contain at least one non-root block"_s);
    if (m_car.root.codec() == Codec::Raw && m_sections > 1)
        m_car.dagSize.reset(); // Contract §7.4: what a several-file POST /upload makes.
    m_car.carCid = Cid::ofCar(m_hash.finish());
    m_car.size = m_parser.position();
    for (const BlockPlace& link : m_linked) {
        if (!m_car.blocks.contains(link.key))
            m_car.missingLinks.add(link);
    }
    return std::move(m_car);
}

} // namespace cairn::local
