// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/accountlist.h"

#include "core/vault/tokenvault.h"

#include <QUuid>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

AccountList::AccountList(TokenVault& vault, AccountsFile& file, QObject* parent)
    : QObject(parent)
    , m_keychain(vault)
    , m_file(file)
    , m_vault(vault, file)
{ }

Done AccountList::check(const NewAccount& account) const
{
    const QString name = account.name.trimmed();
    if (name.isEmpty() || name.size() > 255)
        return fail(Error::Kind::Invalid, u"an account name has 1 to 255 characters"_s, u"name"_s,
                    u"ACCOUNT_NAME_INVALID"_s);
    const QString scheme = account.endpoint.scheme();
    if (!account.endpoint.isValid() || account.endpoint.host().isEmpty()
        || (scheme != "https"_L1 && scheme != "http"_L1))
        return fail(Error::Kind::Invalid, u"not an http or https address"_s, u"endpoint"_s,
                    u"ADDRESS_INVALID"_s);
    if (account.credentials.isEmpty())
        return fail(Error::Kind::Invalid, u"no credential"_s, u"credentials"_s, u"TOKEN_MISSING"_s);
    const auto known = all();
    if (!known)
        return fail(known.error());
    if (std::ranges::find(*known, name, &AccountRecord::name) != known->end())
        return fail(Error::Kind::Conflict, u"the account name is taken"_s, name,
                    u"ACCOUNT_NAME_TAKEN"_s);
    return {};
}

Reply<AccountRecord> AccountList::add(const NewAccount& account, Keep keep)
{
    if (const Done ok = check(account); !ok)
        return ready<AccountRecord>(fail(ok.error()));

    const bool kept = keep == Keep::InKeychain;
    const AccountRecord record{AccountId(QUuid::createUuid().toString(QUuid::WithoutBraces)),
                               account.name.trimmed(),
                               account.endpoint,
                               kept && !account.credentials.login.isEmpty(),
                               kept && !account.credentials.apiToken.isEmpty(),
                               account.allowsHttp};
    if (!kept)
        return ready<AccountRecord>(record);
    if (const Done written = m_file.put(record); !written)
        return ready<AccountRecord>(fail(written.error()));
    const auto stored = storeCredentials(m_vault, record.id, account.credentials, this);
    const auto orNothing = orElse(stored, this, [this, id = record.id](const Error& error) {
        // Of the half that was stored the keys are noted.
        if (m_file.remove(id))
            std::ignore = forgetLeft();
        return ready<void>(fail(error));
    });
    return andThen(orNothing, this, [record] { return ready<AccountRecord>(record); });
}

Done AccountList::strike(const AccountRecord& record, const QStringList& moreKeys)
{
    QStringList keys = moreKeys;
    if (record.hasLogin)
        keys << loginKey(record.id);
    if (record.hasApiToken)
        keys << apiTokenKey(record.id);
    return m_file.remove(record.id, keys);
}

Reply<void> AccountList::forgetLeft()
{
    const auto keys = m_file.keysLeft();
    if (!keys)
        return ready<void>(fail(keys.error()));
    if (keys->isEmpty())
        return ready<void>({});
    const auto gone = std::make_shared<QStringList>();
    Reply<void> asked = ready<void>({});
    // One that refuses would refuse the others too, and might ask its user each time.
    for (const QString& key : *keys) {
        const auto forget = [this, key] { return m_keychain.forget(key); };
        asked = andThen(andThen(asked, this, forget), this, [gone, key] {
            gone->append(key);
            return ready<void>({});
        });
    }
    const auto outcome = orElse(asked, this, [this, gone, keys = *keys](Error error) {
        std::ignore = m_file.forgotten(*gone); // What is asked for again does no harm.
        error.code = u"SECRETS_LEFT"_s;
        error.more = keys.mid(gone->size());
        return ready<void>(fail(std::move(error)));
    });
    return andThen(outcome, this, [this, gone] { return ready<void>(m_file.forgotten(*gone)); });
}

Reply<void> AccountList::forgetSecrets(const AccountId& removed)
{
    const auto found = andThen(
        m_keychain.search(keyPrefix(removed)), this, [this, removed](const QStringList& keys) {
            return ready<void>(keys.isEmpty() ? Done() : m_file.remove(removed, keys));
        });
    // What cannot be searched has what is noted all the same.
    const auto searched = orElse(found, this, [](const Error&) { return ready<void>({}); });
    return andThen(searched, this, [this] { return forgetLeft(); });
}

Reply<void> AccountList::replace(const AccountRecord& record, const Credentials& credentials)
{
    return andThen(storeCredentials(m_vault, record.id, credentials, this), this,
                   [this, record] { return ready<void>(put(record)); });
}

Reply<void> AccountList::remove(const AccountRecord& record, const QStringList& moreKeys)
{
    if (const Done struck = strike(record, moreKeys); !struck)
        return ready<void>(fail(struck.error()));
    return orElse(forgetSecrets(record.id), this, [name = record.name](Error error) {
        if (error.code == "SECRETS_LEFT"_L1)
            error.subject = name;
        return ready<void>(fail(std::move(error)));
    });
}

} // namespace cairn
