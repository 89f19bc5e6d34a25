// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/credentials.h"

#include "core/api/http/retrypolicy.h"
#include "core/vault/tokenvault.h"

namespace cairn {

Reply<Credentials> loadCredentials(TokenVault& vault, const AccountRecord& record, QObject* context)
{
    // One that is missing says nothing about the other.
    const auto load = [&vault, context](bool there, const QString& key) {
        if (!there)
            return ready<Secret>(Secret());
        return orElse(vault.load(key), context, [](const Error& error) {
            return ready<Secret>(error.kind == Error::Kind::NotFound ? Result<Secret>(Secret())
                                                                     : fail(error));
        });
    };
    return andThen(load(record.hasLogin, loginKey(record.id)), context,
                   [load, record, context](const Secret& login) {
                       return andThen(load(record.hasApiToken, apiTokenKey(record.id)), context,
                                      [login, record](const Secret& apiToken) {
                                          const Credentials found{login, apiToken};
                                          return ready<Credentials>(
                                              found.isEmpty() ? Result<Credentials>(fail(
                                                  Error::Kind::NotFound, QString(), record.name,
                                                  QStringLiteral("TOKEN_NOT_KEPT")))
                                                              : found);
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

bool isForThisOnly(const Error& refusal)
{
    return refusal.kind == Error::Kind::Forbidden && !refusal.code.isEmpty()
        && !isAboutCredential(refusal);
}

QString keyPrefix(const AccountId& account)
{
    return QStringLiteral("account/%1/").arg(account.text());
}

QString loginKey(const AccountId& account)
{
    return keyPrefix(account) + QLatin1StringView("login");
}

QString apiTokenKey(const AccountId& account)
{
    return keyPrefix(account) + QLatin1StringView("api-token");
}

} // namespace cairn
