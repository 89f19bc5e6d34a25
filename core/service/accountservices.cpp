// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/service/accountservices.h"

#include "core/account/accountstore.h"
#include "core/vault/tokenvault.h"

#include <QUuid>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

Done usable(const NewAccount& account)
{
    if (account.name.trimmed().isEmpty())
        return fail(Error::Kind::Invalid, u"an account needs a name"_s, u"name"_s);
    const QString scheme = account.endpoint.scheme();
    if (!account.endpoint.isValid() || account.endpoint.host().isEmpty()
        || (scheme != "https"_L1 && scheme != "http"_L1))
        return fail(Error::Kind::Invalid, u"not an http or https address"_s, u"endpoint"_s);
    if (account.credentials.isEmpty())
        return fail(Error::Kind::Invalid, u"no credential"_s, u"credentials"_s);
    return {};
}

} // namespace

AccountServices::AccountServices(QNetworkAccessManager& network, TokenVault& vault,
                                 AccountStore& store, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_network(network)
    , m_vault(vault)
    , m_store(store)
    , m_clock(clock)
{ }

AccountServices::~AccountServices() = default;

std::vector<AccountService*> AccountServices::all() const
{
    std::vector<AccountService*> services;
    for (const auto& service : m_services)
        services.push_back(service.get());
    return services;
}

AccountService* AccountServices::find(const QString& id) const
{
    for (const auto& service : m_services) {
        if (service->record().id == id)
            return service.get();
    }
    return nullptr;
}

AccountService& AccountServices::adopt(const AccountRecord& record)
{
    m_services.push_back(std::make_unique<AccountService>(record, m_network, m_vault, m_clock));
    return *m_services.back();
}

AccountService& AccountServices::addLocal(const QUrl& endpoint, const Secret& sessionLogin,
                                          const QString& name)
{
    AccountService& service = adopt({u"local"_s, name, endpoint, false, false});
    service.account().use({sessionLogin, {}});
    emit added(&service);
    service.start();
    return service;
}

Done AccountServices::loadStored()
{
    const auto records = m_store.load();
    if (!records)
        return fail(records.error());
    for (const AccountRecord& record : *records) {
        AccountService& service = adopt(record);
        emit added(&service);
        service.start();
    }
    return {};
}

Reply<QString> AccountServices::add(const NewAccount& account, Keep keep)
{
    if (const Done ok = usable(account); !ok)
        return ready<QString>(fail(ok.error()));

    const bool inKeychain = keep == Keep::InKeychain;
    const Credentials credentials = account.credentials;
    const AccountRecord record{QUuid::createUuid().toString(QUuid::WithoutBraces),
                               account.name.trimmed(), account.endpoint,
                               inKeychain && !credentials.login.isEmpty(),
                               inKeychain && !credentials.apiToken.isEmpty()};
    const auto stored
        = inKeychain ? storeCredentials(m_vault, record.id, credentials, this) : ready<void>({});
    return andThen(stored, this, [this, record, credentials, inKeychain] {
        if (inKeychain) {
            if (const Done written = m_store.put(record); !written)
                return ready<QString>(fail(written.error()));
        }
        AccountService& service = adopt(record);
        service.account().use(credentials);
        emit added(&service);
        service.start();
        return ready<QString>(record.id);
    });
}

Reply<void> AccountServices::remove(const QString& id)
{
    AccountService* service = find(id);
    if (!service || service->record().isLocal())
        return ready<void>(fail(Error::Kind::NotFound, u"no such account"_s, id));

    const bool kept = service->record().hasLogin || service->record().hasApiToken;
    std::vector<QString> keys;
    if (kept) {
        keys = {loginKey(id), apiTokenKey(id)};
        for (const Token& token : service->tokens().all())
            keys.push_back(service->tokens().vaultKey(token.id));
    }
    Reply<void> forgotten = ready<void>({});
    for (const QString& key : keys)
        forgotten = andThen(forgotten, this, [this, key] { return m_vault.forget(key); });
    return andThen(forgotten, this, [this, id, kept] {
        if (kept) {
            if (const Done written = m_store.remove(id); !written)
                return ready<void>(fail(written.error()));
        }
        const auto found = std::ranges::find_if(
            m_services, [&](const auto& entry) { return entry->record().id == id; });
        if (found != m_services.end()) {
            emit aboutToRemove(found->get());
            m_services.erase(found);
        }
        return ready<void>({});
    });
}

} // namespace cairn
