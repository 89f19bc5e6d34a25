// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/account.h"

#include "core/api/client/apiclient.h"
#include "core/base/logging.h"
#include "core/vault/tokenvault.h"

#include <QTimer>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// A keychain that asks its user for a password does not answer until it has one.
constexpr auto keychainPatience = std::chrono::seconds(3);

/// So often a service is asked again that does not answer.
constexpr auto pauseWhileAway = std::chrono::seconds(30);

bool isKeychainTrouble(const Error& error)
{
    using Kind = Error::Kind;
    return error.kind == Kind::KeychainLocked || error.kind == Kind::KeychainAbsent
        || error.kind == Kind::KeychainFailed || error.kind == Kind::KeychainDenied;
}

/// Whether it can end by itself.
bool isPassing(const Error& error)
{
    using Kind = Error::Kind;
    return error.kind == Kind::Offline || error.kind == Kind::Timeout || error.kind == Kind::Server
        || error.kind == Kind::Maintenance || error.kind == Kind::RateLimited;
}

} // namespace

Account::Account(AccountRecord record, ApiClient& api, TokenVault& vault, QObject* parent)
    : QObject(parent)
    , m_record(std::move(record))
    , m_api(api)
    , m_vault(vault)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &Account::refresh);
    connect(&vault, &TokenVault::changed, this, [this] {
        if (m_state == State::KeychainUnavailable)
            check();
    });
    connect(&api, &ApiClient::refused, this, &Account::takeFailure);
    connect(&api, &ApiClient::restricted, this, &Account::takeRestriction);
    connect(&api, &ApiClient::askedToWait, this, &Account::takeFailure);
    connect(&api, &ApiClient::flowing, this, [this] {
        if (m_state == State::AskedToWait && !m_isServiceAsked)
            askService();
    });
}

std::optional<Timestamp> Account::waitsUntil() const
{
    return m_again.isActive() ? m_nextTime : std::nullopt;
}

Account::Permission Account::permission(Action action) const
{
    if (m_credentials.isEmpty() || m_state == State::Refused)
        return Permission::NotSignedIn;
    switch (action) {
    case Action::List:
        return Permission::Yes;
    case Action::Upload:
        return m_isRestricted || (m_identity && m_identity->accountRestricted)
            ? Permission::AccountRestricted
            : Permission::Yes;
    case Action::Delete:
    case Action::Rename:
    case Action::ManageTokens:
    case Action::ReadUsage:
        break;
    }
    if (m_credentials.login.isEmpty())
        return Permission::NeedsLogin;
    if (action == Action::Delete
        && (m_isDeleteRestricted || (m_identity && m_identity->deleteRestricted)))
        return Permission::DeleteRestricted;
    return Permission::Yes;
}

void Account::use(const Credentials& credentials)
{
    m_credentials = credentials;
    m_isServiceAsked = false;
    ++m_turn;
    m_api.setCredentials(credentials.login, credentials.apiToken);
}

void Account::check()
{
    // What is under way is answered soon; asking again would only make its answer too old.
    if (m_isVaultAsked || m_isServiceAsked)
        return;
    settle(State::Checking);
    if (m_credentials.isEmpty())
        askVault();
    else
        askService();
}

void Account::refresh()
{
    if (!m_credentials.isEmpty() && !m_isServiceAsked)
        askService();
}

void Account::retry()
{
    m_api.tryNow();
    m_isServiceAsked = false; // It may be silent.
    check();
}

void Account::askVault()
{
    if (!m_record.hasLogin && !m_record.hasApiToken)
        return settle(State::SignedOut);

    m_isVaultAsked = true;
    QTimer::singleShot(keychainPatience, this, [this] {
        if (m_isVaultAsked) {
            settle(State::KeychainUnavailable,
                   Error{Error::Kind::KeychainLocked,
                         u"no answer yet"_s,
                         {},
                         keychainWaiting.toString()});
        }
    });
    whenDone(loadCredentials(m_vault, m_record, this), this,
             [this](const Result<Credentials>& credentials) {
                 m_isVaultAsked = false;
                 if (!credentials) {
                     settle(isKeychainTrouble(credentials.error()) ? State::KeychainUnavailable
                                                                   : State::SignedOut,
                            credentials.error());
                     return;
                 }
                 use(*credentials);
                 emit keychainOpened();
                 settle(State::Checking);
                 askService();
             });
}

void Account::askService()
{
    m_isServiceAsked = true;
    const int turn = ++m_turn;
    m_again.stop();
    whenDone(m_api.version(), this, [this, turn](const Result<ServiceVersion>& version) {
        if (!version || turn != m_turn)
            return;
        m_version = *version;
        emit changed();
    });
    Reply<void> asked = m_credentials.login.isEmpty() ? ready<void>({}) : askWithLogin(turn);
    if (!m_credentials.apiToken.isEmpty())
        asked = andThen(asked, this, [this] { return askWithApiToken(); });
    whenDone(asked, this, [this, turn](const Done& accepted) {
        if (turn != m_turn)
            return;
        m_isServiceAsked = false;
        if (!accepted)
            return takeFailure(accepted.error());
        if (m_restrictedInTurn != turn) {
            m_isRestricted = false;
            m_isDeleteRestricted = false;
        }
        settle(State::SignedIn);
    });
}

Reply<void> Account::askWithLogin(int turn)
{
    whenDone(m_api.usage(), this, [this, turn](const Result<Usage>& usage) {
        if (!usage || turn != m_turn)
            return;
        m_usage = *usage;
        emit changed();
    });
    return andThen(m_api.identity(), this, [this, turn](const Identity& identity) {
        if (turn == m_turn)
            m_identity = identity;
        return ready<void>({});
    });
}

/// An API token may not ask who it belongs to; whether it may list says whether it lives.
Reply<void> Account::askWithApiToken()
{
    const auto listed = andThen(m_api.uploads({.page = 1, .size = 1}), this,
                                [](const UploadPage&) { return ready<void>({}); });
    return orElse(listed, this, [](const Error& error) {
        return isForThisOnly(error) ? ready<void>({}) : ready<void>(fail(error));
    });
}

void Account::takeFailure(const Error& error)
{
    const bool isRefused
        = error.kind == Error::Kind::Unauthorized || error.kind == Error::Kind::Forbidden;
    const bool isAskedToWait = error.kind == Error::Kind::RateLimited;
    if (isRefused) { // An answer that is still to come was asked for before.
        ++m_turn;
        m_isServiceAsked = false;
    }
    // What was refused stays so, whatever happens to other requests.
    if (m_state == State::Refused && !isRefused && !m_isServiceAsked)
        return;
    m_again.stop();
    if (isPassing(error))
        askAgainIn(error.retryAfter.value_or(pauseWhileAway));
    settle(isRefused           ? State::Refused
               : isAskedToWait ? State::AskedToWait
                               : State::Unreachable,
           error);
}

void Account::takeRestriction(const Error& error)
{
    if (error.code == "ERROR_ACCOUNT_RESTRICTED"_L1)
        m_isRestricted = true;
    else
        m_isDeleteRestricted = true;
    m_restrictedInTurn = m_turn;
    emit changed();
}

void Account::askAgainIn(std::chrono::milliseconds pause)
{
    m_nextTime = m_api.clock().now() + pause;
    m_again.start(pause);
}

void Account::settle(State state, std::optional<Error> error)
{
    if (state != m_state)
        qCInfo(lcAccount) << m_record.id << state;
    m_state = state;
    m_error = std::move(error);
    emit changed();
}

} // namespace cairn
