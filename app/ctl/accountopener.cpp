// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/accountopener.h"

#include "app/ctl/output.h"
#include "app/ctl/translation.h"
#include "app/host/datafolder.h"
#include "core/account/entered.h"
#include "core/account/probe.h"
#include "core/service/kepttransfers.h"
#include "ui/text/errortext.h"

#include <QCoreApplication>
#include <QTimer>

#include <algorithm>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

constexpr auto keychainPatience = std::chrono::seconds(3);

const AccountId endpointAccount{u"endpoint"_s};

} // namespace

Credentials credentialsFrom(const QByteArray& token)
{
    return arranged({tokenFrom(QString::fromUtf8(token)), {}});
}

AccountOpener::AccountOpener(const QString& dataFolder)
    : m_dataFolder(dataFolder)
    , m_keychain(u"app.cairn.Cairn"_s)
    , m_accountsFile(accountsFilePath(dataFolder))
    , m_accounts(m_keychain, m_accountsFile)
    , m_local(dataFolder, LocalConnection::Use::Command)
{ }

QString AccountOpener::transferFolder() const
{
    return cairn::transferFolder(m_dataFolder);
}

std::unique_ptr<TransferStore> AccountOpener::transferStore(const AccountRecord& record) const
{
    // An endpoint that is not an account of ours has its address for a name.
    const QString account = record.id == endpointAccount
        ? record.endpoint.host() + u'-' + QString::number(record.endpoint.port(443))
        : record.id.text();
    auto kept = keptTransfers(transferFolder(), account);
    if (kept.trouble)
        printMessage(errorText(*kept.trouble));
    if (!kept.store) {
        printMessage(
            Cairnctl::tr("An interrupted upload will begin anew: its progress cannot be kept."));
    }
    return std::move(kept.store);
}

AccountSession* AccountOpener::use(AccountRecord record, const Credentials& credentials)
{
    record.allowsHttp = record.allowsHttp || m_isInsecureAllowed;
    TokenVault& vault = record.id == endpointAccount ? m_noKeychain : m_accounts.vault();
    m_session = std::make_unique<AccountSession>(record, m_network, vault, m_clock,
                                                 transferStore(record));
    connect(&m_session->transfers(), &TransferQueue::storeFailed, this,
            [](const Error& error) { printMessage(errorText(error)); });
    m_session->account().use(credentials);
    m_session->transfers().setGateways(gateways(m_dataFolder));
    return m_session.get();
}

Reply<AccountRecord> AccountOpener::add(const NewAccount& account)
{
    if (account.name.compare(localAccount.text(), Qt::CaseInsensitive) == 0) {
        return ready<AccountRecord>(fail(Error{Error::Kind::Conflict, u"a reserved name"_s,
                                               account.name, u"ACCOUNT_NAME_RESERVED"_s}));
    }
    if (const Done usable = m_accounts.check(account); !usable)
        return ready<AccountRecord>(fail(usable.error()));
    const auto probed
        = probe(m_network, account.endpoint, account.credentials,
                account.allowsHttp ? PlainHttp::Allowed : PlainHttp::Refused, m_clock, this);
    return andThen(probed, this, [this, account](const Probed& found) {
        if (found.endpoint != account.endpoint) {
            printMessage(Cairnctl::tr("The service is at %1; that address is taken.")
                             .arg(found.endpoint.toString()));
        }
        NewAccount usable = account;
        usable.endpoint = found.endpoint;
        usable.credentials = found.credentials;
        return m_accounts.add(usable, AccountList::Keep::InKeychain);
    });
}

Reply<AccountSession*> AccountOpener::open(const Options& options)
{
    m_isInsecureAllowed = options.insecure;
    const Credentials given = credentialsFrom(qgetenv("CAIRN_TOKEN"));
    if (!options.endpoint.isEmpty()) {
        if (given.isEmpty()) {
            return ready<AccountSession*>(fail(Error::Kind::Unauthorized,
                                               u"CAIRN_TOKEN is not set"_s, options.endpoint,
                                               u"TOKEN_VARIABLE_UNSET"_s));
        }
        return ready<AccountSession*>(
            use({endpointAccount, options.endpoint, QUrl(options.endpoint), false, false}, given));
    }
    if (!options.account.isEmpty() && options.account != localAccount.text())
        return openStored(options.account);
    return openLocal();
}

Reply<AccountSession*> AccountOpener::openLocal()
{
    return andThen(m_local.find(), this, [this](const ServicePlace& place) {
        AccountSession* session = use(
            {localAccount, u"This computer"_s, place.endpoint, false, false}, {place.login, {}});
        session->followWith([this] { return m_local.find(); });
        return ready<AccountSession*>(session);
    });
}

Reply<void> AccountOpener::stayForGuests()
{
    return m_local.stayForGuests();
}

Reply<AccountSession*> AccountOpener::openStored(const QString& name)
{
    const auto records = m_accounts.all();
    if (!records)
        return ready<AccountSession*>(fail(records.error()));
    const auto found = std::ranges::find(*records, name, &AccountRecord::name);
    if (found == records->end())
        return ready<AccountSession*>(
            fail(Error::Kind::NotFound, u"no such account"_s, name, u"ACCOUNT_UNKNOWN"_s));
    const AccountRecord record = *found;
    if (const Credentials given = credentialsFrom(qgetenv("CAIRN_TOKEN")); !given.isEmpty())
        return ready<AccountSession*>(use(record, given));

    const auto loaded = loadCredentials(m_accounts.vault(), record, this);
    QTimer::singleShot(keychainPatience, this, [loaded] {
        if (!loaded.isFinished())
            printMessage(Cairnctl::tr(
                "The keychain has not answered yet; it may be asking for its password."));
    });
    return andThen(loaded, this, [this, record](const Credentials& credentials) {
        return ready<AccountSession*>(use(record, credentials));
    });
}

} // namespace cairn::ctl
