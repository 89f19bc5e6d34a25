// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/daemon/commands.h"

#include "app/daemon/checkcommand.h"
#include "app/daemon/storecommands.h"
#include "core/api/wire/wire.h"
#include "core/local/housekeeping.h"

#include <QJsonArray>
#include <QJsonObject>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

int addUser(const QString& folder, const QString& name, const Output& output)
{
    const auto login = local::addUser(folder, name);
    if (!login)
        return output.failed(login.error());
    // Shown once: the service keeps only a hash of it.
    const QString secret = QString::fromLatin1(login->reveal());
    if (output.isJson())
        output.sayJson(QJsonDocument(QJsonObject{{u"name"_s, name}, {u"login"_s, secret}}));
    else
        output.say(secret);
    return Succeeded;
}

int listUsers(const QString& folder, const Output& output)
{
    const auto users = local::users(folder);
    if (!users)
        return output.failed(users.error());
    QJsonArray json;
    for (const local::User& user : *users) {
        if (output.isJson())
            json.append(QJsonObject{{u"name"_s, user.name},
                                    {u"created"_s, wire::timestampText(user.created)}});
        else
            output.say(user.name);
    }
    if (output.isJson())
        output.sayJson(QJsonDocument(json));
    return Succeeded;
}

int listTokens(const QString& folder, const QString& user, const Output& output)
{
    const auto tokens = local::userTokens(folder, user);
    if (!tokens)
        return output.failed(tokens.error());
    QJsonArray json;
    for (const Token& token : *tokens) {
        if (output.isJson())
            json.append(QJsonObject{{u"id"_s, token.id.text().toLongLong()},
                                    {u"name"_s, token.name},
                                    {u"hint"_s, token.hint}});
        else
            output.sayRow({token.id.text(), u'…' + token.hint, token.name});
    }
    if (output.isJson())
        output.sayJson(QJsonDocument(json));
    return Succeeded;
}

} // namespace

int runCommand(const Call& call, const QString& dataFolder, const Output& output)
{
    const QStringList& words = call.arguments;
    switch (call.command) {
    case Command::UserAdd:
        return addUser(dataFolder, words.at(0), output);
    case Command::UserList:
        return listUsers(dataFolder, output);
    case Command::UserTag:
        return output.done(local::setUserTag(dataFolder, words.at(0), words.at(1), words.at(2)));
    case Command::TokenList:
        return listTokens(dataFolder, words.at(0), output);
    case Command::TokenBlock:
        return output.done(local::blockToken(dataFolder, words.at(0), words.at(1).toLongLong()));
    case Command::Collect:
        return collect(call, dataFolder, output);
    case Command::Adopt:
        return words.isEmpty() ? listUnassigned(dataFolder, output)
                               : adopt(dataFolder, words.at(0), words.at(1), output);
    case Command::Check:
        return check(dataFolder, call.repair, output);
    case Command::Rebuild:
        return rebuild(dataFolder, output);
    case Command::Serve:
        break;
    }
    Q_UNREACHABLE();
}

} // namespace cairn
