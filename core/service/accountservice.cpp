// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/service/accountservice.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

AccountService::AccountService(AccountRecord record, QNetworkAccessManager& network,
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
    m_planning.setMaxThreadCount(1);
    connect(&m_account, &Account::changed, this, &AccountService::accountChanged);
    connect(&m_transfers, &TransferQueue::stored, &m_library, &Library::refresh);
    connect(&m_transfers, &TransferQueue::stored, &m_account, &Account::refresh);
}

UploadPlan& AccountService::plan(const UploadRequest& request)
{
    m_plans.push_back(std::make_unique<UploadPlan>(request, m_api, m_planning));
    return *m_plans.back();
}

Result<TransferId> AccountService::start(UploadPlan& plan)
{
    if (plan.state() != UploadPlan::State::Ready)
        return fail(Error::Kind::Empty, u"the plan is not ready"_s);
    const auto added = m_transfers.add(plan.toSend(), plan.packedUpload());
    if (added)
        drop(plan);
    return added;
}

void AccountService::drop(UploadPlan& plan)
{
    const auto found = std::ranges::find(m_plans, &plan, &std::unique_ptr<UploadPlan>::get);
    if (found == m_plans.end())
        return;
    plan.cancel();
    // Later: it may be telling something just now.
    found->release()->deleteLater();
    m_plans.erase(found);
}

void AccountService::start()
{
    m_account.check();
    m_transfers.start();
}

void AccountService::refresh()
{
    if (m_account.state() != Account::State::SignedIn)
        return m_account.check();
    m_account.refresh();
    if (m_account.permission(Account::Action::ManageTokens) == Account::Permission::Yes)
        m_tokens.refresh();
    m_library.refresh();
}

void AccountService::accountChanged()
{
    const auto before = std::exchange(m_lastState, m_account.state());
    if (m_lastState != before)
        holdOrRelease();
    if (m_lastState != Account::State::SignedIn || before == Account::State::SignedIn)
        return;
    if (m_account.permission(Account::Action::ManageTokens) == Account::Permission::Yes)
        m_tokens.refresh();
    m_library.refresh();
}

/// What the account knows no upload has to find out by being refused.
void AccountService::holdOrRelease()
{
    switch (m_account.state()) {
    case Account::State::KeychainUnavailable:
    case Account::State::Refused:
        if (m_account.error())
            m_transfers.hold(*m_account.error());
        break;
    case Account::State::SignedIn:
        m_transfers.release();
        break;
    case Account::State::SignedOut:
    case Account::State::Checking:
    case Account::State::Unreachable:
        break; // Uploads have their own way of waiting for a service.
    }
}

} // namespace cairn
