// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/session.h"

#include "app/ctl/output.h"
#include "app/host/datafolder.h"
#include "core/transfer/store/sqlitetransferstore.h"

#include <QCoreApplication>

#include "app/host/datafolder.h"

#include <algorithm>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

Credentials credentialsFrom(const QByteArray& token)
{
    const QByteArray trimmed = token.trimmed();
    if (trimmed.isEmpty())
        return {};
    if (trimmed.count('.') == 2)
        return {{}, Secret(trimmed)};
    return {Secret(trimmed), {}};
}

Session::Session(const QString& dataFolder)
    : m_dataFolder(dataFolder)
    , m_vault(u"app.cairn.Cairn"_s)
    , m_accountsFile(accountsFilePath(dataFolder))
    , m_accounts(m_vault, m_accountsFile)
{ }

std::unique_ptr<TransferStore> Session::transferStore(const AccountRecord& record) const
{
    // An endpoint that is not an account of ours has its address for a name.
    const QString account = record.id == "endpoint"_L1
        ? record.endpoint.host() + u'-' + QString::number(record.endpoint.port(443))
        : record.id;
    auto store = SqliteTransferStore::open(transferFolder(m_dataFolder), account);
    if (store)
        return std::move(*store);
    printMessage(QCoreApplication::translate(
        "cairnctl", "An interrupted upload will begin anew: its progress cannot be kept."));
    return {};
}

AccountService* Session::use(const AccountRecord& record, const Credentials& credentials)
{
    m_service = std::make_unique<AccountService>(record, m_network, m_vault, m_clock,
                                                 transferStore(record));
    m_service->account().use(credentials);
    m_service->transfers().setGateways(gateways(m_dataFolder));
    return m_service.get();
}

Reply<AccountService*> Session::open(const Options& options)
{
    const Credentials given = credentialsFrom(qgetenv("CAIRN_TOKEN"));
    if (!options.endpoint.isEmpty()) {
        if (given.isEmpty()) {
            return ready<AccountService*>(
                fail(Error::Kind::Unauthorized, u"CAIRN_TOKEN is not set"_s, options.endpoint));
        }
        return ready<AccountService*>(
            use({u"endpoint"_s, options.endpoint, QUrl(options.endpoint), false, false}, given));
    }
    if (!options.account.isEmpty())
        return openStored(options.account);
    return ready(openLocal());
}

Result<AccountService*> Session::openLocal()
{
    auto host = LocalHost::open({.dataFolder = m_dataFolder});
    if (!host)
        return fail(host.error());
    m_host = std::move(*host);
    return use({u"local"_s, u"This computer"_s, m_host->url(), false, false},
               {m_host->login(), {}});
}

Reply<AccountService*> Session::openStored(const QString& name)
{
    const auto records = m_accounts.all();
    if (!records)
        return ready<AccountService*>(fail(records.error()));
    const auto found = std::ranges::find(*records, name, &AccountRecord::name);
    if (found == records->end())
        return ready<AccountService*>(fail(Error::Kind::NotFound, u"no such account"_s, name));
    const AccountRecord record = *found;
    if (const Credentials given = credentialsFrom(qgetenv("CAIRN_TOKEN")); !given.isEmpty())
        return ready<AccountService*>(use(record, given));

    return andThen(loadCredentials(m_vault, record, this), this,
                   [this, record](const Credentials& credentials) {
                       return ready<AccountService*>(use(record, credentials));
                   });
}

} // namespace cairn::ctl
