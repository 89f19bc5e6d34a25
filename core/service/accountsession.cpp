// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/service/accountsession.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

AccountSession::AccountSession(AccountRecord record, QNetworkAccessManager& network,
                               TokenVault& vault, const Clock& clock,
                               std::unique_ptr<TransferStore> transferStore, QObject* parent)
    : QObject(parent)
    // The service on this computer is ours alone: nobody is spared by going slowly.
    , m_api(network, record.endpoint,
            record.isLocal() ? ApiClient::Pace::Unlimited : ApiClient::Pace::AsContract, clock)
    , m_account(record, m_api, vault)
    , m_tokens(record.id, m_api, vault)
    , m_library(m_api, clock)
    , m_transferStore(transferStore ? std::move(transferStore)
                                    : std::make_unique<MemoryTransferStore>())
    , m_transfers(m_api, *m_transferStore, clock)
{
    m_api.setPlainHttpAllowed(record.allowsHttp);
    m_planning.setMaxThreadCount(1);
    connect(&m_account, &Account::changed, this, &AccountSession::accountChanged);
    // Whether the service takes the credential, and the keychain gives it, is the account's to ask.
    connect(&m_transfers, &TransferQueue::credentialDoubted, &m_account, &Account::check);
    connect(&m_transfers, &TransferQueue::stored, &m_library, &Library::refresh);
    connect(&m_transfers, &TransferQueue::stored, &m_account, &Account::refresh);
}

void AccountSession::replace(const AccountRecord& record, const Credentials& credentials)
{
    m_account.setRecord(record);
    m_account.use(credentials);
    m_account.check();
}

void AccountSession::allowHttp(const AccountRecord& record)
{
    m_account.setRecord(record);
    m_api.setPlainHttpAllowed(true);
    m_account.check();
}

UploadPreview& AccountSession::preview(const UploadRequest& request)
{
    m_openPreviews.push_back(std::make_unique<UploadPreview>(request, m_api, m_planning));
    return *m_openPreviews.back();
}

Result<TransferId> AccountSession::start(UploadPreview& preview)
{
    if (preview.state() != UploadPreview::State::Ready)
        return fail(Error::Kind::Invalid, u"the plan is not ready"_s, {}, u"PREVIEW_NOT_READY"_s);
    const auto added = m_transfers.add(preview.toSend(), preview.packedUpload());
    if (added)
        drop(preview);
    return added;
}

void AccountSession::drop(UploadPreview& preview)
{
    const auto found
        = std::ranges::find(m_openPreviews, &preview, &std::unique_ptr<UploadPreview>::get);
    if (found == m_openPreviews.end())
        return;
    preview.cancel();
    // Later: it may be telling something just now.
    found->release()->deleteLater();
    m_openPreviews.erase(found);
}

void AccountSession::start()
{
    m_tokens.forgetRevoked();
    m_account.check();
    m_transfers.start();
}

void AccountSession::refresh()
{
    if (m_account.state() != Account::State::SignedIn)
        return m_account.retry();
    m_account.refresh();
    if (m_account.permission(Account::Action::ManageTokens) == Account::Permission::Yes)
        m_tokens.refresh();
    m_library.refresh();
}

void AccountSession::accountChanged()
{
    const auto before = std::exchange(m_lastState, m_account.state());
    if (m_lastState != before)
        suspendOrRelease();
    if (m_lastState != Account::State::SignedIn || before == Account::State::SignedIn)
        return;
    if (m_account.permission(Account::Action::ManageTokens) == Account::Permission::Yes)
        m_tokens.refresh();
    m_library.sendLeftChanges();
    m_library.refresh();
}

/// What the account knows no upload has to find out by being refused.
void AccountSession::suspendOrRelease()
{
    using Reason = transfer::SuspensionReason;
    // Whoever refused the account, and in whatever words: it is not asked again by itself.
    switch (m_account.state()) {
    case Account::State::KeychainUnavailable:
        m_transfers.suspend(Reason::KeychainLocked, m_account.error().value_or(Error()));
        break;
    case Account::State::Refused:
        m_transfers.suspend(Reason::LoginExpired, m_account.error().value_or(Error()));
        break;
    case Account::State::SignedIn:
        m_transfers.release();
        break;
    case Account::State::SignedOut:
    case Account::State::Checking:
    case Account::State::Unreachable:
    case Account::State::AskedToWait:
        break; // Uploads have their own way of waiting for a service.
    }
}

} // namespace cairn
