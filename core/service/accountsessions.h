// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/accountlist.h"
#include "core/service/accountsession.h"
#include "core/service/kepttransfers.h"

#include <memory>
#include <vector>

namespace cairn {

/// All accounts of this user. Owned by the application; main thread.
class AccountSessions final : public QObject
{
    Q_OBJECT

public:
    using Keep = AccountList::Keep;

    AccountSessions(QNetworkAccessManager& network, TokenVault& vault, AccountsFile& store,
                    const Clock& clock, QObject* parent = nullptr);
    ~AccountSessions() override;

    /// Where transfers are stored, so that they go on after a restart. To be called before any
    /// account is added; without it, unfinished transfers are lost when the process ends.
    void keepTransfersIn(const QString& folder) { m_transferFolder = folder; }

    /// Gateways that downloads ask for blocks that the account's service does not give. To be
    /// called before any account is added.
    void downloadFrom(std::vector<QUrl> gateways) { m_gateways = std::move(gateways); }

    std::vector<AccountSession*> all() const; ///< *This computer* first, then as they were added.
    AccountSession* find(const AccountId& id) const;

    /// Adds the account *This computer*, or replaces it. Its session login comes from the service
    /// itself.
    AccountSession& addLocal(const QUrl& endpoint, const Secret& sessionLogin, const QString& name);

    /// Loads the accounts of the file and starts them. An unreadable file is an error, and is not
    /// changed. Secrets of accounts that were removed while the keychain was locked, or that were
    /// there for an earlier run only, are forgotten now, or when an account's credentials come from
    /// it.
    [[nodiscard]] Done loadStored();

    /// Asks the service whether it accepts the credentials, adds the account to the list and starts
    /// it. The result is its id. Errors: the list's and probe()'s; then nothing was added.
    [[nodiscard]] Reply<AccountId> add(const NewAccount& account, Keep keep);

    /// Asks the service whether it accepts the credentials, and has the account use them from now
    /// on; its transfers go on. One that is empty stays as it is. Errors: NotFound, probe()'s, the
    /// vault's and the file's; then the account has what it had.
    [[nodiscard]] Reply<void> replaceCredentials(const AccountId& id,
                                                 const Credentials& credentials);

    /// A person lets the account's tokens go by http to another computer. Errors: NotFound, the
    /// file's.
    [[nodiscard]] Done allowHttp(const AccountId& id);

    /// Removes the account's record, then its secrets from the vault, and its transfers with what
    /// unfinished ones have on disk. Nothing on the service changes. Errors: the list's, and
    /// Conflict (TRANSFERS_IN_USE) while another process works on its transfers. A vault that does
    /// not forget now keeps no account: secretsLeft().
    [[nodiscard]] Reply<void> remove(const AccountId& id);

signals:
    void added(AccountSession* session);
    void aboutToRemove(AccountSession* session);
    /// The account is removed, but files with its transfers could not be.
    void transfersLeft(const Error& error);
    /// The account is removed, but not its secrets: SECRETS_LEFT, the subject is its name. They are
    /// removed later.
    void secretsLeft(const Error& error);

private:
    KeptTransfers transferStore(const AccountId& account) const;
    AccountSession& adopt(const AccountRecord& record);
    [[nodiscard]] Reply<void> keepReplaced(const AccountId& id, const Credentials& accepted);
    void drop(const AccountId& id);
    void forgetLater();
    Reply<void> removeSecrets(const AccountRecord& record);
    Reply<void> removeTransfers(const AccountId& id);

    QNetworkAccessManager& m_network;
    AccountList m_list;
    const Clock& m_clock;
    QString m_transferFolder;
    std::vector<QUrl> m_gateways;
    std::vector<std::unique_ptr<AccountSession>> m_sessions;
};

} // namespace cairn
