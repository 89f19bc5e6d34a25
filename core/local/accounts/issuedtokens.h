// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/result.h"
#include "core/local/accounts/tokensigner.h"
#include "core/local/accounts/users.h"

#include <vector>

namespace cairn::local {

/// The API tokens in the catalog: a hash and a hint of each, never the token. Any thread.
/// Errors: Storage, DiskFull, and what each function says.
class IssuedTokens
{
public:
    IssuedTokens(Database& database, Journal& journal, const TokenSigner& signer,
                 const Clock& clock);

    [[nodiscard]] Result<CreatedToken> create(const User& user, const NewToken& wanted);
    [[nodiscard]] Result<std::vector<Token>> list(qint64 user); ///< Live tokens, oldest first.
    /// In effect at once; cannot be undone. Errors: NotFound.
    [[nodiscard]] Done revoke(qint64 user, qint64 token);
    /// By the operator; also for a revoked token. Requests with it are answered with
    /// ERROR_TOKEN_BLOCKED. Errors: NotFound.
    [[nodiscard]] Done block(qint64 user, qint64 token);

    /// What the catalog says of the token of a request.
    struct Known
    {
        qint64 id = 0;
        qint64 user = 0;
        std::optional<Scopes> scopes;
    };
    /// Also stores when it was used, at most once a minute. Errors: Unauthorized with the
    /// contract's code when it is unknown, revoked or expired, Forbidden when it is blocked.
    [[nodiscard]] Result<Known> recognise(const Secret& token);

    // Within a transaction: the catalog is as the record has it.
    [[nodiscard]] static Done apply(Database& catalog, const TokenRecord& token);
    [[nodiscard]] static Done apply(Database& catalog, const TokenRevokedRecord& revoked);

private:
    Database& m_database;
    Journal& m_journal;
    const TokenSigner& m_signer;
    const Clock& m_clock;
};

} // namespace cairn::local
