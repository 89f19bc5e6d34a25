// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire.h"
#include "core/local/endpoints.h"

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

HttpResponse createToken(Workshop& workshop, qint64 caller, const QJsonObject& body)
{
    const auto wanted = wire::newTokenFrom(body);
    if (!wanted)
        return failure(wanted.error());
    if (wanted->expires && *wanted->expires <= workshop.clock.now())
        return failure(400, u"HTTP_ERROR"_s, u"A token cannot have expired already."_s);
    const auto user = workshop.users.find(caller);
    if (!user)
        return failure(user.error());
    if (!*user)
        return failure(401, u"ERROR_USER_NOT_FOUND"_s, u"There is no such user."_s);
    const auto created = workshop.tokens.create(**user, *wanted);
    return created ? json(wire::toJson(*created), 201) : failure(created.error());
}

HttpResponse listTokens(Workshop& workshop, qint64 caller)
{
    const auto tokens = workshop.tokens.list(caller);
    return tokens ? json(wire::toJson(*tokens)) : failure(tokens.error());
}

HttpResponse revokeToken(Workshop& workshop, qint64 caller, const QByteArray& argument)
{
    bool isId = false;
    const qint64 id = argument.toLongLong(&isId);
    if (!isId)
        return notFound();
    const Done revoked = workshop.tokens.revoke(caller, id);
    return revoked ? json(QJsonObject{{u"_id"_s, id}}) : failure(revoked.error());
}

HttpResponse account(Workshop& workshop, const Caller& caller)
{
    auto usage = workshop.uploads.usage(caller.user);
    if (!usage)
        return failure(usage.error());
    usage->limit = caller.tags.storageLimit;
    return json(wire::toJson(*usage));
}

HttpResponse info(Workshop& workshop, const Caller& caller)
{
    const auto user = workshop.users.find(caller.user);
    if (!user)
        return failure(user.error());
    if (!*user)
        return failure(401, u"ERROR_USER_NOT_FOUND"_s, u"There is no such user."_s);
    return json(wire::toJson(Identity{.id = QString::number((*user)->id),
                                      .issuer = (*user)->issuer,
                                      .name = (*user)->name,
                                      .email = {},
                                      .created = (*user)->created,
                                      .accountRestricted = caller.tags.accountRestricted,
                                      .deleteRestricted = caller.tags.deleteRestricted,
                                      .pinningAllowed = caller.tags.pinningAllowed}));
}

} // namespace

std::vector<Route> accountRoutes(Workshop& workshop)
{
    using enum Rule::Access;
    using enum Rule::Gate;
    return {
        {"GET",
         "/user/tokens",
         {.access = Login},
         [&workshop](Call call) {
             return answering(
                 [&workshop, user = call.caller.user] { return listTokens(workshop, user); });
         }},
        // Tokens are made and revoked in every mode (contract §3.3).
        {"POST",
         "/user/tokens",
         {.access = Login, .gate = Rule::Gate::None},
         [&workshop](Call call) {
             return receivingJson([&workshop, user = call.caller.user](const QJsonObject& body) {
                 return createToken(workshop, user, body);
             });
         }},
        {"DELETE",
         "/user/tokens/:id",
         {.access = Login, .gate = Rule::Gate::None, .restriction = Rule::Restriction::Delete},
         [&workshop](Call call) {
             return answering([&workshop, user = call.caller.user, id = call.argument] {
                 return revokeToken(workshop, user, id);
             });
         }},
        {"GET",
         "/user/account",
         {.access = Login},
         [&workshop](Call call) {
             return answering(
                 [&workshop, caller = call.caller] { return account(workshop, caller); });
         }},
        {"GET",
         "/user/info",
         {.access = Login},
         [&workshop](Call call) {
             return answering([&workshop, caller = call.caller] { return info(workshop, caller); });
         }},
    };
}

} // namespace cairn::local
