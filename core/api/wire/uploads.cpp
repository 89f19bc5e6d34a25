// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/members.h"
#include "core/api/wire/wire.h"

namespace cairn::wire {
using namespace Qt::StringLiterals;

QJsonObject toJson(const Upload& upload)
{
    QJsonArray parts;
    for (const content::CidString& part : upload.parts)
        parts.append(part.text());
    return {{u"_id"_s, upload.id},
            {u"type"_s, upload.type},
            {u"name"_s, upload.name},
            {u"created"_s, orNull(upload.created)},
            {u"updated"_s, orNull(upload.updated)},
            {u"cid"_s, upload.cid.text()},
            {u"dagSize"_s, orNull(upload.dagSize)},
            {u"pins"_s, toJson(upload.pins)},
            {u"parts"_s, parts},
            {u"deals"_s, toJson(upload.deals)}};
}

QJsonObject toJson(const Receipt& receipt)
{
    return {{u"cid"_s, receipt.cid.text()}, {u"carCid"_s, receipt.carCid.text()}};
}

Result<Upload> uploadFrom(const QJsonObject& json)
{
    const content::CidString cid(json["cid"_L1].toString());
    if (cid.isEmpty())
        return missingMember("a CID");
    std::vector<content::CidString> parts;
    for (const QJsonValue part : json["parts"_L1].toArray())
        parts.emplace_back(part.toString());
    return Upload{.id = idAt(json),
                  .type = json["type"_L1].toString(),
                  .name = json["name"_L1].toString(),
                  .created = timeAt(json, "created"_L1),
                  .updated = timeAt(json, "updated"_L1),
                  .cid = cid,
                  .dagSize = sizeAt(json, "dagSize"_L1),
                  .pins = pinsFrom(json["pins"_L1]),
                  .parts = std::move(parts),
                  .deals = dealsFrom(json["deals"_L1])};
}

Result<Receipt> receiptFrom(const QJsonObject& json)
{
    const Receipt receipt{content::CidString(json["cid"_L1].toString()),
                          content::CidString(json["carCid"_L1].toString())};
    if (receipt.cid.isEmpty())
        return missingMember("the root CID");
    return receipt;
}

} // namespace cairn::wire
