// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/wire.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QStringDecoder>
#include <QTimeZone>
#include <QUrl>

#include <array>
#include <utility>

namespace cairn::wire {
using namespace Qt::StringLiterals;

namespace {

constexpr std::array<std::pair<PinStatus, QLatin1StringView>, 12> pinWords{{
    {PinStatus::Undefined, "Undefined"_L1},
    {PinStatus::ClusterError, "ClusterError"_L1},
    {PinStatus::PinError, "PinError"_L1},
    {PinStatus::UnpinError, "UnpinError"_L1},
    {PinStatus::Pinned, "Pinned"_L1},
    {PinStatus::Pinning, "Pinning"_L1},
    {PinStatus::Unpinning, "Unpinning"_L1},
    {PinStatus::Unpinned, "Unpinned"_L1},
    {PinStatus::PinQueued, "PinQueued"_L1},
    {PinStatus::UnpinQueued, "UnpinQueued"_L1},
    {PinStatus::Sharded, "Sharded"_L1},
    {PinStatus::UnexpectedlyUnpinned, "UnexpectedlyUnpinned"_L1},
}};

constexpr std::array<std::pair<DealStatus, QLatin1StringView>, 3> dealWords{{
    {DealStatus::Queued, "Queued"_L1},
    {DealStatus::Published, "Published"_L1},
    {DealStatus::Active, "Active"_L1},
}};

constexpr std::array<std::pair<Scope, QLatin1StringView>, 4> scopeWords{{
    {Scope::Upload, "upload"_L1},
    {Scope::List, "list"_L1},
    {Scope::Delete, "delete"_L1},
    {Scope::Pin, "pin"_L1},
}};

template<typename Table, typename Value> QString word(const Table& table, Value value)
{
    for (const auto& [known, text] : table) {
        if (known == value)
            return text;
    }
    return u"Unknown"_s;
}

QJsonValue orNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}
QJsonValue orNull(const std::optional<Timestamp>& time)
{
    return time ? QJsonValue(timestampText(*time)) : QJsonValue(QJsonValue::Null);
}
QJsonValue orNull(const std::optional<qint64>& number)
{
    return number ? QJsonValue(*number) : QJsonValue(QJsonValue::Null);
}

std::optional<Timestamp> timeAt(const QJsonObject& json, QLatin1StringView key)
{
    return timestampFrom(json[key].toString());
}
std::optional<qint64> numberAt(const QJsonObject& json, QLatin1StringView key)
{
    const QJsonValue value = json[key];
    if (value.isDouble())
        return value.toInteger();
    if (value.isString()) {
        bool isNumber = false;
        const qint64 number = value.toString().toLongLong(&isNumber);
        if (isNumber)
            return number;
    }
    return std::nullopt;
}
/// Ids come as strings, and from two DELETE answers as numbers (contract §1.4).
QString idAt(const QJsonObject& json)
{
    const QJsonValue id = json["_id"_L1];
    return id.isString() ? id.toString()
        : id.isDouble()  ? QString::number(id.toInteger())
                         : QString();
}

std::vector<Pin> pinsFrom(const QJsonValue& value)
{
    std::vector<Pin> pins;
    for (const QJsonValue entry : value.toArray()) {
        const QJsonObject json = entry.toObject();
        pins.push_back({.status = pinStatusFrom(json["status"_L1].toString()),
                        .updated = timeAt(json, "updated"_L1),
                        .peerId = json["peerId"_L1].toString(),
                        .peerName = json["peerName"_L1].toString(),
                        .region = json["region"_L1].toString()});
    }
    return pins;
}

std::vector<Deal> dealsFrom(const QJsonValue& value)
{
    std::vector<Deal> deals;
    for (const QJsonValue entry : value.toArray()) {
        const QJsonObject json = entry.toObject();
        deals.push_back({.status = dealStatusFrom(json["status"_L1].toString()),
                         .dealId = numberAt(json, "dealId"_L1),
                         .storageProvider = json["storageProvider"_L1].toString(),
                         .pieceCid = json["pieceCid"_L1].toString(),
                         .dataCid = json["dataCid"_L1].toString(),
                         .dataModelSelector = json["dataModelSelector"_L1].toString(),
                         .activation = timeAt(json, "activation"_L1),
                         .expiration = timeAt(json, "expiration"_L1),
                         .created = timeAt(json, "created"_L1),
                         .updated = timeAt(json, "updated"_L1)});
    }
    return deals;
}

QJsonArray scopesJson(Scopes scopes)
{
    QJsonArray array;
    for (const Scope scope : scopeList(scopes))
        array.append(text(scope));
    return array;
}

auto missing(const char* what)
{
    return fail(Error::Kind::Protocol, u"the answer lacks %1"_s.arg(QLatin1StringView(what)));
}

} // namespace

QString timestampText(Timestamp time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    const auto date = QDateTime::fromSecsSinceEpoch(seconds.time_since_epoch().count(), Qt::UTC);
    QString text = date.toString(u"yyyy-MM-dd'T'HH:mm:ss"_s);
    QString fraction = u"%1"_s.arg((time - seconds).count(), 6, 10, '0'_L1);
    while (fraction.endsWith('0'_L1))
        fraction.chop(1);
    if (!fraction.isEmpty())
        text += '.'_L1 + fraction;
    return text + "+00:00"_L1;
}

std::optional<Timestamp> timestampFrom(QStringView text)
{
    // QDateTime keeps milliseconds only, so the fraction is read here.
    static const QRegularExpression shape(
        u"^(\\d{4}-\\d{2}-\\d{2})[T ](\\d{2}:\\d{2}:\\d{2})(?:\\.(\\d{1,9}))?(Z|[+-]\\d{2}:?\\d{2})?$"_s);
    const auto match = shape.match(text.toString());
    if (!match.hasMatch())
        return std::nullopt;
    auto moment
        = QDateTime::fromString(match.captured(1) + 'T'_L1 + match.captured(2), Qt::ISODate);
    if (!moment.isValid())
        return std::nullopt;
    moment.setTimeSpec(Qt::UTC);
    qint64 seconds = moment.toSecsSinceEpoch();
    const QString zone = match.captured(4);
    if (zone.size() > 1) {
        const qint64 offset = zone.mid(1, 2).toLongLong() * 3600 + zone.right(2).toLongLong() * 60;
        seconds -= zone.startsWith('-'_L1) ? -offset : offset;
    }
    const qint64 micros = match.captured(3).leftJustified(6, '0'_L1).left(6).toLongLong();
    return Timestamp(std::chrono::seconds(seconds) + std::chrono::microseconds(micros));
}

QString text(PinStatus status)
{
    return word(pinWords, status);
}
PinStatus pinStatusFrom(QStringView text)
{
    for (const auto& [status, known] : pinWords) {
        if (text == known)
            return status;
    }
    return PinStatus::Unknown;
}
QString text(DealStatus status)
{
    return word(dealWords, status);
}
DealStatus dealStatusFrom(QStringView text)
{
    for (const auto& [status, known] : dealWords) {
        if (text == known)
            return status;
    }
    return DealStatus::Unknown;
}
QString text(Scope scope)
{
    return word(scopeWords, scope);
}
std::optional<Scope> scopeFrom(QStringView text)
{
    for (const auto& [scope, known] : scopeWords) {
        if (text == known)
            return scope;
    }
    return std::nullopt;
}
std::vector<Scope> scopeList(Scopes scopes)
{
    std::vector<Scope> list;
    for (const auto& [scope, known] : scopeWords) {
        if (scopes.testFlag(scope))
            list.push_back(scope);
    }
    return list;
}

QJsonObject toJson(const Pin& pin)
{
    return {{u"status"_s, text(pin.status)},
            {u"updated"_s, orNull(pin.updated)},
            {u"peerId"_s, pin.peerId},
            {u"peerName"_s, orNull(pin.peerName)},
            {u"region"_s, orNull(pin.region)}};
}

QJsonObject toJson(const Deal& deal)
{
    return {{u"dealId"_s, orNull(deal.dealId)},
            {u"storageProvider"_s, orNull(deal.storageProvider)},
            {u"status"_s, text(deal.status)},
            {u"pieceCid"_s, deal.pieceCid},
            {u"dataCid"_s, deal.dataCid},
            {u"dataModelSelector"_s, deal.dataModelSelector},
            {u"activation"_s, orNull(deal.activation)},
            {u"expiration"_s, orNull(deal.expiration)},
            {u"created"_s, orNull(deal.created)},
            {u"updated"_s, orNull(deal.updated)}};
}

QJsonObject toJson(const Upload& upload)
{
    QJsonArray parts;
    for (const QString& part : upload.parts)
        parts.append(part);
    return {{u"_id"_s, upload.id},
            {u"type"_s, upload.type},
            {u"name"_s, upload.name},
            {u"created"_s, orNull(upload.created)},
            {u"updated"_s, orNull(upload.updated)},
            {u"cid"_s, upload.cid},
            {u"dagSize"_s, orNull(upload.dagSize)},
            {u"pins"_s, toJson(upload.pins)},
            {u"parts"_s, parts},
            {u"deals"_s, toJson(upload.deals)}};
}

QJsonObject toJson(const ContentStatus& status)
{
    return {{u"cid"_s, status.cid},
            {u"dagSize"_s, orNull(status.dagSize)},
            {u"created"_s, orNull(status.created)},
            {u"pins"_s, toJson(status.pins)},
            {u"deals"_s, toJson(status.deals)}};
}

QJsonObject toJson(const Receipt& receipt)
{
    return {{u"cid"_s, receipt.cid}, {u"carCid"_s, receipt.carCid}};
}

QJsonObject toJson(const Token& token)
{
    QJsonObject json{{u"_id"_s, token.id},
                     {u"name"_s, token.name},
                     {u"created"_s, orNull(token.created)},
                     {u"hasUploads"_s, token.hasUploads}};
    if (!token.hint.isEmpty())
        json.insert(u"hint"_s, token.hint);
    if (token.scopes)
        json.insert(u"scopes"_s, scopesJson(*token.scopes));
    if (token.expires)
        json.insert(u"expires"_s, timestampText(*token.expires));
    if (token.lastUsed)
        json.insert(u"lastUsed"_s, timestampText(*token.lastUsed));
    if (token.uploads)
        json.insert(u"uploads"_s, *token.uploads);
    return json;
}

QJsonObject toJson(const NewToken& token)
{
    QJsonObject json{{u"name"_s, token.name}};
    if (token.scopes)
        json.insert(u"scopes"_s, scopesJson(*token.scopes));
    if (token.expires)
        json.insert(u"expires"_s, timestampText(*token.expires));
    return json;
}

QJsonObject toJson(const CreatedToken& token)
{
    QJsonObject json{{u"_id"_s, token.id}};
    if (!token.secret.isEmpty())
        json.insert(u"secret"_s, QString::fromLatin1(token.secret.reveal()));
    return json;
}

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
                                  {u"total"_s, usage.uploaded + usage.pinned}}}};
    if (usage.limit)
        json.insert(u"storageLimitBytes"_s, QString::number(*usage.limit));
    return json;
}

QJsonObject toJson(const ServiceVersion& version)
{
    return {{u"version"_s, version.version},
            {u"commit"_s, version.commit},
            {u"branch"_s, version.branch},
            {u"mode"_s, version.mode}};
}

Result<Upload> uploadFrom(const QJsonObject& json)
{
    const QString cid = json["cid"_L1].toString();
    if (cid.isEmpty())
        return missing("a CID");
    std::vector<QString> parts;
    for (const QJsonValue part : json["parts"_L1].toArray())
        parts.push_back(part.toString());
    return Upload{.id = idAt(json),
                  .type = json["type"_L1].toString(),
                  .name = json["name"_L1].toString(),
                  .created = timeAt(json, "created"_L1),
                  .updated = timeAt(json, "updated"_L1),
                  .cid = cid,
                  .dagSize = numberAt(json, "dagSize"_L1),
                  .pins = pinsFrom(json["pins"_L1]),
                  .parts = std::move(parts),
                  .deals = dealsFrom(json["deals"_L1])};
}

Result<ContentStatus> contentStatusFrom(const QJsonObject& json)
{
    const QString cid = json["cid"_L1].toString();
    if (cid.isEmpty())
        return missing("a CID");
    return ContentStatus{.cid = cid,
                         .dagSize = numberAt(json, "dagSize"_L1),
                         .created = timeAt(json, "created"_L1),
                         .pins = pinsFrom(json["pins"_L1]),
                         .deals = dealsFrom(json["deals"_L1])};
}

Result<Receipt> receiptFrom(const QJsonObject& json)
{
    Receipt receipt{json["cid"_L1].toString(), json["carCid"_L1].toString()};
    if (receipt.cid.isEmpty())
        return missing("the root CID");
    return receipt;
}

Result<ListedToken> tokenFrom(const QJsonObject& json)
{
    ListedToken listed;
    Token& token = listed.token;
    token.id = idAt(json);
    if (token.id.isEmpty())
        return missing("a token id");
    token.name = json["name"_L1].toString();
    token.created = timeAt(json, "created"_L1);
    token.hasUploads = json["hasUploads"_L1].toBool();
    token.hint = json["hint"_L1].toString();
    token.expires = timeAt(json, "expires"_L1);
    token.lastUsed = timeAt(json, "lastUsed"_L1);
    token.uploads = numberAt(json, "uploads"_L1);
    if (json["scopes"_L1].isArray()) {
        token.scopes = Scopes();
        for (const QJsonValue entry : json["scopes"_L1].toArray()) {
            if (const auto scope = scopeFrom(entry.toString()))
                token.scopes->setFlag(*scope);
        }
    }
    if (const QString secret = json["secret"_L1].toString(); !secret.isEmpty())
        listed.secret = Secret(secret.toLatin1());
    return listed;
}

Result<NewToken> newTokenFrom(const QJsonObject& json)
{
    NewToken token;
    token.name = json["name"_L1].toString();
    if (token.name.isEmpty() || token.name.size() > maxNameLength)
        return fail(Error::Kind::Invalid, u"a token name has 1 to %1 characters"_s.arg(maxNameLength));
    if (const QJsonValue scopes = json["scopes"_L1]; !scopes.isUndefined() && !scopes.isNull()) {
        token.scopes = Scopes();
        for (const QJsonValue entry : scopes.toArray()) {
            const auto scope = scopeFrom(entry.toString());
            if (!scope)
                return fail(Error::Kind::Invalid, u"unknown scope"_s, entry.toString());
            token.scopes->setFlag(*scope);
        }
        if (!*token.scopes)
            return fail(Error::Kind::Invalid, u"scopes is a list of upload, list, delete, pin"_s);
    }
    if (const QJsonValue expires = json["expires"_L1];
        !expires.isUndefined() && !expires.isNull()) {
        token.expires = timestampFrom(expires.toString());
        if (!token.expires)
            return fail(Error::Kind::Invalid, u"expires is not a date and time"_s);
    }
    return token;
}

Result<CreatedToken> createdTokenFrom(const QJsonObject& json)
{
    CreatedToken created{idAt(json), {}};
    if (created.id.isEmpty())
        return missing("a token id");
    if (const QString secret = json["secret"_L1].toString(); !secret.isEmpty())
        created.secret = Secret(secret.toLatin1());
    return created;
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
        return missing("the account id");
    return identity;
}

Result<Usage> usageFrom(const QJsonObject& json)
{
    const QJsonObject used = json["usedStorage"_L1].toObject();
    const auto uploaded = numberAt(used, "uploaded"_L1);
    if (!uploaded)
        return missing("the used storage");
    return Usage{.uploaded = *uploaded,
                 .pinned = numberAt(used, "psaPinned"_L1).value_or(0),
                 .limit = numberAt(json, "storageLimitBytes"_L1)};
}

Result<ServiceVersion> serviceVersionFrom(const QJsonObject& json)
{
    if (!json["version"_L1].isString())
        return missing("a version");
    return ServiceVersion{json["version"_L1].toString(), json["commit"_L1].toString(),
                          json["branch"_L1].toString(), json["mode"_L1].toString()};
}

QJsonObject toJson(const Failure& failure)
{
    QJsonObject json{{u"message"_s, failure.message}};
    if (!failure.code.isEmpty())
        json.insert(u"code"_s, failure.code);
    return json;
}

Failure failureFrom(const QJsonObject& json)
{
    if (const QJsonObject error = json["error"_L1].toObject(); !error.isEmpty())
        return {error["reason"_L1].toString(), error["details"_L1].toString()};
    return {json["code"_L1].toString(), json["message"_L1].toString()};
}

QByteArray percentEncoded(const QString& name)
{
    return QUrl::toPercentEncoding(name, "!*'()"_ba);
}

Result<QString> percentDecoded(QByteArrayView text)
{
    const auto isHex = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    for (qsizetype at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
        if (at + 2 >= text.size() || !isHex(text[at + 1]) || !isHex(text[at + 2]))
            return fail(Error::Kind::Invalid, u"malformed percent escape"_s);
    }
    const QByteArray bytes = QByteArray::fromPercentEncoding(text.toByteArray());
    QStringDecoder utf8(QStringDecoder::Utf8);
    const QString decoded = utf8(bytes);
    if (utf8.hasError())
        return fail(Error::Kind::Invalid, u"not UTF-8"_s);
    return decoded;
}

} // namespace cairn::wire
