// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/accountrecord.h"
#include "core/base/async.h"
#include "core/base/secret.h"

namespace cairn {

class TokenVault;

/// The two credentials of an account (contract §2); either may be empty.
struct Credentials
{
    Secret login; ///< Tokens, deleting, renaming, account figures, and all an API token can do.
    Secret apiToken; ///< Uploading, listing, status.
    bool isEmpty() const { return login.isEmpty() && apiToken.isEmpty(); }
};

/// Loads the credentials that the vault has according to @p record. Errors: the vault's; Cancelled
/// when @p context dies.
[[nodiscard]] Reply<Credentials> loadCredentials(TokenVault& vault, const AccountRecord& record,
                                                 QObject* context);
/// Writes both to the vault; an empty one is left out.
[[nodiscard]] Reply<void> storeCredentials(TokenVault& vault, const AccountId& account,
                                           const Credentials& credentials, QObject* context);

/// Their keys in the vault.
QString loginKey(const AccountId& account);
QString apiTokenKey(const AccountId& account);

} // namespace cairn
