// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/answerorder.h"
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
        /// To be held by whoever shows it: the service tells it this once. Or why it is not known
        /// of a token that exists.
        Result<Secret> secret;
        /// Ends when the vault has the secret, and gives it back when asked; an error is why it is
        /// kept only until Cairn quits. It may wait for a person.
        Reply<void> kept;
    };

    /// Whether a token may be made without the scopes and the expiry that were asked for.
    enum class Unlimited { Refuse, Allow };

    AccountTokens(AccountId account, ApiClient& api, TokenVault& vault, QObject* parent = nullptr);

    const std::vector<Token>& all() const { return m_tokens; }
    LoadState loadState() const { return m_loadState; }
    const std::optional<Error>& error() const { return m_error; }

    /// From now on the vault forgets what it has of tokens that the list does not name any more:
    /// somebody else revoked them. It may ask a person, so not every program wants that.
    void forgetRevoked();

    /// Asks the service for the list; changed() follows. An answer that was asked for before a
    /// token was created or revoked is not shown: the list is asked for again.
    void refresh();

    /// A name of 1…255 characters, else Invalid without asking the service. Waits for no keychain.
    /// A token with limits is refused before it is made where the service says that it does not
    /// know them, and revoked again where the list then shows it without: limitsError().
    [[nodiscard]] Reply<Created> create(const NewToken& token,
                                        Unlimited unlimited = Unlimited::Refuse);

    /// The secret, for Copy and Reveal. NotFound if this computer never had it and the service does
    /// not list it.
    [[nodiscard]] Reply<Secret> secret(const TokenId& id);

    /// Cannot be undone. The secret is removed from the vault too, forgotten() tells when. NotFound
    /// for a token that the service does not list: some answer 200 to any id (contract §6.11).
    [[nodiscard]] Reply<void> revoke(const TokenId& id);
    /// Ends when the vault has answered all that it was asked to forget.
    Reply<void> forgotten() const { return m_forgotten; }

    /// The key of a token's secret in the vault.
    QString vaultKey(const TokenId& token) const;

signals:
    void changed();

private:
    void ask();
    void forgetUnlisted(QStringList keys);
    [[nodiscard]] Reply<void> forget(const QStringList& keys);
    [[nodiscard]] Reply<void> checkListed(const TokenId& id);
    [[nodiscard]] Reply<Secret> secretFromList(const TokenId& id);
    [[nodiscard]] Reply<Created> make(const NewToken& token);
    [[nodiscard]] Reply<void> checkLimitsKnown(const NewToken& token);
    [[nodiscard]] Reply<Created> makeLimited(const NewToken& token);
    [[nodiscard]] Reply<CreatedToken> compareWithList(const NewToken& token,
                                                      const CreatedToken& created);
    [[nodiscard]] Reply<CreatedToken> takeBack(const TokenId& id, const Error& reason);
    [[nodiscard]] Reply<Created> withSecret(const CreatedToken& created, const QString& name);
    Created keep(Created created);
    [[nodiscard]] Reply<void> storeSecret(const TokenId& id, const Secret& secret);

    AccountId m_account;
    ApiClient& m_api;
    TokenVault& m_vault;
    std::vector<Token> m_tokens;
    QHash<TokenId, Secret> m_sessionSecrets; ///< Secrets that the vault does not have (yet).
    AnswerOrder m_answers;
    bool m_canForget = false; ///< What others revoked. Once refused, not before the vault changes.
    Reply<void> m_forgotten = ready<void>({});
    LoadState m_loadState = LoadState::Never;
    std::optional<Error> m_error;
};

} // namespace cairn
