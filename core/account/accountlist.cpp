// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/accountlist.h"

#include "core/vault/tokenvault.h"

#include <QUuid>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

AccountList::AccountList(TokenVault& vault, AccountsFile& file, QObject* parent)
    : QObject(parent)
    , m_vault(vault)
    , m_file(file)
{ }

Done AccountList::check(const NewAccount& account) const
{
    const QString name = account.name.trimmed();
    if (name.isEmpty() || name.size() > 255)
        return fail(Error::Kind::Invalid, u"an account name has 1 to 255 characters"_s, u"name"_s);
    const QString scheme = account.endpoint.scheme();
    if (!account.endpoint.isValid() || account.endpoint.host().isEmpty()
        || (scheme != "https"_L1 && scheme != "http"_L1))
        return fail(Error::Kind::Invalid, u"not an http or https address"_s, u"endpoint"_s);
    if (account.credentials.isEmpty())
        return fail(Error::Kind::Invalid, u"no credential"_s, u"credentials"_s);
    const auto known = all();
    if (!known)
        return fail(known.error());
    if (std::ranges::find(*known, name, &AccountRecord::name) != known->end())
        return fail(Error::Kind::Conflict, u"the account name is taken"_s, name);
    return {};
}

Reply<AccountRecord> AccountList::add(const NewAccount& account, Keep keep)
{
    if (const Done ok = check(account); !ok)
        return ready<AccountRecord>(fail(ok.error()));

    const bool kept = keep == Keep::InKeychain;
    const AccountRecord record{AccountId(QUuid::createUuid().toString(QUuid::WithoutBraces)),
                               account.name.trimmed(), account.endpoint,
                               kept && !account.credentials.login.isEmpty(),
                               kept && !account.credentials.apiToken.isEmpty()};
    if (!kept)
        return ready<AccountRecord>(record);
    return andThen(storeCredentials(m_vault, record.id, account.credentials, this), this,
                   [this, record] {
                       if (const Done written = m_file.put(record); !written)
                           return ready<AccountRecord>(fail(written.error()));
                       return ready<AccountRecord>(record);
                   });
}

Reply<void> AccountList::remove(const AccountRecord& record, const QStringList& moreKeys)
{
    Reply<void> forgotten = ready<void>({});
    for (const QString& key : moreKeys + QStringList{loginKey(record.id), apiTokenKey(record.id)})
        forgotten = andThen(forgotten, this, [this, key] { return m_vault.forget(key); });
    return andThen(forgotten, this,
                   [this, id = record.id] { return ready<void>(m_file.remove(id)); });
}

} // namespace cairn
