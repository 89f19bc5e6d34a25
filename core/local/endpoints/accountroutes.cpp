// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/routes.h"
#include "core/api/wire/wire.h"
#include "core/local/endpoints/endpoints.h"

#include <QJsonDocument>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

HttpResponse createToken(ServiceContext& context, qint64 caller, const QJsonObject& body)
{
    const auto wanted = wire::newTokenFrom(body);
    if (!wanted)
        return failure(wanted.error());
    if (wanted->expires && *wanted->expires <= context.clock.now())
        return failure(400, u"HTTP_ERROR"_s, u"A token cannot have expired already."_s);
    const auto user = context.users.find(caller);
    if (!user)
        return failure(user.error());
    if (!*user)
        return failure(401, u"ERROR_USER_NOT_FOUND"_s, u"There is no such user."_s);
    const auto created = context.tokens.create(**user, *wanted);
    return created ? json(wire::toJson(*created), 201) : failure(created.error());
}

HttpResponse listTokens(ServiceContext& context, qint64 caller)
{
    const auto tokens = context.tokens.list(caller);
    return tokens ? json(wire::toJson(*tokens)) : failure(tokens.error());
}

HttpResponse revokeToken(ServiceContext& context, qint64 caller, const QByteArray& argument)
{
    bool isId = false;
    const qint64 id = argument.toLongLong(&isId);
    if (!isId)
        return notFound();
    const Done revoked = context.tokens.revoke(caller, id);
    return revoked ? json(QJsonObject{{u"_id"_s, id}}) : failure(revoked.error());
}

HttpResponse account(ServiceContext& context, const Caller& caller)
{
    auto usage = context.uploads.usage(caller.user);
    if (!usage)
        return failure(usage.error());
    usage->limit = caller.tags.storageLimit;
    return json(wire::toJson(*usage));
}

HttpResponse info(ServiceContext& context, const Caller& caller)
{
    const auto user = context.users.find(caller.user);
    if (!user)
        return failure(user.error());
    if (!*user)
        return failure(401, u"ERROR_USER_NOT_FOUND"_s, u"There is no such user."_s);
    const auto proposals = context.users.proposals(caller.user);
    if (!proposals)
        return failure(proposals.error());
    QJsonObject proposed;
    for (const QString& tag : {u"HasAccountRestriction"_s, u"HasDeleteRestriction"_s,
                               u"HasPsaAccess"_s, u"HasSuperHotAccess"_s, u"StorageLimitBytes"_s})
        proposed.insert(tag, proposals->contains(tag));
    QJsonObject answer = wire::toJson(Identity{.id = QString::number((*user)->id),
                                               .issuer = (*user)->issuer,
                                               .name = (*user)->name,
                                               .email = {},
                                               .created = (*user)->created,
                                               .accountRestricted = caller.tags.accountRestricted,
                                               .deleteRestricted = caller.tags.deleteRestricted,
                                               .pinningAllowed = caller.tags.pinningAllowed});
    // What only the original's website asked for (contract §6.14).
    QJsonObject about = answer["info"_L1].toObject();
    QJsonObject tags = about["tags"_L1].toObject();
    if (caller.tags.storageLimit)
        tags["StorageLimitBytes"_L1] = QString::number(*caller.tags.storageLimit);
    about["tags"_L1] = tags;
    about["tagProposals"_L1] = proposed;
    about["github"_L1] = QJsonValue::Null;
    about["publicAddress"_L1] = QString();
    about["updated"_L1] = about["created"_L1];
    answer["info"_L1] = about;
    return json(answer);
}

HttpResponse requestTag(ServiceContext& context, qint64 caller, const QJsonObject& body)
{
    const QJsonValue value = body["requestedTagValue"_L1];
    if (!value.isString() && !value.isNull() && !value.isUndefined())
        return failure(400, u"HTTP_ERROR"_s, u"The value of a tag is a text."_s);
    const Done proposed = context.users.propose(
        caller, body["tagName"_L1].toString(), value.toString(),
        QString::fromUtf8(
            QJsonDocument(QJsonObject{{u"form"_s, body["userProposalForm"_L1]}}).toJson()));
    if (!proposed)
        return failure(proposed.error());
    return {200, {{"Content-Type", routes::jsonType}}, "true", {}};
}

} // namespace

std::vector<Route> accountRoutes(ServiceContext& context)
{
    using enum Rule::Access;
    using enum Rule::Gate;
    return {
        {"GET",
         "/user/tokens",
         {.access = Login},
         [&context](Call call) {
             return answering(
                 [&context, user = call.caller.user] { return listTokens(context, user); });
         }},
        // Tokens are made and revoked in every mode (contract §3.3).
        {"POST",
         "/user/tokens",
         {.access = Login, .gate = Rule::Gate::None},
         [&context](Call call) {
             return receivingJson([&context, user = call.caller.user](const QJsonObject& body) {
                 return createToken(context, user, body);
             });
         }},
        {"DELETE",
         "/user/tokens/:id",
         {.access = Login, .gate = Rule::Gate::None, .restriction = Rule::Restriction::Delete},
         [&context](Call call) {
             return answering([&context, user = call.caller.user, id = call.argument] {
                 return revokeToken(context, user, id);
             });
         }},
        {"GET",
         "/user/account",
         {.access = Login},
         [&context](Call call) {
             return answering(
                 [&context, caller = call.caller] { return account(context, caller); });
         }},
        {"GET",
         "/user/info",
         {.access = Login},
         [&context](Call call) {
             return answering([&context, caller = call.caller] { return info(context, caller); });
         }},
        {"POST",
         "/user/request",
         {.access = Login, .gate = Rule::Gate::Write},
         [&context](Call call) {
             return receivingJson([&context, user = call.caller.user](const QJsonObject& body) {
                 return requestTag(context, user, body);
             });
         }},
    };
}

} // namespace cairn::local
