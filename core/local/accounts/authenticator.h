// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/http/httpmessage.h"
#include "core/local/accounts/issuedtokens.h"

namespace cairn::local {

/// What a route asks of whoever calls it (contract §2.3, §3.3).
struct Rule
{
    enum class Access { Public, Login, LoginOrToken } access = Access::Public;
    enum class Gate { Read, Write, None } gate = Gate::Read; ///< What maintenance closes.
    enum class Restriction { None, Account, Delete } restriction = Restriction::None;
    enum class Pinning { NotNeeded, Needed } pinning = Pinning::NotNeeded;
    /// A token with scopes needs this one. Where a login is asked for, a token that names the scope
    /// will do too: our extension of the original, which had no scopes.
    std::optional<Scope> scope{};
};

/// Who calls. For a public route: nobody.
struct Caller
{
    qint64 user = 0;
    std::optional<qint64> token; ///< None: a login.
    std::optional<Scopes> scopes;
    UserTags tags;
};

/// Lets in whom a rule allows (contract §2). Holds the hash of the login of this session, which
/// lives in memory only. Any thread.
class Authenticator
{
public:
    Authenticator(Users& users, IssuedTokens& tokens);

    /// Until the process ends @p login stands for @p user.
    void setSession(const Secret& login, qint64 user);

    /// Errors: Unauthorized, Forbidden with the contract's codes; Storage.
    [[nodiscard]] Result<Caller> admit(const HttpRequest& request, const Rule& rule);

private:
    [[nodiscard]] Result<Caller> identify(const HttpRequest& request, const Rule& rule);
    [[nodiscard]] Result<std::optional<qint64>> userOfLogin(const Secret& login);

    Users& m_users;
    IssuedTokens& m_tokens;
    QByteArray m_sessionHash;
    qint64 m_sessionUser = 0;
};

} // namespace cairn::local
