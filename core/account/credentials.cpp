// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/credentials.h"

#include "core/vault/tokenvault.h"

namespace cairn {

Reply<Credentials> loadCredentials(TokenVault& vault, const AccountRecord& record, QObject* context)
{
    const auto load = [&vault](bool there, const QString& key) {
        return there ? vault.load(key) : ready<Secret>(Secret());
    };
    return andThen(load(record.hasLogin, loginKey(record.id)), context,
                   [load, record, context](const Secret& login) {
                       return andThen(load(record.hasApiToken, apiTokenKey(record.id)), context,
                                      [login](const Secret& apiToken) {
                                          return ready<Credentials>(Credentials{login, apiToken});
                                      });
                   });
}

Reply<void> storeCredentials(TokenVault& vault, const AccountId& account,
                             const Credentials& credentials, QObject* context)
{
    const auto store = [&vault](const QString& key, const Secret& secret) {
        return secret.isEmpty() ? ready<void>({}) : vault.store(key, secret);
    };
    return andThen(store(loginKey(account), credentials.login), context,
                   [store, account, apiToken = credentials.apiToken] {
                       return store(apiTokenKey(account), apiToken);
                   });
}

QString loginKey(const AccountId& account)
{
    return QStringLiteral("account/%1/login").arg(account.text());
}

QString apiTokenKey(const AccountId& account)
{
    return QStringLiteral("account/%1/api-token").arg(account.text());
}

} // namespace cairn
