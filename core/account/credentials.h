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

/// Loads the credentials that the vault has according to @p record; one that it lost is empty.
/// Errors: the vault's, NotFound when it has none of them; Cancelled when @p context dies.
[[nodiscard]] Reply<Credentials> loadCredentials(TokenVault& vault, const AccountRecord& record,
                                                 QObject* context);
/// Writes both to the vault; an empty one is left out.
[[nodiscard]] Reply<void> storeCredentials(TokenVault& vault, const AccountId& account,
                                           const Credentials& credentials, QObject* context);

/// Whether the service itself says that a credential may not do just this (contract §2.4): then it
/// knows the credential. A refusal without a code may come from whoever stands before the service.
bool isForThisOnly(const Error& refusal);

/// What the keys of all of an account's secrets in the vault begin with.
QString keyPrefix(const AccountId& account);
/// Their keys in the vault.
QString loginKey(const AccountId& account);
QString apiTokenKey(const AccountId& account);

} // namespace cairn
