// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/accountsfile.h"
#include "core/account/credentials.h"

#include <QObject>

namespace cairn {

/// An account to be added; at least one credential.
struct NewAccount
{
    QString name;
    QUrl endpoint;
    Credentials credentials;
};

/// Adds and removes accounts: the record in the file, the credentials in the vault, both or
/// neither. Main thread.
class AccountList final : public QObject
{
    Q_OBJECT

public:
    /// Where the credentials of a new account go.
    enum class Keep { InKeychain, ThisSession };

    AccountList(TokenVault& vault, AccountsFile& file, QObject* parent = nullptr);

    [[nodiscard]] Result<std::vector<AccountRecord>> all() const { return m_file.load(); }

    /// Whether the account could be added. Errors: Invalid (subject: name, endpoint or
    /// credentials), Conflict when the name is taken, and the file's.
    [[nodiscard]] Done check(const NewAccount& account) const;

    /// Errors: check()'s and the vault's; then nothing was added. With ThisSession nothing is
    /// written at all.
    [[nodiscard]] Reply<AccountRecord> add(const NewAccount& account, Keep keep);

    /// Removes the credentials and the secrets under @p moreKeys from the vault, then the record.
    /// Nothing on the service changes.
    [[nodiscard]] Reply<void> remove(const AccountRecord& record, const QStringList& moreKeys = {});

private:
    TokenVault& m_vault;
    AccountsFile& m_file;
};

} // namespace cairn
