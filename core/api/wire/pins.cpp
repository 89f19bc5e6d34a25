// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/members.h"
#include "core/api/wire/wire.h"

#include <array>

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

template<typename Entry> QString wordOf(const Entry& entry)
{
    return entry.unknownWord.isEmpty() ? text(entry.status) : entry.unknownWord;
}

template<typename Status> QString unknownWord(Status status, const QString& text)
{
    return status == Status::Unknown ? text : QString();
}

/// Services write 0 before there is one.
std::optional<qint64> dealIdAt(const QJsonObject& json)
{
    const auto id = numberAt(json, "dealId"_L1);
    return id && *id > 0 ? id : std::nullopt;
}

} // namespace

QString statusWord(const Pin& pin)
{
    return wordOf(pin);
}
QString statusWord(const Deal& deal)
{
    return wordOf(deal);
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

QJsonObject toJson(const Pin& pin)
{
    return {{u"status"_s, statusWord(pin)},
            {u"updated"_s, orNull(pin.updated)},
            {u"peerId"_s, pin.peerId},
            {u"peerName"_s, orNull(pin.peerName)},
            {u"region"_s, orNull(pin.region)}};
}

QJsonObject toJson(const Deal& deal)
{
    return {{u"dealId"_s, orNull(deal.dealId)},
            {u"storageProvider"_s, orNull(deal.storageProvider)},
            {u"status"_s, statusWord(deal)},
            {u"pieceCid"_s, deal.pieceCid.text()},
            {u"dataCid"_s, deal.dataCid.text()},
            {u"dataModelSelector"_s, deal.dataModelSelector},
            {u"activation"_s, orNull(deal.activation)},
            {u"expiration"_s, orNull(deal.expiration)},
            {u"created"_s, orNull(deal.created)},
            {u"updated"_s, orNull(deal.updated)}};
}

std::vector<Pin> pinsFrom(const QJsonValue& value)
{
    std::vector<Pin> pins;
    for (const QJsonValue entry : value.toArray()) {
        const QJsonObject json = entry.toObject();
        const QString word = json["status"_L1].toString();
        const PinStatus status = pinStatusFrom(word);
        pins.push_back({.status = status,
                        .updated = timeAt(json, "updated"_L1),
                        .peerId = json["peerId"_L1].toString(),
                        .peerName = json["peerName"_L1].toString(),
                        .region = json["region"_L1].toString(),
                        .unknownWord = unknownWord(status, word)});
    }
    return pins;
}

std::vector<Deal> dealsFrom(const QJsonValue& value)
{
    std::vector<Deal> deals;
    for (const QJsonValue entry : value.toArray()) {
        const QJsonObject json = entry.toObject();
        const QString word = json["status"_L1].toString();
        const DealStatus status = dealStatusFrom(word);
        deals.push_back({.status = status,
                         .dealId = dealIdAt(json),
                         .storageProvider = json["storageProvider"_L1].toString(),
                         .pieceCid = content::CidString(json["pieceCid"_L1].toString()),
                         .dataCid = content::CidString(json["dataCid"_L1].toString()),
                         .dataModelSelector = json["dataModelSelector"_L1].toString(),
                         .activation = timeAt(json, "activation"_L1),
                         .expiration = timeAt(json, "expiration"_L1),
                         .created = timeAt(json, "created"_L1),
                         .updated = timeAt(json, "updated"_L1),
                         .unknownWord = unknownWord(status, word)});
    }
    return deals;
}

} // namespace cairn::wire
