// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/accounts/authenticator.h"

#include "core/api/wire/wire.h"
#include "core/local/accounts/refusal.h"
#include "core/local/http/requestguard.h"

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

auto loginRequired()
{
    return unauthorized(u"ERROR_MAGIC_TOKEN_REQUIRED"_s, u"This needs a login token."_s);
}

Error tooManyWrong(std::chrono::seconds wait)
{
    return {Error::Kind::RateLimited,
            u"Too many wrong tokens came from this address."_s,
            {},
            u"ERROR_RATE_LIMITED"_s,
            wait};
}

} // namespace

Authenticator::Authenticator(Users& users, IssuedTokens& tokens, WrongCredentials& wrong)
    : m_users(users)
    , m_tokens(tokens)
    , m_wrong(wrong)
{ }

void Authenticator::setSession(const Secret& login, qint64 user)
{
    m_sessionHash = tokenHash(login);
    m_sessionUser = user;
    m_wrong.foundGood(m_sessionHash);
}

Result<std::optional<qint64>> Authenticator::userOfLogin(const Secret& login)
{
    const QByteArray hash = tokenHash(login);
    if (equalInConstantTime(hash, m_sessionHash))
        return m_sessionUser;
    return m_users.byLogin(hash);
}

Result<Caller> Authenticator::callerWithLogin(const Secret& login, const Rule& rule)
{
    const auto user = userOfLogin(login);
    if (!user)
        return fail(user.error());
    if (*user)
        return Caller{.user = **user, .token = {}, .scopes = {}, .tags = {}};
    if (rule.access == Rule::Access::Login)
        return loginRequired();
    return unauthorized(u"ERROR_UNRECOGNISED_TOKEN"_s, u"This login is not known."_s);
}

Result<Caller> Authenticator::callerWithToken(const Secret& token, const Rule& rule)
{
    const auto known = m_tokens.recognise(token);
    if (!known)
        return fail(known.error());
    if (rule.scope && known->scopes && !known->scopes->testFlag(*rule.scope))
        return forbidden(u"ERROR_TOKEN_SCOPE"_s,
                         u"This token lacks the scope \"%1\"."_s.arg(wire::text(*rule.scope)));
    return Caller{.user = known->user, .token = known->id, .scopes = known->scopes, .tags = {}};
}

Result<Caller> Authenticator::identify(const HttpRequest& request, const Rule& rule)
{
    const auto token = bearer(request);
    if (!token)
        return fail(token.error());
    const bool loginOnly = rule.access == Rule::Access::Login;
    if (loginOnly && !rule.scope && !isLogin(*token))
        return loginRequired();
    const QByteArray hash = tokenHash(*token);
    if (const auto wait = m_wrong.waitFor(request.client, hash))
        return fail(tooManyWrong(*wait));
    auto caller = isLogin(*token) ? callerWithLogin(*token, rule) : callerWithToken(*token, rule);
    if (caller)
        m_wrong.foundGood(hash);
    else if (caller.error().kind == Error::Kind::Unauthorized)
        m_wrong.foundWrong(request.client, hash);
    if (caller && loginOnly && caller->token && !caller->scopes)
        return loginRequired();
    return caller;
}

Result<Caller> Authenticator::admit(const HttpRequest& request, const Rule& rule)
{
    if (rule.access == Rule::Access::Public)
        return Caller{};
    auto caller = identify(request, rule);
    if (!caller)
        return caller;
    const auto tags = m_users.tags(caller->user);
    if (!tags)
        return fail(tags.error());
    caller->tags = *tags;
    if (rule.restriction == Rule::Restriction::Account && tags->accountRestricted)
        return forbidden(u"ERROR_ACCOUNT_RESTRICTED"_s, u"This account may not add content."_s);
    if (rule.restriction == Rule::Restriction::Delete && tags->deleteRestricted)
        return forbidden(u"ERROR_DELETE_RESTRICTED"_s, u"This account may not delete."_s);
    if (rule.pinning == Rule::Pinning::Needed && !tags->pinningAllowed)
        return forbidden(u"ERROR_PINNING_UNAUTHORIZED"_s, u"This account may not pin."_s);
    return caller;
}

} // namespace cairn::local
