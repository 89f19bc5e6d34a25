// SPDX-License-Identifier: MIT OR Apache-2.0
// account: which accounts there are.
#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "app/ctl/translation.h"
#include "core/account/entered.h"
#include "core/transfer/store/removetransfers.h"
#include "ui/text/errortext.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

Result<Secret> secretFromFile(const QString& path)
{
    if (path.isEmpty())
        return Secret();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::FileUnreadable, file.errorString(), path);
    const Secret token = tokenFrom(QString::fromUtf8(file.read(64 * 1024)));
    if (token.isEmpty())
        return fail(Error::Kind::Invalid, u"no token in the file"_s, path, u"TOKEN_FILE_EMPTY"_s);
    return token;
}

} // namespace

Reply<int> Commands::accountList()
{
    const auto records = m_opener.accounts().all();
    if (!records)
        return ready<int>(fail(records.error()));
    std::vector<AccountRecord> all{{localAccount, Cairnctl::tr("This computer"), {}, true, false}};
    std::ranges::copy(*records, std::back_inserter(all));
    QJsonArray array;
    for (const AccountRecord& record : all) {
        const QString name = record.isLocal() ? record.id.text() : record.name;
        const QString where = record.isLocal() ? record.name : record.endpoint.toString();
        array.append(QJsonObject{
            {u"id"_s, record.id.text()},
            {u"name"_s, name},
            {u"endpoint"_s, record.isLocal() ? QJsonValue() : record.endpoint.toString()},
            {u"hasLogin"_s, record.hasLogin},
            {u"hasApiToken"_s, record.hasApiToken}});
        if (!m_options.json)
            printRow({name, where});
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
        return ready<int>(
            fail(Error::Kind::NotFound, u"no such account"_s, name, u"ACCOUNT_UNKNOWN"_s));
    const QString folder = m_opener.transferFolder();
    const QString id = found->id.text();
    if (const Done unused = transfer::checkUnused(folder, id); !unused)
        return ready<int>(fail(unused.error()));
    if (const qint64 unfinished = transfer::countUnfinished(folder, id);
        unfinished > 0 && !m_options.force) {
        printFailure("TRANSFERS_UNFINISHED"_L1,
                     Cairnctl::tr("“%1” has %Ln transfer(s) that are not finished. With --force "
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
