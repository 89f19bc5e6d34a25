// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/links.h"

#include "core/content/codec/cbor.h"
#include "core/content/codec/dagjson.h"
#include "core/content/codec/dagpb.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

class LinkCollector final : public DataVisitor
{
public:
    void link(const Cid& cid) override { links.cids.push_back(cid); }
    void repeated(QByteArrayView key) override { links.repeatedKey = key.toByteArray(); }

    Links links;
};

} // namespace

Result<Links> links(const Cid& cid, QByteArrayView bytes)
{
    LinkCollector collector;
    Done done;
    switch (cid.codec()) {
    case Codec::Raw:
        break;
    case Codec::DagPb: {
        const auto node = decodePbNode(bytes);
        if (!node)
            return fail(node.error());
        for (const PbLink& link : node->links)
            collector.link(link.cid);
        break;
    }
    case Codec::DagCbor:
        done = visitDagCbor(bytes, collector);
        break;
    case Codec::DagJson:
        done = visitDagJson(bytes, collector);
        break;
    default:
        return Links{.codec = Links::Codec::Unknown};
    }
    if (!done)
        return fail(done.error());
    return std::move(collector.links);
}

Result<Links> strictLinks(const Cid& cid, QByteArrayView bytes)
{
    auto found = links(cid, bytes);
    if (found && found->repeatedKey)
        return fail(Error::Kind::Corrupt,
                    u"the map key \"%1\" twice"_s.arg(QString::fromUtf8(*found->repeatedKey)));
    return found;
}

std::optional<quint64> dagSize(const Cid& root, QByteArrayView bytes)
{
    auto size = static_cast<quint64>(bytes.size());
    if (root.codec() == Codec::Raw)
        return size;
    if (root.codec() != Codec::DagPb)
        return std::nullopt;
    const auto node = decodePbNode(bytes);
    if (!node)
        return std::nullopt;
    for (const PbLink& link : node->links) {
        // A sum no store could hold is a lie, not a size.
        constexpr quint64 most = std::numeric_limits<qint64>::max();
        if (link.tsize > most - size)
            return std::nullopt;
        size += link.tsize;
    }
    return size;
}

} // namespace cairn::content
