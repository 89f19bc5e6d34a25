// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/links.h"

#include "core/content/codec/cbor.h"
#include "core/content/codec/dagpb.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <limits>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

constexpr int maxJsonDepth = 128;

auto badJson(const QString& what)
{
    return fail(Error::Kind::Corrupt, u"dag-json: "_s + what);
}

Done walkJson(const QJsonValue& value, std::vector<Cid>& links, int depth)
{
    if (depth > maxJsonDepth)
        return badJson(u"nested too deep"_s);
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (const auto& item : array) {
            if (const Done done = walkJson(item, links, depth + 1); !done)
                return done;
        }
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        // {"/": "CID"} is a link; {"/": {"bytes": …}} is bytes and holds none.
        if (const auto slash = object.constFind("/"_L1); slash != object.constEnd()) {
            if (object.size() != 1 || !(slash->isString() || slash->isObject()))
                return badJson(u"the reserved key beside others"_s);
            if (slash->isObject())
                return {};
            auto cid = Cid::parse(slash->toString());
            if (!cid)
                return badJson(u"a link that is no CID"_s);
            links.push_back(std::move(*cid));
            return {};
        }
        for (const auto& item : object) {
            if (const Done done = walkJson(item, links, depth + 1); !done)
                return done;
        }
    }
    return {};
}

Result<std::vector<Cid>> dagJsonLinks(QByteArrayView bytes)
{
    // QJsonDocument takes no bare scalars; a block may be one.
    const auto document = QJsonDocument::fromJson("["_ba + bytes.toByteArray() + "]"_ba);
    if (document.array().size() != 1)
        return badJson(u"does not decode"_s);
    std::vector<Cid> links;
    if (const Done done = walkJson(document.array().first(), links, 0); !done)
        return fail(done.error());
    return links;
}

} // namespace

Result<Links> links(const Cid& cid, QByteArrayView bytes)
{
    Result<std::vector<Cid>> cids;
    switch (cid.codec()) {
    case Codec::Raw:
        return Links{};
    case Codec::DagPb: {
        auto node = decodePbNode(bytes);
        if (!node)
            return fail(node.error());
        for (PbLink& link : node->links)
            cids->push_back(std::move(link.cid));
        break;
    }
    case Codec::DagCbor:
        cids = dagCborLinks(bytes);
        break;
    case Codec::DagJson:
        cids = dagJsonLinks(bytes);
        break;
    default:
        return Links{.codec = Links::Codec::Unknown};
    }
    if (!cids)
        return fail(cids.error());
    return Links{.cids = std::move(*cids)};
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
