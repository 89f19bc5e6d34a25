// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/members.h"
#include "core/api/wire/wire.h"

namespace cairn::wire {
using namespace Qt::StringLiterals;

QJsonObject toJson(const ContentStatus& status)
{
    return {{u"cid"_s, status.cid.text()},
            {u"dagSize"_s, orNull(status.dagSize)},
            {u"created"_s, orNull(status.created)},
            {u"pins"_s, toJson(status.pins)},
            {u"deals"_s, toJson(status.deals)}};
}

QJsonObject toJson(const ServiceVersion& version)
{
    return {{u"version"_s, version.version},
            {u"commit"_s, version.commit},
            {u"branch"_s, version.branch},
            {u"mode"_s, version.mode}};
}

Result<ContentStatus> contentStatusFrom(const QJsonObject& json)
{
    const content::CidString cid(json["cid"_L1].toString());
    if (cid.isEmpty())
        return missingMember("a CID");
    return ContentStatus{.cid = cid,
                         .dagSize = sizeAt(json, "dagSize"_L1),
                         .created = timeAt(json, "created"_L1),
                         .pins = pinsFrom(json["pins"_L1]),
                         .deals = dealsFrom(json["deals"_L1])};
}

Result<ServiceVersion> serviceVersionFrom(const QJsonObject& json)
{
    if (!json["version"_L1].isString())
        return missingMember("a version");
    return ServiceVersion{json["version"_L1].toString(), json["commit"_L1].toString(),
                          json["branch"_L1].toString(), json["mode"_L1].toString()};
}

} // namespace cairn::wire
