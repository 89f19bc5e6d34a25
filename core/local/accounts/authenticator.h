// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/accounts/issuedtokens.h"
#include "core/local/accounts/wrongcredentials.h"
#include "core/local/http/httpmessage.h"

namespace cairn::local {

/// What a route demands of its caller (contract §2.3, §3.3).
struct Rule
{
    enum class Access { Public, Login, LoginOrToken } access = Access::Public;
    /// Which maintenance modes close the route.
    enum class Gate { Read, Write, None } gate = Gate::Read;
    enum class Restriction { None, Account, Delete } restriction = Restriction::None;
    enum class Pinning { NotNeeded, Needed } pinning = Pinning::NotNeeded;
    /// A token with scopes must have this one. A route for logins admits a token that has this
    /// scope too: our extension of the original, which had no scopes.
    std::optional<Scope> scope{};
    Throttle::Kind kind = Throttle::Kind::Any; ///< How often a token may ask.
};

/// Who sent a request; empty for a public route.
struct Caller
{
    qint64 user = 0;
    std::optional<qint64> token; ///< None: a login.
    std::optional<Scopes> scopes;
    UserTags tags;
};

/// Decides whether a request may use a route (contract §2). Has the hash of this session's login in
/// memory only. Any thread.
class Authenticator
{
public:
    Authenticator(Users& users, IssuedTokens& tokens, WrongCredentials& wrong);

    /// From now on @p login is a login of @p user. To be called before the first request.
    void setSession(const Secret& login, qint64 user);

    /// Errors: Unauthorized, Forbidden, RateLimited with the contract's codes; Storage.
    [[nodiscard]] Result<Caller> admit(const HttpRequest& request, const Rule& rule);

private:
    [[nodiscard]] Result<Caller> identify(const HttpRequest& request, const Rule& rule);
    [[nodiscard]] Result<Caller> callerWithLogin(const Secret& login, const Rule& rule);
    [[nodiscard]] Result<Caller> callerWithToken(const Secret& token, const Rule& rule);
    [[nodiscard]] Result<std::optional<qint64>> userOfLogin(const Secret& login);

    Users& m_users;
    IssuedTokens& m_tokens;
    WrongCredentials& m_wrong;
    QByteArray m_sessionHash;
    qint64 m_sessionUser = 0;
};

} // namespace cairn::local
