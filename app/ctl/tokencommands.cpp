// SPDX-License-Identifier: MIT OR Apache-2.0
// token: the account's API tokens.
#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "app/ctl/translation.h"
#include "core/api/wire/wire.h"
#include "ui/text/errortext.h"

#include <QCoreApplication>

#include <cstdio>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

/// "30d", "12h", as parse() takes them: how long from now.
Timestamp expiryFrom(const QString& text, Timestamp now)
{
    const int count = text.chopped(1).toInt();
    return now + std::chrono::hours(text.endsWith('d'_L1) ? 24 * count : count);
}

/// "-" where the service does not say.
QStringList tokenRow(const Token& token)
{
    QStringList scopes;
    if (token.scopes) {
        for (const Scope scope : wire::scopeList(*token.scopes))
            scopes << wire::text(scope);
    }
    return {token.id.text(),
            dateText(token.created),
            scopes.isEmpty() ? u"-"_s : scopes.join(','_L1),
            dateText(token.expires),
            dateText(token.lastUsed),
            token.name};
}

} // namespace

Reply<int> Commands::tokenList(AccountSession& session)
{
    auto promise = std::make_shared<QPromise<Result<int>>>();
    promise->start();
    AccountTokens& tokens = session.tokens();
    connect(&tokens, &AccountTokens::changed, this, [this, &tokens, promise] {
        if (tokens.loadState() == LoadState::Loading || promise->future().isFinished())
            return;
        if (tokens.loadState() == LoadState::Failed) {
            promise->addResult(fail(*tokens.error()));
        } else {
            if (m_options.json)
                printResult(compact(wire::toJson(tokens.all())));
            else
                for (const Token& token : tokens.all())
                    printRow(tokenRow(token));
            promise->addResult(Succeeded);
        }
        promise->finish();
    });
    tokens.refresh();
    return promise->future();
}

Reply<int> Commands::tokenCreate(AccountSession& session)
{
    NewToken token;
    token.name = m_options.arguments.front();
    if (!m_options.scope.isEmpty()) {
        token.scopes = Scopes();
        for (const QString& word : m_options.scope.split(','_L1)) {
            if (const auto scope = wire::scopeFrom(word.trimmed()))
                token.scopes->setFlag(*scope);
        }
    }
    if (!m_options.expires.isEmpty())
        token.expires = expiryFrom(m_options.expires, SystemClock().now());
    using Unlimited = AccountTokens::Unlimited;
    const auto made = session.tokens().create(
        token, m_options.allowUnlimited ? Unlimited::Allow : Unlimited::Refuse);
    whenDone(made, this, [](const Result<AccountTokens::Created>& created) {
        if (!created && created.error().code.startsWith("TOKEN_LIMITS_"_L1))
            printMessage(Cairnctl::tr("With --allow-unlimited the token is made without what the "
                                      "service does not keep."));
    });
    return andThen(made, this,
                   [this](const AccountTokens::Created& created) { return tokenCreated(created); });
}

/// The secret goes out before the keychain is waited for, which may ask a person first or fail.
Reply<int> Commands::tokenCreated(const AccountTokens::Created& created)
{
    if (!created.secret) {
        printMessage(Cairnctl::tr("The token was created with the id %1, but its secret is not "
                                  "known.")
                         .arg(created.id.text()));
        return ready<int>(fail(created.secret.error()));
    }
    // The one place where a secret is meant to be read.
    printResult(m_options.json ? compact(wire::toJson(CreatedToken{created.id, *created.secret}))
                               : created.secret->reveal());
    if (std::ferror(stdout) != 0) {
        printFailure("SECRET_NOT_WRITTEN"_L1,
                     Cairnctl::tr("The secret could not be written, and is not shown again. Revoke "
                                  "the token %1.")
                         .arg(created.id.text()));
    }
    const auto said = orElse(created.kept, this, [](const Error& error) {
        printMessage(errorText(error));
        return ready<void>({});
    });
    return andThen(said, this, [] { return done(); });
}

Reply<int> Commands::tokenRevoke(AccountSession& session)
{
    AccountTokens& tokens = session.tokens();
    const auto revoked = tokens.revoke(TokenId(m_options.arguments.front()));
    // The keychain last: it may ask a person first.
    const auto forgotten = andThen(revoked, this, [&tokens] { return tokens.forgotten(); });
    return andThen(forgotten, this, [] { return done(); });
}

} // namespace cairn::ctl
