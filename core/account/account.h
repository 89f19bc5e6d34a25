// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/accountrecord.h"
#include "core/account/credentials.h"
#include "core/api/wire/types.h"
#include "core/base/async.h"

#include <QObject>
#include <QTimer>

namespace cairn {

class ApiClient;
class TokenVault;

/// One account on a service: its credentials, identity and permissions. Owned by AccountSession;
/// main thread. Nothing happens before check(). changed() follows each change of a value below.
class Account final : public QObject
{
    Q_OBJECT

public:
    enum class State {
        SignedOut, ///< No credential at all.
        Checking, ///< Asking the keychain or the service.
        SignedIn, ///< The service accepted the credentials.
        Refused, ///< The service refused the credentials; error() says why.
        Unreachable, ///< The service did not answer; the last values stay.
        KeychainUnavailable, ///< Waiting for the keychain, not signed out; error() says why.
    };
    Q_ENUM(State)

    enum class Action { Upload, List, Delete, Rename, ManageTokens, ReadUsage };

    /// Whether an action is offered; any value but Yes is the reason why it is not.
    enum class Permission { Yes, NotSignedIn, NeedsLogin, AccountRestricted, DeleteRestricted };

    Account(AccountRecord record, ApiClient& api, TokenVault& vault, QObject* parent = nullptr);

    const AccountRecord& record() const { return m_record; }
    State state() const { return m_state; }
    const std::optional<Error>& error() const { return m_error; }
    const std::optional<Identity>& identity() const { return m_identity; }
    const std::optional<Usage>& usage() const { return m_usage; }
    const std::optional<ServiceVersion>& version() const { return m_version; }
    Permission permission(Action action) const;

    /// Uses credentials that are in memory already, such as the local service's session login; they
    /// are not written to the vault.
    void use(const Credentials& credentials);

    /// Loads the credentials if none are in memory, and asks the service whether it accepts them;
    /// with a login also for identity and usage. Asks again by itself when a service that is under
    /// maintenance says when to.
    void check();

    /// Asks for identity and usage again without touching the credentials.
    void refresh();

signals:
    void changed();

private:
    void askVault();
    void askService();
    void settle(State state, std::optional<Error> error = {});
    void refuse(const Error& error);

    AccountRecord m_record;
    ApiClient& m_api;
    TokenVault& m_vault;
    Credentials m_credentials;
    State m_state = State::SignedOut;
    std::optional<Error> m_error;
    QTimer m_again; ///< Runs while the service asked to come again.
    std::optional<Identity> m_identity;
    std::optional<Usage> m_usage;
    std::optional<ServiceVersion> m_version;
};

} // namespace cairn
