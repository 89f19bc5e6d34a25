// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/service/accountsessions.h"

#include "core/account/probe.h"
#include "core/base/logging.h"
#include "core/transfer/store/removetransfers.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

AccountSessions::AccountSessions(QNetworkAccessManager& network, TokenVault& vault,
                                 AccountsFile& store, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_network(network)
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
    auto session = std::make_unique<AccountSession>(record, m_network, m_list.vault(), m_clock,
                                                    std::move(kept.store));
    connect(&session->account(), &Account::keychainOpened, this, &AccountSessions::forgetLater);
    if (!m_transferFolder.isEmpty())
        session->library().keepChangesIn(transfer::changesFile(m_transferFolder, record.id.text()));
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
    if (const Done left = m_list.leaveUnowned(); !left)
        qCWarning(lcAccount) << "the list of keys stays as it is:" << left.error().detail;
    for (const AccountRecord& record : *records) {
        AccountSession& session = adopt(record);
        session.start();
        emit added(&session);
    }
    forgetLater();
    return {};
}

/// It was said when the account was removed.
void AccountSessions::forgetLater()
{
    whenDone(m_list.forgetLeft(), this, [](const Done& forgotten) {
        if (!forgotten)
            qCWarning(lcAccount) << "secrets of removed accounts stay in the keychain:"
                                 << forgotten.error().detail;
    });
}

Reply<AccountId> AccountSessions::add(const NewAccount& account, Keep keep)
{
    if (const Done usable = m_list.check(account); !usable)
        return ready<AccountId>(fail(usable.error()));
    const auto probed
        = probe(m_network, account.endpoint, account.credentials,
                account.allowsHttp ? PlainHttp::Allowed : PlainHttp::Refused, m_clock, this);
    return andThen(probed, this, [this, account, keep](const Probed& found) {
        NewAccount usable = account;
        usable.endpoint = found.endpoint;
        usable.credentials = found.credentials;
        return andThen(m_list.add(usable, keep), this,
                       [this, credentials = found.credentials](const AccountRecord& record) {
                           AccountSession& session = adopt(record);
                           session.account().use(credentials);
                           session.start();
                           emit added(&session);
                           return ready<AccountId>(record.id);
                       });
    });
}

Reply<void> AccountSessions::replaceCredentials(const AccountId& id, const Credentials& credentials)
{
    const AccountSession* session = find(id);
    if (!session || session->record().isLocal())
        return ready<void>(
            fail(Error::Kind::NotFound, u"no such account"_s, id.text(), u"ACCOUNT_UNKNOWN"_s));
    const AccountRecord& record = session->record();
    const auto probed
        = probe(m_network, record.endpoint, credentials,
                record.allowsHttp ? PlainHttp::Allowed : PlainHttp::Refused, m_clock, this);
    return andThen(probed, this,
                   [this, id](const Probed& found) { return keepReplaced(id, found.credentials); });
}

Reply<void> AccountSessions::keepReplaced(const AccountId& id, const Credentials& accepted)
{
    AccountSession* session = find(id);
    if (!session)
        return ready<void>(
            fail(Error::Kind::NotFound, u"no such account"_s, id.text(), u"ACCOUNT_UNKNOWN"_s));
    AccountRecord record = session->record();
    const Credentials before = session->account().credentials();
    const Credentials now{accepted.login.isEmpty() ? before.login : accepted.login,
                          accepted.apiToken.isEmpty() ? before.apiToken : accepted.apiToken};
    const auto use = [this, id, now](const AccountRecord& changed) {
        if (AccountSession* there = find(id))
            there->replace(changed, now);
        return ready<void>({});
    };
    if (!record.hasLogin && !record.hasApiToken)
        return use(record); // It is in memory only.
    record.hasLogin = record.hasLogin || !now.login.isEmpty();
    record.hasApiToken = record.hasApiToken || !now.apiToken.isEmpty();
    return andThen(m_list.replace(record, accepted), this, [use, record] { return use(record); });
}

Done AccountSessions::allowHttp(const AccountId& id)
{
    AccountSession* session = find(id);
    if (!session)
        return fail(Error::Kind::NotFound, u"no such account"_s, id.text(), u"ACCOUNT_UNKNOWN"_s);
    AccountRecord record = session->record();
    record.allowsHttp = true;
    if (record.hasLogin || record.hasApiToken) {
        if (const Done written = m_list.put(record); !written)
            return written;
    }
    session->allowHttp(record);
    return {};
}

Reply<void> AccountSessions::remove(const AccountId& id)
{
    AccountSession* session = find(id);
    if (!session || session->record().isLocal())
        return ready<void>(
            fail(Error::Kind::NotFound, u"no such account"_s, id.text(), u"ACCOUNT_UNKNOWN"_s));
    if (!m_transferFolder.isEmpty()) {
        if (const Done unused = transfer::checkUnused(m_transferFolder, id.text()); !unused)
            return ready<void>(fail(unused.error()));
    }
    const AccountRecord record = session->record(); // The id may be the session's own.
    QStringList keys = m_list.vault().recorded(keyPrefix(id));
    for (const Token& token : session->tokens().all())
        keys.append(session->tokens().vaultKey(token.id));
    // One that was in memory only has no line in the file; its transfers have.
    const bool isWritten = record.hasLogin || record.hasApiToken || !keys.isEmpty();
    const Done struck = isWritten ? m_list.strike(record, keys) : Done();
    // Not at once: who asks may be a pane of the session.
    return andThen(ready<void>(struck), this, [this, record] {
        drop(record.id);
        const auto transfers = removeTransfers(record.id);
        return andThen(removeSecrets(record), this, [transfers] { return transfers; });
    });
}

Reply<void> AccountSessions::removeSecrets(const AccountRecord& record)
{
    return orElse(m_list.forgetSecrets(record.id), this, [this, name = record.name](Error error) {
        error.subject = name;
        emit secretsLeft(error);
        return ready<void>({});
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
