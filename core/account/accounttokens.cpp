// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/accounttokens.h"

#include "core/api/client/apiclient.h"
#include "core/base/logging.h"
#include "core/vault/tokenvault.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

AccountTokens::AccountTokens(AccountId account, ApiClient& api, TokenVault& vault, QObject* parent)
    : QObject(parent)
    , m_account(std::move(account))
    , m_api(api)
    , m_vault(vault)
{ }

QString AccountTokens::vaultKey(const TokenId& token) const
{
    return u"account/%1/token/%2"_s.arg(m_account.text(), token.text());
}

void AccountTokens::refresh()
{
    m_loadState = LoadState::Loading;
    emit changed();
    whenDone(m_api.tokens(), this, [this](const Result<std::vector<ListedToken>>& listed) {
        if (!listed) {
            m_loadState = LoadState::Failed;
            m_error = listed.error();
        } else {
            m_tokens.clear();
            for (const ListedToken& entry : *listed)
                m_tokens.push_back(entry.token);
            m_loadState = LoadState::Loaded;
            m_error.reset();
        }
        emit changed();
    });
}

Reply<AccountTokens::Created> AccountTokens::create(const NewToken& token)
{
    NewToken trimmed = token;
    trimmed.name = token.name.trimmed();
    if (trimmed.name.isEmpty())
        return ready<Created>(fail(Error::Kind::Empty, u"a token needs a name"_s));
    if (trimmed.name.size() > maxNameLength)
        return ready<Created>(fail(Error::Kind::Invalid, u"token name too long"_s, u"name"_s));

    return andThen(m_api.createToken(trimmed), this,
                   [this, name = trimmed.name](const CreatedToken& created) {
                       refresh();
                       if (!created.secret.isEmpty())
                           return keep(created, name);
                       // The original shows a new secret only in the list.
                       return andThen(secretFromList(created.id), this,
                                      [this, id = created.id, name](const Secret& secret) {
                                          return keep({id, secret}, name);
                                      });
                   });
}

Reply<AccountTokens::Created> AccountTokens::keep(const CreatedToken& created, const QString& name)
{
    // From here on the token exists on the service: whatever the vault says, its secret must not
    // be lost before the user has copied it.
    m_sessionSecrets.insert(created.id, created.secret);
    auto promise = std::make_shared<QPromise<Result<Created>>>();
    promise->start();
    whenDone(m_vault.store(vaultKey(created.id), created.secret), this,
             [this, promise, id = created.id, name](const Done& stored) {
                 Created result{id, name, {}};
                 if (stored)
                     m_sessionSecrets.remove(id);
                 else
                     result.notKept = stored.error();
                 promise->addResult(std::move(result));
                 promise->finish();
             });
    return promise->future();
}

Reply<Secret> AccountTokens::secret(const TokenId& id)
{
    if (const auto held = m_sessionSecrets.constFind(id); held != m_sessionSecrets.constEnd())
        return ready<Secret>(*held);
    auto promise = std::make_shared<QPromise<Result<Secret>>>();
    promise->start();
    const auto settle = [promise](const Result<Secret>& secret) {
        promise->addResult(secret);
        promise->finish();
    };
    whenDone(m_vault.load(vaultKey(id)), this, [this, id, settle](const Result<Secret>& kept) {
        if (kept)
            return settle(kept);
        // Not here: the original service still tells. If it does not either, the vault's answer
        // is the one that helps (locked rather than "not found").
        whenDone(secretFromList(id), this,
                 [settle, kept](const Result<Secret>& listed) { settle(listed ? listed : kept); });
    });
    return promise->future();
}

Reply<Secret> AccountTokens::secretFromList(const TokenId& id)
{
    return andThen(m_api.tokens(), this, [id](const std::vector<ListedToken>& listed) {
        const auto found = std::ranges::find(
            listed, id, [](const ListedToken& entry) { return entry.token.id; });
        if (found == listed.end() || found->secret.isEmpty())
            return ready<Secret>(fail(Error::Kind::NotFound, u"the service does not tell"_s));
        return ready<Secret>(found->secret);
    });
}

Reply<void> AccountTokens::revoke(const TokenId& id)
{
    return andThen(m_api.revokeToken(id), this, [this, id] {
        std::erase_if(m_tokens, [&](const Token& token) { return token.id == id; });
        m_sessionSecrets.remove(id);
        whenDone(m_vault.forget(vaultKey(id)), this, [](const Done& forgotten) {
            // The secret is worthless now; a keychain that cannot forget it does no harm.
            if (!forgotten)
                qCWarning(lcAccount)
                    << "a revoked token stays in the keychain:" << forgotten.error().detail;
        });
        emit changed();
        return ready<void>({});
    });
}

} // namespace cairn
