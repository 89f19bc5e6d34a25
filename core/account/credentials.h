// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/accountrecord.h"
#include "core/base/async.h"
#include "core/base/secret.h"

namespace cairn {

class TokenVault;

/// The two keys an account may have (contract §2); either may be empty.
struct Credentials
{
    Secret login; ///< Tokens, deleting, renaming, account figures, and all an API token can do.
    Secret apiToken; ///< Uploading, listing, status.
    bool isEmpty() const { return login.isEmpty() && apiToken.isEmpty(); }
};

/// Those the record says lie in the vault. Errors: the vault's. @p context bounds the chain.
[[nodiscard]] Reply<Credentials> loadCredentials(TokenVault& vault, const AccountRecord& record,
                                                 QObject* context);
/// Both, into the vault; empty ones are left out.
[[nodiscard]] Reply<void> storeCredentials(TokenVault& vault, const QString& accountId,
                                           const Credentials& credentials, QObject* context);

/// What the vault files them under.
QString loginKey(const QString& accountId);
QString apiTokenKey(const QString& accountId);

} // namespace cairn
