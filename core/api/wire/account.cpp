// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/members.h"
#include "core/api/wire/wire.h"

namespace cairn::wire {
using namespace Qt::StringLiterals;

QJsonObject toJson(const Identity& identity)
{
    const QJsonObject tags{{u"HasAccountRestriction"_s, identity.accountRestricted},
                           {u"HasDeleteRestriction"_s, identity.deleteRestricted},
                           {u"HasPsaAccess"_s, identity.pinningAllowed},
                           {u"HasSuperHotAccess"_s, false},
                           {u"StorageLimitBytes"_s, QString()}};
    const QJsonObject info{{u"_id"_s, identity.id},
                           {u"issuer"_s, identity.issuer},
                           {u"name"_s, identity.name},
                           {u"email"_s, identity.email},
                           {u"created"_s, orNull(identity.created)},
                           {u"tags"_s, tags}};
    return {{u"info"_s, info}};
}

QJsonObject toJson(const Usage& usage)
{
    QJsonObject json{{u"usedStorage"_s,
                      QJsonObject{{u"uploaded"_s, usage.uploaded},
                                  {u"psaPinned"_s, usage.pinned},
                                  {u"total"_s, usage.total()}}}};
    if (usage.limit)
        json.insert(u"storageLimitBytes"_s, QString::number(*usage.limit));
    return json;
}

Result<Identity> identityFrom(const QJsonObject& json)
{
    const QJsonObject info = json["info"_L1].toObject();
    const QJsonObject tags = info["tags"_L1].toObject();
    Identity identity{.id = idAt(info),
                      .issuer = info["issuer"_L1].toString(),
                      .name = info["name"_L1].toString(),
                      .email = info["email"_L1].toString(),
                      .created = timeAt(info, "created"_L1),
                      .accountRestricted = tags["HasAccountRestriction"_L1].toBool(),
                      .deleteRestricted = tags["HasDeleteRestriction"_L1].toBool(),
                      .pinningAllowed = tags["HasPsaAccess"_L1].toBool()};
    if (identity.id.isEmpty())
        return missingMember("the account id");
    return identity;
}

Result<Usage> usageFrom(const QJsonObject& json)
{
    const QJsonObject used = json["usedStorage"_L1].toObject();
    const auto uploaded = sizeAt(used, "uploaded"_L1);
    if (!uploaded)
        return missingMember("the used storage");
    return Usage{.uploaded = *uploaded,
                 .pinned = sizeAt(used, "psaPinned"_L1).value_or(0),
                 .limit = sizeAt(json, "storageLimitBytes"_L1)};
}

} // namespace cairn::wire
