// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/accounttokens.h"

#include "core/account/tokenlimits.h"
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

void AccountTokens::forgetRevoked()
{
    m_canForget = true;
    connect(&m_vault, &TokenVault::changed, this, [this] { m_canForget = true; });
}

void AccountTokens::refresh()
{
    m_loadState = LoadState::Loading;
    emit changed();
    ask();
}

void AccountTokens::ask()
{
    // What is stored after the question may be of a token that the answer does not name yet.
    const QStringList stored = m_vault.recorded(vaultKey(TokenId()));
    whenDone(
        m_api.tokens(), this,
        [this, stored, number = m_answers.ask()](const Result<std::vector<ListedToken>>& listed) {
            if (!m_answers.isLast(number))
                return;
            if (m_answers.isOutdated(number))
                return ask();
            if (!listed) {
                m_loadState = LoadState::Failed;
                m_error = listed.error();
            } else {
                m_tokens.clear();
                for (const ListedToken& entry : *listed)
                    m_tokens.push_back(entry.token);
                m_loadState = LoadState::Loaded;
                m_error.reset();
                forgetUnlisted(stored);
            }
            emit changed();
        });
}

void AccountTokens::forgetUnlisted(QStringList keys)
{
    for (const Token& token : m_tokens)
        keys.removeOne(vaultKey(token.id));
    if (keys.isEmpty() || !m_canForget)
        return;
    m_canForget = false;
    whenDone(forget(keys), this,
             [this](const Done& forgotten) { m_canForget = forgotten.has_value(); });
}

/// The secrets are worthless; a vault that cannot forget them now is asked again another time.
Reply<void> AccountTokens::forget(const QStringList& keys)
{
    Reply<void> asked = ready<void>({});
    for (const QString& key : keys)
        asked = andThen(asked, this, [this, key] { return m_vault.forget(key); });
    const auto ended = orElse(asked, this, [](const Error& error) {
        qCWarning(lcAccount) << "a revoked token stays in the keychain:" << error.detail;
        return ready<void>(fail(error));
    });
    m_forgotten = orElse(andThen(m_forgotten, this, [ended] { return ended; }), this,
                         [](const Error&) { return ready<void>({}); });
    return ended;
}

Reply<AccountTokens::Created> AccountTokens::create(const NewToken& token, Unlimited unlimited)
{
    NewToken trimmed = token;
    trimmed.name = token.name.trimmed();
    if (trimmed.name.isEmpty())
        return ready<Created>(
            fail(Error::Kind::Invalid, u"a token needs a name"_s, {}, u"TOKEN_NAME_EMPTY"_s));
    if (trimmed.name.size() > maxNameLength)
        return ready<Created>(fail(Error::Kind::Invalid, u"token name too long"_s, u"name"_s,
                                   u"TOKEN_NAME_TOO_LONG"_s));
    if (unlimited == Unlimited::Allow || !hasLimits(trimmed))
        return make(trimmed);
    return andThen(checkLimitsKnown(trimmed), this,
                   [this, trimmed] { return makeLimited(trimmed); });
}

Reply<AccountTokens::Created> AccountTokens::make(const NewToken& token)
{
    return andThen(m_api.createToken(token), this,
                   [this, name = token.name](const CreatedToken& created) {
                       refresh();
                       return withSecret(created, name);
                   });
}

Reply<void> AccountTokens::checkLimitsKnown(const NewToken& token)
{
    const auto known = andThen(m_api.tokenLimits(), this, [token](const TokenLimits& limits) {
        const QStringList lacking = lackingLimits(token, limits);
        return ready<void>(
            lacking.isEmpty() ? Done() : fail(limitsError(u"TOKEN_LIMITS_UNKNOWN"_s, lacking)));
    });
    return orElse(known, this, [](const Error& error) {
        // A service that does not describe itself may know them all the same: the list will tell.
        return ready<void>(error.code == "TOKEN_LIMITS_UNKNOWN"_L1 ? fail(error) : Done());
    });
}

Reply<AccountTokens::Created> AccountTokens::makeLimited(const NewToken& token)
{
    const auto made
        = andThen(m_api.createToken(token), this, [this, token](const CreatedToken& created) {
              return compareWithList(token, created);
          });
    whenDone(made, this, [this](const Result<CreatedToken>&) { refresh(); });
    return andThen(made, this, [this, name = token.name](const CreatedToken& created) {
        return withSecret(created, name);
    });
}

Reply<CreatedToken> AccountTokens::compareWithList(const NewToken& token,
                                                   const CreatedToken& created)
{
    using Listed = std::vector<ListedToken>;
    const auto compared = andThen(m_api.tokens(), this, [token, created](const Listed& listed) {
        const auto found = std::ranges::find(
            listed, created.id, [](const ListedToken& entry) { return entry.token.id; });
        const QStringList lacking
            = lackingLimits(token, found == listed.end() ? Token() : found->token);
        if (!lacking.isEmpty())
            return ready<CreatedToken>(fail(limitsError(u"TOKEN_LIMITS_NOT_KEPT"_s, lacking)));
        return ready<CreatedToken>(created);
    });
    return orElse(compared, this,
                  [this, created](const Error& error) { return takeBack(created.id, error); });
}

/// Nobody has seen the secret yet.
Reply<CreatedToken> AccountTokens::takeBack(const TokenId& id, const Error& reason)
{
    const auto revoked = orElse(m_api.revokeToken(id), this, [id, reason](const Error&) {
        return ready<void>(fail(limitsError(u"TOKEN_LIMITS_LEFT"_s, reason.more, id)));
    });
    return andThen(revoked, this, [reason] { return ready<CreatedToken>(fail(reason)); });
}

Reply<AccountTokens::Created> AccountTokens::withSecret(const CreatedToken& created,
                                                        const QString& name)
{
    const Created known{created.id, name, created.secret, {}};
    if (!created.secret.isEmpty())
        return ready<Created>(keep(known));
    // The original shows a new secret only in the list. The token exists whatever the list says.
    auto promise = std::make_shared<QPromise<Result<Created>>>();
    promise->start();
    whenDone(secretFromList(created.id), this, [this, promise, known](Result<Secret> secret) {
        Created result = known;
        result.secret = std::move(secret);
        promise->addResult(keep(std::move(result)));
        promise->finish();
    });
    return promise->future();
}

AccountTokens::Created AccountTokens::keep(Created created)
{
    created.kept = created.secret ? storeSecret(created.id, *created.secret)
                                  : ready<void>(fail(created.secret.error()));
    return created;
}

/// A keychain that says yes and does not have it afterwards is found out by asking for it.
Reply<void> AccountTokens::storeSecret(const TokenId& id, const Secret& secret)
{
    m_sessionSecrets.insert(id, secret);
    const QString key = vaultKey(id);
    const auto stored = andThen(m_vault.store(key, secret), this, [this, key, secret] {
        const auto same = andThen(m_vault.load(key), this, [secret](const Secret& read) {
            return ready<void>(read == secret ? Done() : fail(Error::Kind::NotFound));
        });
        return orElse(same, this, [](const Error& error) {
            return ready<void>(error.kind == Error::Kind::NotFound
                                   ? fail(Error::Kind::KeychainFailed, u"stored, but not there"_s)
                                   : fail(error));
        });
    });
    whenDone(stored, this, [this, id](const Done& kept) {
        if (kept)
            m_sessionSecrets.remove(id);
    });
    return stored;
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
        // is the one that helps, if it is more than that the secret is not there.
        whenDone(secretFromList(id), this, [settle, kept](const Result<Secret>& listed) {
            const bool isMissing = kept.error().kind == Error::Kind::NotFound;
            settle(listed || isMissing ? listed : kept);
        });
    });
    return promise->future();
}

Reply<Secret> AccountTokens::secretFromList(const TokenId& id)
{
    return andThen(m_api.tokens(), this, [id](const std::vector<ListedToken>& listed) {
        const auto found = std::ranges::find(
            listed, id, [](const ListedToken& entry) { return entry.token.id; });
        if (found == listed.end() || found->secret.isEmpty())
            return ready<Secret>(fail(Error::Kind::NotFound, u"the service does not tell"_s, {},
                                      u"TOKEN_SECRET_UNKNOWN"_s));
        return ready<Secret>(found->secret);
    });
}

/// What was listed before needs no further request: the answer to revoking it counts.
Reply<void> AccountTokens::checkListed(const TokenId& id)
{
    if (std::ranges::find(m_tokens, id, &Token::id) != m_tokens.end())
        return ready<void>({});
    return andThen(m_api.tokens(), this, [id](const std::vector<ListedToken>& listed) {
        const bool isThere = std::ranges::any_of(
            listed, [&](const ListedToken& entry) { return entry.token.id == id; });
        return ready<void>(isThere ? Done()
                                   : fail(Error::Kind::NotFound, u"not in the list"_s, id.text(),
                                          u"TOKEN_UNKNOWN"_s));
    });
}

Reply<void> AccountTokens::revoke(const TokenId& id)
{
    const auto revoked
        = andThen(checkListed(id), this, [this, id] { return m_api.revokeToken(id); });
    return andThen(revoked, this, [this, id] {
        m_answers.outdate();
        std::erase_if(m_tokens, [&](const Token& token) { return token.id == id; });
        m_sessionSecrets.remove(id);
        std::ignore = forget({vaultKey(id)});
        emit changed();
        return ready<void>({});
    });
}

} // namespace cairn
