// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/records/record.h"

#include "core/api/wire/wire.h"

#include <QJsonDocument>

#include <functional>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

template<class... Functions> struct Overloaded : Functions...
{
    using Functions::operator()...;
};

QString timeText(Timestamp time)
{
    return wire::timestampText(time);
}

QString hexText(const QByteArray& bytes)
{
    return QString::fromLatin1(bytes.toHex());
}

template<typename T>
void insertIfAny(QJsonObject& json, const QString& name, std::optional<T> value)
{
    if (!value)
        return;
    if constexpr (std::is_same_v<T, Timestamp>)
        json.insert(name, timeText(*value));
    else
        json.insert(name, *value);
}

/// Reads members of one object and remembers whether one that must be there was missing.
class Members
{
public:
    explicit Members(const QJsonObject& json)
        : m_json(json)
    { }

    bool areComplete() const { return m_complete; }

    qint64 integer(QLatin1StringView name)
    {
        const auto value = maybeInteger(name);
        return need(value).value_or(0);
    }
    std::optional<qint64> maybeInteger(QLatin1StringView name) const
    {
        constexpr qint64 none = std::numeric_limits<qint64>::min();
        const qint64 value = m_json[name].toInteger(none);
        return value == none ? std::nullopt : std::optional(value);
    }
    QString text(QLatin1StringView name)
    {
        const QJsonValue value = m_json[name];
        return need(value.isString() ? std::optional(value.toString()) : std::nullopt)
            .value_or(QString());
    }
    Timestamp time(QLatin1StringView name) { return need(maybeTime(name)).value_or(Timestamp()); }
    std::optional<Timestamp> maybeTime(QLatin1StringView name) const
    {
        return wire::timestampFrom(m_json[name].toString());
    }
    QByteArray bytes(QLatin1StringView name) { return QByteArray::fromHex(text(name).toLatin1()); }
    Cid cid(QLatin1StringView name) { return cidFrom(m_json[name]); }
    std::vector<Cid> cids(QLatin1StringView name)
    {
        std::vector<Cid> cids;
        for (const QJsonValue value : m_json[name].toArray())
            cids.push_back(cidFrom(value));
        return cids;
    }
    bool flag(QLatin1StringView name) const { return m_json[name].toBool(); }
    QJsonArray array(QLatin1StringView name) const { return m_json[name].toArray(); }
    QJsonObject object(QLatin1StringView name) const { return m_json[name].toObject(); }

private:
    Cid cidFrom(const QJsonValue& value)
    {
        const auto cid = Cid::parse(value.toString());
        return need(cid ? std::optional(*cid) : std::nullopt).value_or(Cid());
    }
    template<typename T> std::optional<T> need(std::optional<T> value)
    {
        m_complete = m_complete && value.has_value();
        return value;
    }

    const QJsonObject& m_json;
    bool m_complete = true;
};

QJsonObject jsonOf(const UserRecord& user)
{
    QJsonObject tags;
    for (const auto& [name, value] : user.tags)
        tags.insert(name, value);
    QJsonArray logins;
    for (const auto& [hash, created] : user.logins)
        logins.append(QJsonObject{{u"hash"_s, hexText(hash)}, {u"created"_s, timeText(created)}});
    QJsonObject proposals;
    for (const auto& [tag, asked] : user.proposals)
        proposals.insert(tag,
                         QJsonObject{{u"value"_s, asked.value},
                                     {u"form"_s, asked.form},
                                     {u"created"_s, timeText(asked.created)}});
    return {{u"r"_s, u"user"_s},
            {u"id"_s, user.id},
            {u"issuer"_s, user.issuer},
            {u"name"_s, user.name},
            {u"created"_s, timeText(user.created)},
            {u"tags"_s, tags},
            {u"loginHashes"_s, logins},
            {u"proposals"_s, proposals}};
}

Record userFrom(Members& members)
{
    UserRecord user{.id = members.integer("id"_L1),
                    .issuer = members.text("issuer"_L1),
                    .name = members.text("name"_L1),
                    .created = members.time("created"_L1)};
    const QJsonObject tags = members.object("tags"_L1);
    for (auto tag = tags.begin(); tag != tags.end(); ++tag)
        user.tags.emplace(tag.key(), tag.value().toString());
    for (const QJsonValue value : members.array("loginHashes"_L1)) {
        const QJsonObject login = value.toObject();
        Members of(login);
        user.logins.push_back({of.bytes("hash"_L1), of.time("created"_L1)});
    }
    const QJsonObject proposals = members.object("proposals"_L1);
    for (auto asked = proposals.begin(); asked != proposals.end(); ++asked) {
        const QJsonObject proposal = asked.value().toObject();
        Members of(proposal);
        user.proposals.emplace(
            asked.key(),
            UserRecord::Proposal{of.text("value"_L1), of.text("form"_L1), of.time("created"_L1)});
    }
    return user;
}

QJsonObject jsonOf(const TokenRecord& token)
{
    QJsonObject json{{u"r"_s, u"token"_s},
                     {u"id"_s, token.id},
                     {u"user"_s, token.user},
                     {u"name"_s, token.name},
                     {u"created"_s, timeText(token.created)},
                     {u"hash"_s, hexText(token.hash)},
                     {u"hint"_s, token.hint}};
    insertIfAny(json, u"scopes"_s, token.scopes);
    insertIfAny(json, u"expires"_s, token.expires);
    return json;
}

Record tokenFrom(Members& members)
{
    return TokenRecord{.id = members.integer("id"_L1),
                       .user = members.integer("user"_L1),
                       .name = members.text("name"_L1),
                       .created = members.time("created"_L1),
                       .hash = members.bytes("hash"_L1),
                       .hint = members.text("hint"_L1),
                       .scopes = members.maybeInteger("scopes"_L1),
                       .expires = members.maybeTime("expires"_L1)};
}

QJsonObject jsonOf(const TokenRevokedRecord& token)
{
    return {{u"r"_s, u"token-revoked"_s},
            {u"id"_s, token.id},
            {u"at"_s, timeText(token.at)},
            {u"blocked"_s, token.isBlocked}};
}

QJsonObject jsonOf(const UploadRecord& upload)
{
    QJsonArray parts;
    for (const Cid& part : upload.parts)
        parts.append(part.toString());
    QJsonObject json{{u"r"_s, u"upload"_s},
                     {u"id"_s, upload.id},
                     {u"user"_s, upload.user},
                     {u"cid"_s, upload.source.toV1().toString()},
                     {u"sourceCid"_s, upload.source.toString()},
                     {u"type"_s, upload.type},
                     {u"name"_s, upload.name},
                     {u"created"_s, timeText(upload.created)},
                     {u"at"_s, timeText(upload.at)},
                     {u"parts"_s, parts},
                     {u"size"_s, upload.size}};
    insertIfAny(json, u"token"_s, upload.token);
    insertIfAny(json, u"dagSize"_s, upload.dagSize);
    return json;
}

Record uploadFrom(Members& members)
{
    return UploadRecord{.id = members.integer("id"_L1),
                        .user = members.integer("user"_L1),
                        .token = members.maybeInteger("token"_L1),
                        .source = members.cid("sourceCid"_L1),
                        .type = members.text("type"_L1),
                        .name = members.text("name"_L1),
                        .created = members.time("created"_L1),
                        .at = members.time("at"_L1),
                        .dagSize = members.maybeInteger("dagSize"_L1),
                        .parts = members.cids("parts"_L1),
                        .size = members.integer("size"_L1)};
}

QJsonObject jsonOf(const RenameRecord& rename)
{
    return {{u"r"_s, u"rename"_s},
            {u"upload"_s, rename.upload},
            {u"name"_s, rename.name},
            {u"at"_s, timeText(rename.at)}};
}

QJsonObject jsonOf(const DeleteRecord& deletion)
{
    return {
        {u"r"_s, u"delete"_s}, {u"upload"_s, deletion.upload}, {u"at"_s, timeText(deletion.at)}};
}

QJsonObject jsonOf(const PinRecord& pin)
{
    QJsonObject json{{u"r"_s, u"pin"_s},
                     {u"id"_s, pin.id},
                     {u"user"_s, pin.user},
                     {u"cid"_s, pin.cid.toString()},
                     {u"asWritten"_s, pin.text},
                     {u"name"_s, pin.name},
                     {u"origins"_s, pin.origins},
                     {u"meta"_s, pin.meta},
                     {u"created"_s, timeText(pin.created)}};
    insertIfAny(json, u"token"_s, pin.token);
    return json;
}

Record pinFrom(Members& members)
{
    return PinRecord{.id = members.text("id"_L1),
                     .user = members.integer("user"_L1),
                     .token = members.maybeInteger("token"_L1),
                     .cid = members.cid("cid"_L1),
                     .text = members.text("asWritten"_L1),
                     .name = members.text("name"_L1),
                     .origins = members.array("origins"_L1),
                     .meta = members.object("meta"_L1),
                     .created = members.time("created"_L1)};
}

QJsonObject jsonOf(const PinRemovedRecord& pin)
{
    return {{u"r"_s, u"pin-removed"_s}, {u"id"_s, pin.id}, {u"at"_s, timeText(pin.at)}};
}

QJsonObject jsonOf(const PinnedRecord& pinned)
{
    QJsonObject json{
        {u"r"_s, u"pinned"_s}, {u"cid"_s, pinned.cid.toString()}, {u"at"_s, timeText(pinned.at)}};
    insertIfAny(json, u"dagSize"_s, pinned.dagSize);
    return json;
}

QJsonObject jsonOf(const FetchedRecord& fetched)
{
    return {{u"r"_s, u"fetched"_s},
            {u"car"_s, fetched.car.toString()},
            {u"size"_s, fetched.size},
            {u"at"_s, timeText(fetched.at)}};
}

QJsonObject jsonOf(const AdoptRecord& adopted)
{
    return {{u"r"_s, u"adopt"_s},
            {u"car"_s, adopted.car.toString()},
            {u"user"_s, adopted.user},
            {u"at"_s, timeText(adopted.at)}};
}

QJsonObject jsonOf(const GoneRecord& gone)
{
    return {{u"r"_s, u"gone"_s},
            {u"car"_s, gone.car.toString()},
            {u"at"_s, timeText(gone.at)},
            {u"why"_s, gone.why}};
}

QJsonObject jsonOf(const CollectedRecord& collected)
{
    return {{u"r"_s, u"collected"_s},
            {u"at"_s, timeText(collected.at)},
            {u"freeBefore"_s, timeText(collected.freeBefore)},
            {u"forgetBefore"_s, timeText(collected.forgetBefore)}};
}

QJsonObject jsonOf(const ContentRecord& content)
{
    QJsonObject json{{u"r"_s, u"content"_s},
                     {u"cid"_s, content.cid.toString()},
                     {u"created"_s, timeText(content.created)},
                     {u"pinUpdated"_s, timeText(content.pinUpdated)},
                     {u"pinned"_s, content.isPinned},
                     {u"unpinnedReason"_s, content.unpinnedReason}};
    insertIfAny(json, u"dagSize"_s, content.dagSize);
    return json;
}

QJsonObject jsonOf(const IdsRecord& ids)
{
    return {{u"r"_s, u"ids"_s},
            {u"user"_s, ids.user},
            {u"token"_s, ids.token},
            {u"upload"_s, ids.upload}};
}

using Reader = std::function<Record(Members&)>;

const std::map<QString, Reader>& readers()
{
    static const std::map<QString, Reader> all{
        {u"user"_s, userFrom},
        {u"token"_s, tokenFrom},
        {u"token-revoked"_s,
         [](Members& of) {
             return TokenRevokedRecord{of.integer("id"_L1), of.time("at"_L1),
                                       of.flag("blocked"_L1)};
         }},
        {u"upload"_s, uploadFrom},
        {u"rename"_s,
         [](Members& of) {
             return RenameRecord{of.integer("upload"_L1), of.text("name"_L1), of.time("at"_L1)};
         }},
        {u"delete"_s,
         [](Members& of) {
             return DeleteRecord{of.integer("upload"_L1), of.time("at"_L1)};
         }},
        {u"pin"_s, pinFrom},
        {u"pin-removed"_s,
         [](Members& of) {
             return PinRemovedRecord{of.text("id"_L1), of.time("at"_L1)};
         }},
        {u"pinned"_s,
         [](Members& of) {
             return PinnedRecord{of.cid("cid"_L1), of.time("at"_L1), of.maybeInteger("dagSize"_L1)};
         }},
        {u"fetched"_s,
         [](Members& of) {
             return FetchedRecord{of.cid("car"_L1), of.integer("size"_L1), of.time("at"_L1)};
         }},
        {u"adopt"_s,
         [](Members& of) {
             return AdoptRecord{of.cid("car"_L1), of.integer("user"_L1), of.time("at"_L1)};
         }},
        {u"gone"_s,
         [](Members& of) {
             return GoneRecord{of.cid("car"_L1), of.time("at"_L1), of.text("why"_L1)};
         }},
        {u"collected"_s,
         [](Members& of) {
             return CollectedRecord{of.time("at"_L1), of.time("freeBefore"_L1),
                                    of.time("forgetBefore"_L1)};
         }},
        {u"content"_s,
         [](Members& of) {
             return ContentRecord{of.cid("cid"_L1),         of.time("created"_L1),
                                  of.time("pinUpdated"_L1), of.maybeInteger("dagSize"_L1),
                                  of.flag("pinned"_L1),     int(of.integer("unpinnedReason"_L1))};
         }},
        {u"ids"_s,
         [](Members& of) {
             return IdsRecord{of.integer("user"_L1), of.integer("token"_L1),
                              of.integer("upload"_L1)};
         }},
    };
    return all;
}

} // namespace

QByteArray recordLine(const Record& record)
{
    return std::visit(
        Overloaded{[](const UnknownRecord& unknown) { return unknown.line + '\n'; },
                   [](const auto& known) {
                       return QJsonDocument(jsonOf(known)).toJson(QJsonDocument::Compact) + '\n';
                   }},
        record);
}

Result<Record> recordFrom(QByteArrayView line)
{
    const QJsonDocument document = QJsonDocument::fromJson(line.toByteArray());
    if (!document.isObject())
        return fail(Error::Kind::Corrupt, u"not a JSON object"_s);
    const QJsonObject json = document.object();
    const auto reader = readers().find(json["r"_L1].toString());
    if (reader == readers().end())
        return Record(UnknownRecord{line.trimmed().toByteArray()});
    Members members(json);
    Record record = reader->second(members);
    if (!members.areComplete())
        return fail(Error::Kind::Corrupt, u"a member of “%1” is missing"_s.arg(reader->first));
    return record;
}

} // namespace cairn::local
