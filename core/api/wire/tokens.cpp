// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/members.h"
#include "core/api/wire/routes.h"
#include "core/api/wire/wire.h"

#include <array>

namespace cairn::wire {
using namespace Qt::StringLiterals;

namespace {

constexpr std::array<std::pair<Scope, QLatin1StringView>, 4> scopeWords{{
    {Scope::Upload, "upload"_L1},
    {Scope::List, "list"_L1},
    {Scope::Delete, "delete"_L1},
    {Scope::Pin, "pin"_L1},
}};

QJsonArray scopesJson(Scopes scopes)
{
    QJsonArray array;
    for (const Scope scope : scopeList(scopes))
        array.append(text(scope));
    return array;
}

/// What a value of a description stands for; "$ref" is a path in the same document.
QJsonObject resolved(const QJsonObject& description, const QJsonValue& value)
{
    QJsonObject object = value.toObject();
    for (int step = 0; step < 8 && object.contains("$ref"_L1); ++step) { // They may go in a circle.
        QJsonValue target = description;
        for (const QString& name : object["$ref"_L1].toString().split('/'_L1).mid(1))
            target = target.toObject()[name];
        object = target.toObject();
    }
    return object;
}

} // namespace

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

QJsonObject toJson(const Token& token)
{
    QJsonObject json{{u"_id"_s, token.id.text()},
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
    QJsonObject json{{u"_id"_s, token.id.text()}};
    if (!token.secret.isEmpty())
        json.insert(u"secret"_s, QString::fromLatin1(token.secret.reveal()));
    return json;
}

Result<ListedToken> tokenFrom(const QJsonObject& json)
{
    ListedToken listed;
    Token& token = listed.token;
    token.id = TokenId(idAt(json));
    if (token.id.isEmpty())
        return missingMember("a token id");
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
        return fail(Error::Kind::Invalid,
                    u"a token name has 1 to %1 characters"_s.arg(maxNameLength));
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

Result<TokenLimits> tokenLimitsFrom(const QJsonObject& description)
{
    const QJsonObject create = resolved(
        description, description["paths"_L1].toObject()[routes::tokens].toObject()["post"_L1]);
    const QJsonObject body = resolved(description, create["requestBody"_L1]);
    const QJsonObject media = body["content"_L1].toObject()["application/json"_L1].toObject();
    const QJsonObject schema = resolved(description, media["schema"_L1]);
    if (!schema["properties"_L1].isObject())
        return fail(Error::Kind::NotFound, u"new tokens are not described"_s);
    const QJsonObject members = schema["properties"_L1].toObject();
    return TokenLimits{members.contains("scopes"_L1), members.contains("expires"_L1)};
}

Result<CreatedToken> createdTokenFrom(const QJsonObject& json)
{
    CreatedToken created{TokenId(idAt(json)), {}};
    if (created.id.isEmpty())
        return missingMember("a token id");
    if (const QString secret = json["secret"_L1].toString(); !secret.isEmpty())
        created.secret = Secret(secret.toLatin1());
    return created;
}

} // namespace cairn::wire
