// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/account.h"

#include "core/api/client/apiclient.h"
#include "core/base/logging.h"
#include "core/vault/tokenvault.h"

#include <QTimer>

namespace cairn {
namespace {

/// A keychain that asks its user for a password does not answer until it has one.
constexpr auto keychainPatience = std::chrono::seconds(3);

bool isKeychainTrouble(const Error& error)
{
    return error.kind == Error::Kind::KeychainLocked || error.kind == Error::Kind::KeychainAbsent
        || error.kind == Error::Kind::KeychainFailed;
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
}

Account::Permission Account::permission(Action action) const
{
    if (m_credentials.isEmpty() || m_state == State::Refused)
        return Permission::NotSignedIn;
    switch (action) {
    case Action::List:
        return Permission::Yes;
    case Action::Upload:
        return m_identity && m_identity->accountRestricted ? Permission::AccountRestricted
                                                           : Permission::Yes;
    case Action::Delete:
    case Action::Rename:
    case Action::ManageTokens:
    case Action::ReadUsage:
        break;
    }
    if (m_credentials.login.isEmpty())
        return Permission::NeedsLogin;
    if (action == Action::Delete && m_identity && m_identity->deleteRestricted)
        return Permission::DeleteRestricted;
    return Permission::Yes;
}

void Account::use(const Credentials& credentials)
{
    m_credentials = credentials;
    m_api.setCredentials(credentials.login, credentials.apiToken);
}

void Account::check()
{
    if (m_state == State::Checking)
        return;
    settle(State::Checking);
    if (m_credentials.isEmpty())
        askVault();
    else
        askService();
}

void Account::refresh()
{
    if (!m_credentials.isEmpty() && m_state != State::Checking)
        askService();
}

void Account::askVault()
{
    if (!m_record.hasLogin && !m_record.hasApiToken)
        return settle(State::SignedOut);

    QTimer::singleShot(keychainPatience, this, [this] {
        if (m_state == State::Checking && m_credentials.isEmpty()) {
            settle(State::KeychainUnavailable,
                   Error{Error::Kind::KeychainLocked, QStringLiteral("no answer yet")});
        }
    });
    whenDone(loadCredentials(m_vault, m_record, this), this,
             [this](const Result<Credentials>& credentials) {
                 if (!credentials) {
                     settle(isKeychainTrouble(credentials.error()) ? State::KeychainUnavailable
                                                                   : State::SignedOut,
                            credentials.error());
                     return;
                 }
                 use(*credentials);
                 settle(State::Checking);
                 askService();
             });
}

void Account::askService()
{
    whenDone(m_api.version(), this, [this](const Result<ServiceVersion>& version) {
        if (version)
            m_version = *version;
        emit changed();
    });
    if (m_credentials.login.isEmpty()) {
        // An API token may not ask who it belongs to; whether it may list says whether it lives.
        whenDone(m_api.uploads({.page = 1, .size = 1}), this,
                 [this](const Result<UploadPage>& page) {
                     if (page || page.error().kind == Error::Kind::Forbidden)
                         settle(State::SignedIn);
                     else
                         refuse(page.error());
                 });
        return;
    }
    whenDone(m_api.identity(), this, [this](const Result<Identity>& identity) {
        if (!identity)
            return refuse(identity.error());
        m_identity = *identity;
        settle(State::SignedIn);
    });
    whenDone(m_api.usage(), this, [this](const Result<Usage>& usage) {
        if (usage)
            m_usage = *usage;
        emit changed();
    });
}

void Account::refuse(const Error& error)
{
    const bool refused
        = error.kind == Error::Kind::Unauthorized || error.kind == Error::Kind::Forbidden;
    settle(refused ? State::Refused : State::Unreachable, error);
    if (error.kind == Error::Kind::Maintenance && error.retryAfter)
        m_again.start(*error.retryAfter);
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
