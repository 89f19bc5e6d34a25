// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/accountsfile.h"
#include "core/account/credentials.h"
#include "core/account/recordedvault.h"

#include <QObject>

namespace cairn {

/// An account to be added; at least one credential.
struct NewAccount
{
    QString name;
    QUrl endpoint;
    Credentials credentials;
    bool allowsHttp = false; ///< As AccountRecord has it.
};

/// Adds and removes accounts: the record in the file, the credentials in the vault. The record is
/// written first and goes again if the vault refuses, so that no secret lies there unnamed. A
/// removed account is gone at once, whatever the vault says: the file keeps the keys of secrets
/// that the vault has not forgotten yet. Main thread.
class AccountList final : public QObject
{
    Q_OBJECT

public:
    /// Where the credentials of a new account go.
    enum class Keep { InKeychain, ThisSession };

    AccountList(TokenVault& vault, AccountsFile& file, QObject* parent = nullptr);

    /// The vault for all secrets of accounts: it has their keys written down.
    TokenVault& vault() { return m_vault; }

    [[nodiscard]] Result<std::vector<AccountRecord>> all() const { return m_file.load(); }

    /// Whether the account could be added. Errors: Invalid (subject: name, endpoint or
    /// credentials), Conflict when the name is taken, and the file's.
    [[nodiscard]] Done check(const NewAccount& account) const;

    /// Errors: check()'s and the vault's; then nothing was added. With ThisSession nothing is
    /// written at all.
    [[nodiscard]] Reply<AccountRecord> add(const NewAccount& account, Keep keep);

    /// Writes other credentials to the vault, an empty one is left as it is, and the record.
    [[nodiscard]] Reply<void> replace(const AccountRecord& record, const Credentials& credentials);
    [[nodiscard]] Done put(const AccountRecord& record) { return m_file.put(record); }

    /// Removes the record, and remembers the keys of its secrets and @p moreKeys for forgetLeft().
    /// Nothing on the service changes. Errors: the file's; then nothing is removed.
    [[nodiscard]] Done strike(const AccountRecord& record, const QStringList& moreKeys = {});

    /// Has the vault forget the secrets of removed accounts. Errors: the file's, and the vault's
    /// with the code SECRETS_LEFT and, in `more`, the keys that stay until the next time.
    [[nodiscard]] Reply<void> forgetLeft();
    /// forgetLeft(), after the vault was searched for more keys of a removed account: earlier
    /// versions wrote none down.
    [[nodiscard]] Reply<void> forgetSecrets(const AccountId& removed);
    /// What was stored for accounts that are not in the file is left of them from now on. To be
    /// called while there is none that is in memory only.
    [[nodiscard]] Done leaveUnowned() { return m_file.leaveUnowned(); }

    /// Strikes, then forgets. With SECRETS_LEFT the account is removed all the same.
    [[nodiscard]] Reply<void> remove(const AccountRecord& record, const QStringList& moreKeys = {});

private:
    TokenVault& m_keychain;
    AccountsFile& m_file;
    RecordedVault m_vault;
};

} // namespace cairn
