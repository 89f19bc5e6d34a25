// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/async.h"
#include "core/base/loadstate.h"

#include <QHash>
#include <QObject>

namespace cairn {

class ApiClient;
class TokenVault;

/// The API tokens of one account. Owned by AccountSession; main thread.
/// Secrets of tokens made here go to the vault, so that copying works later; a service that lists
/// secrets is asked for them only when one is wanted.
class AccountTokens final : public QObject
{
    Q_OBJECT

public:
    struct Created
    {
        TokenId id;
        QString name;
        /// Why the secret is kept only until Cairn quits; none when it is in the vault.
        std::optional<Error> notKept;
    };

    AccountTokens(AccountId account, ApiClient& api, TokenVault& vault, QObject* parent = nullptr);

    const std::vector<Token>& all() const { return m_tokens; }
    LoadState loadState() const { return m_loadState; }
    const std::optional<Error>& error() const { return m_error; }

    /// Asks the service for the list; changed() follows.
    void refresh();

    /// A name of 1…255 characters, else Invalid without asking the service.
    [[nodiscard]] Reply<Created> create(const NewToken& token);

    /// The secret, for Copy and Reveal. NotFound if this computer never had it and the service does
    /// not list it.
    [[nodiscard]] Reply<Secret> secret(const TokenId& id);

    /// Cannot be undone. The secret is removed from the vault too.
    [[nodiscard]] Reply<void> revoke(const TokenId& id);

    /// The key of a token's secret in the vault.
    QString vaultKey(const TokenId& token) const;

signals:
    void changed();

private:
    [[nodiscard]] Reply<Secret> secretFromList(const TokenId& id);
    [[nodiscard]] Reply<Created> keep(const CreatedToken& created, const QString& name);

    AccountId m_account;
    ApiClient& m_api;
    TokenVault& m_vault;
    std::vector<Token> m_tokens;
    QHash<TokenId, Secret> m_sessionSecrets; ///< Secrets that the vault did not take.
    LoadState m_loadState = LoadState::Never;
    std::optional<Error> m_error;
};

} // namespace cairn
