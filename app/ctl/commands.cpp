// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/commands.h"

#include "app/ctl/output.h"
#include "app/ctl/translation.h"
#include "app/host/terminal.h"
#include "core/account/entered.h"
#include "core/api/wire/wire.h"
#include "core/transfer/store/removetransfers.h"
#include "ui/text/errortext.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 1000;

QString dateText(const std::optional<Timestamp>& time)
{
    return time ? wire::timestampText(*time) : u"-"_s;
}

QStringList dealRow(const Deal& deal, Timestamp now)
{
    return {u"deal"_s, hasEnded(deal, now) ? u"Ended"_s : wire::statusWord(deal),
            deal.storageProvider, deal.dealId ? QString::number(*deal.dealId) : u"-"_s,
            dateText(deal.expiration)};
}

/// "30d", "12h": how long from now.
Result<Timestamp> expiryFrom(const QString& text, Timestamp now)
{
    bool isNumber = false;
    const int count = text.chopped(text.isEmpty() ? 0 : 1).toInt(&isNumber);
    if (!isNumber || count <= 0 || !(text.endsWith('d'_L1) || text.endsWith('h'_L1)))
        return fail(Error::Kind::Invalid, u"--expires takes a number of days or hours: 90d, 12h"_s);
    return now
        + (text.endsWith('d'_L1) ? std::chrono::hours(24 * count) : std::chrono::hours(count));
}

Result<Secret> secretFromFile(const QString& path)
{
    if (path.isEmpty())
        return Secret();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::FileUnreadable, file.errorString(), path);
    const Secret token = tokenFrom(QString::fromUtf8(file.read(64 * 1024)));
    if (token.isEmpty())
        return fail(Error::Kind::Empty, u"no token in the file"_s, path);
    return token;
}

} // namespace

Commands::Commands(Options options, AccountOpener& opener)
    : m_options(std::move(options))
    , m_opener(opener)
{ }

Reply<int> Commands::run()
{
    switch (m_options.command) {
    case Command::Help:
        writeText(stdout, usage());
        return done();
    case Command::Version:
        printResult("cairnctl " CAIRN_VERSION);
        return done();
    case Command::Pack:
        return pack();
    case Command::Verify:
        return verify();
    case Command::AccountList:
        return accountList();
    case Command::AccountAdd:
        return accountAdd();
    case Command::AccountRemove:
        return accountRemove();
    default:
        break;
    }
    return andThen(m_opener.open(m_options), this,
                   [this](AccountSession* session) { return onService(*session); });
}

Reply<int> Commands::onService(AccountSession& session)
{
    switch (m_options.command) {
    case Command::Put:
    case Command::PutCar:
        return put(session);
    case Command::Get:
        return get(session);
    case Command::List:
        return list(session);
    case Command::Status:
        return status(session);
    case Command::Rename:
        return rename(session);
    case Command::Remove:
        return remove(session);
    case Command::TransferList:
        return transferList(session);
    case Command::TransferRemove:
        return transferRemove(session);
    case Command::TokenList:
        return tokenList(session);
    case Command::TokenCreate:
        return tokenCreate(session);
    case Command::TokenRevoke:
        return tokenRevoke(session);
    default:
        return done(Misused);
    }
}

Reply<std::vector<Upload>> Commands::pages(AccountSession& session, int page,
                                           std::vector<Upload> before)
{
    return andThen(
        session.library().page({.page = page, .size = pageSize}), this,
        [this, &session, page, before = std::move(before)](const UploadPage& got) mutable {
            before.insert(before.end(), got.uploads.begin(), got.uploads.end());
            if (int(got.uploads.size()) < pageSize || qint64(before.size()) >= got.total)
                return ready<std::vector<Upload>>(std::move(before));
            return pages(session, page + 1, std::move(before));
        });
}

Reply<int> Commands::list(AccountSession& session)
{
    return andThen(pages(session, 1, {}), this, [this](const std::vector<Upload>& uploads) {
        if (m_options.json) {
            printResult(compact(wire::toJson(uploads)));
            return done();
        }
        for (const Upload& upload : uploads) {
            printRow({upload.cid.text(), upload.dagSize ? QString::number(*upload.dagSize) : u"-"_s,
                      dateText(upload.created), upload.name});
        }
        return done();
    });
}

Reply<int> Commands::status(AccountSession& session)
{
    return andThen(
        session.library().status(content::CidString(m_options.arguments.front())), this,
        [this](const ContentStatus& status) {
            if (m_options.json) {
                printResult(compact(wire::toJson(status)));
                return done();
            }
            printRow({u"cid"_s, status.cid.text()});
            printRow({u"size"_s, status.dagSize ? QString::number(*status.dagSize) : u"unknown"_s});
            printRow({u"created"_s, dateText(status.created)});
            for (const Pin& pin : status.pins)
                printRow({u"pin"_s, wire::statusWord(pin), pin.peerName});
            for (const Deal& deal : status.deals)
                printRow(dealRow(deal, SystemClock().now()));
            return done();
        });
}

Reply<int> Commands::rename(AccountSession& session)
{
    const QString name = m_options.arguments.at(1);
    return andThen(session.library().rename(content::CidString(m_options.arguments.at(0)), name),
                   this, [this, name] {
                       if (m_options.json)
                           printResult(compact(QJsonObject{{u"name"_s, name}}));
                       return done();
                   });
}

Reply<int> Commands::remove(AccountSession& session)
{
    Reply<void> removed = ready<void>({});
    for (const QString& cid : m_options.arguments) {
        removed = andThen(removed, this, [this, &session, cid] {
            return andThen(session.library().remove(content::CidString(cid)), this, [cid] {
                printResult(cid.toUtf8());
                return ready<void>({});
            });
        });
    }
    return andThen(removed, this, [] { return done(); });
}

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
                    printRow({token.id.text(), dateText(token.created), token.name});
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
            const auto scope = wire::scopeFrom(word.trimmed());
            if (!scope)
                return ready<int>(fail(Error::Kind::Invalid, u"unknown scope"_s, word));
            token.scopes->setFlag(*scope);
        }
    }
    if (!m_options.expires.isEmpty()) {
        const auto expires = expiryFrom(m_options.expires, SystemClock().now());
        if (!expires)
            return ready<int>(fail(expires.error()));
        token.expires = *expires;
    }
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

Reply<int> Commands::accountList()
{
    const auto records = m_opener.accounts().all();
    if (!records)
        return ready<int>(fail(records.error()));
    QJsonArray array;
    for (const AccountRecord& record : *records) {
        array.append(QJsonObject{{u"id"_s, record.id.text()},
                                 {u"name"_s, record.name},
                                 {u"endpoint"_s, record.endpoint.toString()},
                                 {u"hasLogin"_s, record.hasLogin},
                                 {u"hasApiToken"_s, record.hasApiToken}});
        if (!m_options.json)
            printRow({record.name, record.endpoint.toString()});
    }
    if (m_options.json)
        printResult(compact(array));
    return done();
}

Reply<int> Commands::accountAdd()
{
    const auto login = secretFromFile(m_options.loginTokenFile);
    if (!login)
        return ready<int>(fail(login.error()));
    const auto apiToken = secretFromFile(m_options.apiTokenFile);
    if (!apiToken)
        return ready<int>(fail(apiToken.error()));
    Credentials credentials{*login, *apiToken};
    if (credentials.isEmpty())
        credentials = credentialsFrom(qgetenv("CAIRN_TOKEN"));
    const NewAccount account{m_options.arguments.front(), QUrl(m_options.endpoint), credentials,
                             m_options.insecure};
    return andThen(m_opener.add(account), this, [](const AccountRecord&) { return done(); });
}

Reply<int> Commands::accountRemove()
{
    const QString name = m_options.arguments.front();
    const auto records = m_opener.accounts().all();
    if (!records)
        return ready<int>(fail(records.error()));
    const auto found = std::ranges::find(*records, name, &AccountRecord::name);
    if (found == records->end())
        return ready<int>(fail(Error::Kind::NotFound, u"no such account"_s, name));
    const QString folder = m_opener.transferFolder();
    const QString id = found->id.text();
    if (const Done unused = transfer::checkUnused(folder, id); !unused)
        return ready<int>(fail(unused.error()));
    if (const qint64 unfinished = transfer::countUnfinished(folder, id);
        unfinished > 0 && !m_options.force) {
        printMessage(Cairnctl::tr("“%1” has %Ln transfer(s) that are not finished. With --force "
                                  "they are cancelled and the account is removed.",
                                  nullptr, int(unfinished))
                         .arg(name));
        return done(Failed);
    }
    if (const Done struck = m_opener.accounts().strike(*found); !struck)
        return ready<int>(fail(struck.error()));
    const Done removed = transfer::removeTransfers(folder, id);
    return andThen(forgetSecrets(*found), this, [removed](int code) {
        return removed ? done(code) : ready<int>(fail(removed.error()));
    });
}

/// Last, since a keychain may ask a person first.
Reply<int> Commands::forgetSecrets(const AccountRecord& removed)
{
    const auto forgotten
        = andThen(m_opener.accounts().forgetSecrets(removed.id), this, [] { return done(); });
    return orElse(forgotten, this, [name = removed.name](Error error) {
        error.subject = name;
        printMessage(errorText(error));
        return done(Partly);
    });
}

} // namespace cairn::ctl
