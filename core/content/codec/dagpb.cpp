// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/dagpb.h"

#include "core/content/cid/varint.h"
#include "core/content/codec/protobuf.h"

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

// Field numbers of the schema in the dag-pb spec.
enum NodeField : quint64 { NodeData = 1, NodeLinks = 2 };
enum LinkField : quint64 { LinkHash = 1, LinkName = 2, LinkTsize = 3 };

auto malformedDagPb(const QString& what)
{
    return fail(Error::Kind::Corrupt, u"dag-pb: "_s + what);
}

Result<PbLink> decodeLink(QByteArrayView bytes)
{
    PbLink link;
    quint64 last = 0;
    while (!bytes.isEmpty()) {
        const auto field = takeField(bytes);
        if (!field)
            return fail(field.error());
        if (field->number <= last || field->number > LinkTsize)
            return malformedDagPb(u"unexpected field %1 in a link"_s.arg(field->number));
        last = field->number;
        if (field->type != (last == LinkTsize ? WireType::Varint : WireType::Bytes))
            return malformedDagPb(u"wrong wire type in a link"_s);
        if (last == LinkHash) {
            auto cid = Cid::fromBytes(field->bytes);
            if (!cid)
                return malformedDagPb(u"link hash: "_s + cid.error().detail);
            link.cid = std::move(*cid);
        } else if (last == LinkName) {
            link.name = field->bytes.toByteArray();
        } else {
            link.tsize = field->varint;
        }
    }
    if (link.cid.isNull())
        return malformedDagPb(u"a link without a hash"_s);
    return link;
}

} // namespace

QByteArray encodePbNode(const PbNode& node)
{
    QByteArray bytes;
    for (const PbLink& link : node.links)
        appendPbLink(bytes, link.cid.bytes(), link.name, link.tsize);
    if (node.data)
        appendPbData(bytes, *node.data);
    return bytes;
}

Result<PbNode> decodePbNode(QByteArrayView bytes)
{
    PbNode node;
    bool linksEnded = false;
    while (!bytes.isEmpty()) {
        const auto field = takeField(bytes);
        if (!field)
            return fail(field.error());
        if (field->type != WireType::Bytes)
            return malformedDagPb(u"wrong wire type in a node"_s);
        if (field->number == NodeLinks) {
            if (linksEnded)
                return malformedDagPb(u"links on both sides of the data"_s);
            auto link = decodeLink(field->bytes);
            if (!link)
                return fail(link.error());
            node.links.push_back(std::move(*link));
        } else if (field->number == NodeData) {
            if (node.data)
                return malformedDagPb(u"data twice"_s);
            node.data = field->bytes.toByteArray();
            // Old writers put data first; only links around it are against the spec.
            linksEnded = !node.links.empty();
        } else {
            return malformedDagPb(u"unexpected field %1 in a node"_s.arg(field->number));
        }
    }
    return node;
}

qsizetype pbLinkLength(qsizetype cidLength, qsizetype nameLength, quint64 tsize)
{
    const qsizetype body = 1 + varintLength(static_cast<quint64>(cidLength)) + cidLength + 1
        + varintLength(static_cast<quint64>(nameLength)) + nameLength + 1 + varintLength(tsize);
    return 1 + varintLength(static_cast<quint64>(body)) + body;
}

void appendPbLink(QByteArray& to, QByteArrayView cid, QByteArrayView name, quint64 tsize)
{
    const qsizetype body = 1 + varintLength(static_cast<quint64>(cid.size())) + cid.size() + 1
        + varintLength(static_cast<quint64>(name.size())) + name.size() + 1 + varintLength(tsize);
    appendTag(to, NodeLinks, WireType::Bytes);
    appendVarint(to, static_cast<quint64>(body));
    appendBytesField(to, LinkHash, cid);
    appendBytesField(to, LinkName, name); // an empty name is written too (contract §11.2)
    appendVarintField(to, LinkTsize, tsize);
}

void appendPbData(QByteArray& to, QByteArrayView data)
{
    appendBytesField(to, NodeData, data);
}

} // namespace cairn::content
