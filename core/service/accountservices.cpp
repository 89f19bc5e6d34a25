// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/service/accountservices.h"

#include "core/account/probe.h"
#include "core/base/logging.h"
#include "core/transfer/store/sqlitetransferstore.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

AccountServices::AccountServices(QNetworkAccessManager& network, TokenVault& vault,
                                 AccountsFile& store, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_network(network)
    , m_vault(vault)
    , m_list(vault, store)
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

std::unique_ptr<TransferStore> AccountServices::transferStore(const QString& account) const
{
    if (m_transferFolder.isEmpty())
        return {};
    auto store = SqliteTransferStore::open(m_transferFolder, account);
    if (store)
        return std::move(*store);
    qCCritical(lcTransfer) << "uploads will not survive a restart:" << store.error().detail;
    return {};
}

AccountService& AccountServices::adopt(const AccountRecord& record)
{
    auto service = std::make_unique<AccountService>(record, m_network, m_vault, m_clock,
                                                    transferStore(record.id));
    service->transfers().setGateways(m_gateways);
    const auto place = record.isLocal() ? m_services.begin() : m_services.end();
    return **m_services.insert(place, std::move(service));
}

AccountService& AccountServices::addLocal(const QUrl& endpoint, const Secret& sessionLogin,
                                          const QString& name)
{
    drop(u"local"_s);
    AccountService& service = adopt({u"local"_s, name, endpoint, false, false});
    service.account().use({sessionLogin, {}});
    service.start();
    emit added(&service);
    return service;
}

Done AccountServices::loadStored()
{
    const auto records = m_list.all();
    if (!records)
        return fail(records.error());
    for (const AccountRecord& record : *records) {
        AccountService& service = adopt(record);
        service.start();
        emit added(&service);
    }
    return {};
}

Reply<QString> AccountServices::add(const NewAccount& account, Keep keep)
{
    if (const Done usable = m_list.check(account); !usable)
        return ready<QString>(fail(usable.error()));
    const auto probed = probe(m_network, account.endpoint, account.credentials, m_clock, this);
    const auto booked
        = andThen(probed, this, [this, account, keep] { return m_list.add(account, keep); });
    return andThen(booked, this,
                   [this, credentials = account.credentials](const AccountRecord& record) {
                       AccountService& service = adopt(record);
                       service.account().use(credentials);
                       service.start();
                       emit added(&service);
                       return ready<QString>(record.id);
                   });
}

Reply<void> AccountServices::remove(const QString& id)
{
    AccountService* service = find(id);
    if (!service || service->record().isLocal())
        return ready<void>(fail(Error::Kind::NotFound, u"no such account"_s, id));
    const AccountRecord record = service->record();
    if (!record.hasLogin && !record.hasApiToken) {
        drop(id); // Only ever in memory.
        return ready<void>({});
    }
    QStringList keys;
    for (const Token& token : service->tokens().all())
        keys.append(service->tokens().vaultKey(token.id));
    return andThen(m_list.remove(record, keys), this, [this, id] {
        drop(id);
        return ready<void>({});
    });
}

void AccountServices::drop(const QString& id)
{
    const auto found = std::ranges::find_if(
        m_services, [&](const auto& service) { return service->record().id == id; });
    if (found == m_services.end())
        return;
    emit aboutToRemove(found->get());
    m_services.erase(found);
}

} // namespace cairn
