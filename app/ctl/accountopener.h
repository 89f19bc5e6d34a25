// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/ctl/commandline.h"
#include "app/host/localconnection.h"
#include "core/account/accountlist.h"
#include "core/service/accountsession.h"
#include "core/vault/keychainvault.h"
#include "core/vault/memoryvault.h"

#include <QNetworkAccessManager>

#include <memory>

namespace cairn::ctl {

/// The account one call works on, with its credential in memory: the local service (attached or
/// hosted here), one that was added, or any endpoint with CAIRN_TOKEN. Lives as long as the call.
class AccountOpener final : public QObject
{
    Q_OBJECT

public:
    explicit AccountOpener(const QString& dataFolder);

    /// Errors: NotFound (no such account), Unauthorized (no credential for it), and what the
    /// keychain or the local service say.
    [[nodiscard]] Reply<AccountSession*> open(const Options& options);

    AccountList& accounts() { return m_accounts; }
    /// Asks the service first. Errors: probe()'s and the list's; then nothing was added.
    [[nodiscard]] Reply<AccountRecord> add(const NewAccount& account);
    /// Nobody works for the session any more when this returns.
    void close() { m_session.reset(); }
    QString transferFolder() const;
    const QString& dataFolder() const { return m_dataFolder; }

    /// To be waited for after the call is done: other calls may be at work at the service hosted
    /// here.
    [[nodiscard]] Reply<void> stayForGuests();

private:
    Reply<AccountSession*> openLocal();
    Reply<AccountSession*> openStored(const QString& name);
    AccountSession* use(AccountRecord record, const Credentials& credentials);
    std::unique_ptr<TransferStore> transferStore(const AccountRecord& record) const;

    QString m_dataFolder;
    SystemClock m_clock;
    QNetworkAccessManager m_network;
    KeychainVault m_keychain;
    MemoryVault m_noKeychain; ///< Of an address that is no account: nobody would remove its keys.
    AccountsFile m_accountsFile;
    AccountList m_accounts;
    LocalConnection m_local;
    bool m_isInsecureAllowed = false;
    std::unique_ptr<AccountSession> m_session;
};

/// Of the environment or a file: its kind shows in its form (contract §2).
Credentials credentialsFrom(const QByteArray& token);

} // namespace cairn::ctl
