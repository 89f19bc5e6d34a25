// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/daemon/commands.h"

#include "app/daemon/checkcommand.h"
#include "app/daemon/storecommands.h"
#include "app/daemon/translation.h"
#include "app/host/terminal.h"
#include "core/local/housekeeping.h"
#include "core/local/localservice.h"
#include "ui/text/errortext.h"
#include "ui/text/formatting.h"

#include <QCoreApplication>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

int done(const Done& outcome)
{
    return outcome ? Succeeded : failed(outcome.error());
}

int manageUsers(const QString& folder, const QStringList& words)
{
    if (words.size() == 3 && words.at(1) == "add"_L1) {
        const auto login = local::addUser(folder, words.at(2));
        if (!login)
            return failed(login.error());
        // Shown once: the service keeps only a hash of it.
        say(QString::fromLatin1(login->reveal()));
        return Succeeded;
    }
    if (words.size() == 2 && words.at(1) == "ls"_L1) {
        const auto users = local::users(folder);
        if (!users)
            return failed(users.error());
        for (const local::User& user : *users)
            say(user.name);
        return Succeeded;
    }
    if (words.size() == 5 && words.at(1) == "tag"_L1)
        return done(local::setUserTag(folder, words.at(2), words.at(3), words.at(4)));
    return misused(Cairnd::tr("“user” is followed by “add NAME”, “ls” or “tag NAME TAG VALUE”."));
}

int manageTokens(const QString& folder, const QStringList& words)
{
    if (words.size() == 3 && words.at(1) == "ls"_L1) {
        const auto tokens = local::userTokens(folder, words.at(2));
        if (!tokens)
            return failed(tokens.error());
        for (const Token& token : *tokens)
            sayRow({token.id.text(), u'…' + token.hint, token.name});
        return Succeeded;
    }
    bool isNumber = false;
    const qint64 id = words.value(3).toLongLong(&isNumber);
    if (words.size() == 4 && words.at(1) == "block"_L1 && isNumber)
        return done(local::blockToken(folder, words.at(2), id));
    return misused(Cairnd::tr("“token” is followed by “ls USER” or “block USER ID”."));
}

} // namespace

int runCommand(const QString& dataFolder, const QStringList& words, const CommandOptions& options)
{
    const QString& command = words.first();
    if (command == "user"_L1)
        return manageUsers(dataFolder, words);
    if (command == "token"_L1)
        return manageTokens(dataFolder, words);
    if (command == "gc"_L1 && words.size() == 1)
        return collect(dataFolder, options.dryRun, options.unassigned);
    if (command == "rebuild"_L1 && words.size() == 1)
        return rebuild(dataFolder);
    if (command == "adopt"_L1)
        return adopt(dataFolder, words);
    if (command == "check"_L1 && words.size() == 1)
        return check(dataFolder, options.repair);
    return misused(Cairnd::tr("There is no command “%1”.").arg(words.join(' '_L1)));
}

int failed(const Error& error)
{
    writeLine(stderr, "cairnd: "_L1 + errorText(error));
    return Failed;
}

int misused(const QString& sentence)
{
    writeLine(stderr, "cairnd: "_L1 + sentence);
    writeText(
        stderr,
        Cairnd::tr("Usage: cairnd [--data DIR] [--listen HOST:PORT] [--insecure-listen]\n"
                   "              [--host-name NAME]… [--trusted-proxy ADDRESS]…\n"
                   "              [--mode rw|r-|--] [--sunset DATE] [--enforce-storage-limit]\n"
                   "              [--gateway URL] [--free-after DAYS] [--allow-origin ORIGIN]…\n"
                   "       cairnd [--data DIR] user add NAME | user ls | user tag NAME TAG VALUE\n"
                   "       cairnd [--data DIR] token ls USER | token block USER ID\n"
                   "       cairnd [--data DIR] gc [--dry-run] [--unassigned] | adopt [CAR USER]\n"
                   "       cairnd [--data DIR] check [--repair] | rebuild"));
    return Misused;
}

void warn(const QString& sentence)
{
    writeLine(stderr, "cairnd: "_L1 + sentence);
}

void say(const QString& line)
{
    writeLine(stdout, line);
}

void sayRow(const QStringList& columns)
{
    writeRow(stdout, columns);
}

} // namespace cairn
