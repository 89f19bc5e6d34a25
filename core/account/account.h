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

/// The code of the error KeychainLocked while the keychain has not answered yet: it may be asking.
inline constexpr QLatin1StringView keychainWaiting("KEYCHAIN_WAITING");

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
        AskedToWait, ///< The service asked for fewer requests; waitsUntil() says until when.
    };
    Q_ENUM(State)

    enum class Action { Upload, List, Delete, Rename, ManageTokens, ReadUsage };

    /// Whether an action is offered; any value but Yes is the reason why it is not.
    enum class Permission { Yes, NotSignedIn, NeedsLogin, AccountRestricted, DeleteRestricted };

    Account(AccountRecord record, ApiClient& api, TokenVault& vault, QObject* parent = nullptr);

    const AccountRecord& record() const { return m_record; }
    void setRecord(const AccountRecord& record) { m_record = record; } ///< Of the same id.
    State state() const { return m_state; }
    const std::optional<Error>& error() const { return m_error; }
    const std::optional<Identity>& identity() const { return m_identity; }
    const std::optional<Usage>& usage() const { return m_usage; }
    const std::optional<ServiceVersion>& version() const { return m_version; }
    Permission permission(Action action) const;
    const Credentials& credentials() const { return m_credentials; } ///< In memory.
    /// When the account is asked for again by itself; none where nothing is waited for.
    std::optional<Timestamp> waitsUntil() const;

    /// Uses credentials that are in memory already, such as the local service's session login; they
    /// are not written to the vault. What was said of others is forgotten.
    void use(const Credentials& credentials);

    /// Loads the credentials if none are in memory, and asks the service whether it accepts each;
    /// with a login also for identity and usage. Asks again by itself while it does not answer or
    /// asks to wait; not after a refusal.
    void check();

    /// Asks for identity and usage again without touching the credentials.
    void refresh();

    void retry(); ///< check() for a person: something is sent, whatever is waited for.

signals:
    void changed();
    /// The keychain gave the credentials: it can be used now.
    void keychainOpened();

private:
    void askVault();
    void askService();
    Reply<void> askWithLogin(int turn);
    Reply<void> askWithApiToken();
    void settle(State state, std::optional<Error> error = {});
    void takeFailure(const Error& error);
    void takeRestriction(const Error& error);
    void askAgainIn(std::chrono::milliseconds pause);

    AccountRecord m_record;
    ApiClient& m_api;
    TokenVault& m_vault;
    Credentials m_credentials;
    State m_state = State::SignedOut;
    std::optional<Error> m_error;
    QTimer m_again; ///< Runs until the service is asked again by itself.
    std::optional<Timestamp> m_nextTime; ///< When that is.
    bool m_isVaultAsked = false;
    bool m_isServiceAsked = false;
    int m_turn = 0; ///< Of asking the service: answers to an earlier one come too late.
    bool m_isRestricted = false; ///< As a refusal said, since the account was asked last.
    bool m_isDeleteRestricted = false;
    int m_restrictedInTurn = 0; ///< Of those refusals the last.
    std::optional<Identity> m_identity;
    std::optional<Usage> m_usage;
    std::optional<ServiceVersion> m_version;
};

} // namespace cairn
