// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/service/accountsessions.h"

#include "core/account/probe.h"
#include "core/transfer/store/removetransfers.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

AccountSessions::AccountSessions(QNetworkAccessManager& network, TokenVault& vault,
                                 AccountsFile& store, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_network(network)
    , m_vault(vault)
    , m_list(vault, store)
    , m_clock(clock)
{ }

AccountSessions::~AccountSessions() = default;

std::vector<AccountSession*> AccountSessions::all() const
{
    std::vector<AccountSession*> sessions;
    for (const auto& session : m_sessions)
        sessions.push_back(session.get());
    return sessions;
}

AccountSession* AccountSessions::find(const AccountId& id) const
{
    for (const auto& session : m_sessions) {
        if (session->record().id == id)
            return session.get();
    }
    return nullptr;
}

KeptTransfers AccountSessions::transferStore(const AccountId& account) const
{
    return m_transferFolder.isEmpty() ? KeptTransfers()
                                      : keptTransfers(m_transferFolder, account.text());
}

AccountSession& AccountSessions::adopt(const AccountRecord& record)
{
    auto kept = transferStore(record.id);
    auto session = std::make_unique<AccountSession>(record, m_network, m_vault, m_clock,
                                                    std::move(kept.store));
    if (kept.trouble)
        session->transfers().tellStoreFailed(*kept.trouble);
    session->transfers().setGateways(m_gateways);
    const auto place = record.isLocal() ? m_sessions.begin() : m_sessions.end();
    return **m_sessions.insert(place, std::move(session));
}

AccountSession& AccountSessions::addLocal(const QUrl& endpoint, const Secret& sessionLogin,
                                          const QString& name)
{
    drop(localAccount);
    AccountSession& session = adopt({localAccount, name, endpoint, false, false});
    session.account().use({sessionLogin, {}});
    session.start();
    emit added(&session);
    return session;
}

Done AccountSessions::loadStored()
{
    const auto records = m_list.all();
    if (!records)
        return fail(records.error());
    for (const AccountRecord& record : *records) {
        AccountSession& session = adopt(record);
        session.start();
        emit added(&session);
    }
    return {};
}

Reply<AccountId> AccountSessions::add(const NewAccount& account, Keep keep)
{
    if (const Done usable = m_list.check(account); !usable)
        return ready<AccountId>(fail(usable.error()));
    const auto probed = probe(m_network, account.endpoint, account.credentials, m_clock, this);
    const auto booked
        = andThen(probed, this, [this, account, keep] { return m_list.add(account, keep); });
    return andThen(booked, this,
                   [this, credentials = account.credentials](const AccountRecord& record) {
                       AccountSession& session = adopt(record);
                       session.account().use(credentials);
                       session.start();
                       emit added(&session);
                       return ready<AccountId>(record.id);
                   });
}

Reply<void> AccountSessions::remove(const AccountId& id)
{
    AccountSession* session = find(id);
    if (!session || session->record().isLocal())
        return ready<void>(fail(Error::Kind::NotFound, u"no such account"_s, id.text()));
    if (!m_transferFolder.isEmpty()) {
        if (const Done unused = transfer::checkUnused(m_transferFolder, id.text()); !unused)
            return ready<void>(fail(unused.error()));
    }
    const AccountRecord record = session->record();
    if (!record.hasLogin && !record.hasApiToken) {
        drop(record.id); // The account was in memory only, its transfers were not.
        return removeTransfers(record.id); // The one that was given may be the session's own.
    }
    QStringList keys;
    for (const Token& token : session->tokens().all())
        keys.append(session->tokens().vaultKey(token.id));
    return andThen(m_list.remove(record, keys), this, [this, id = record.id] {
        drop(id);
        return removeTransfers(id);
    });
}

Reply<void> AccountSessions::removeTransfers(const AccountId& id)
{
    if (m_transferFolder.isEmpty())
        return ready<void>({});
    auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    QThreadPool::globalInstance()->start([promise, folder = m_transferFolder, id] {
        promise->addResult(transfer::removeTransfers(folder, id.text()));
        promise->finish();
    });
    // Who asked may be gone with the account.
    whenDone(promise->future(), this, [this](const Done& removed) {
        if (!removed)
            emit transfersLeft(removed.error());
    });
    return promise->future();
}

void AccountSessions::drop(const AccountId& id)
{
    const auto found = std::ranges::find_if(
        m_sessions, [&](const auto& session) { return session->record().id == id; });
    if (found == m_sessions.end())
        return;
    emit aboutToRemove(found->get());
    m_sessions.erase(found);
}

} // namespace cairn
