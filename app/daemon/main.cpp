// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/daemon/signals.h"
#include "app/host/datafolder.h"
#include "app/host/localhost.h"
#include "ui/text/errortext.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

enum Exit { Succeeded = 0, Failed = 1, Misused = 2 };

QString tr(const char* text)
{
    return QCoreApplication::translate("cairnd", text);
}

void say(FILE* where, const QString& line)
{
    std::fputs((line + '\n'_L1).toUtf8().constData(), where);
    std::fflush(where);
}

int failed(const Error& error)
{
    say(stderr, "cairnd: "_L1 + errorText(error));
    return Failed;
}

int misused(const QString& sentence)
{
    say(stderr, "cairnd: "_L1 + sentence);
    say(stderr,
        tr("Usage: cairnd [--data DIR] [--listen HOST:PORT] [--insecure-listen]\n"
           "       cairnd [--data DIR] user add NAME | user ls"));
    return Misused;
}

int manageUsers(const QString& folder, const QStringList& words)
{
    if (words.size() == 3 && words.at(1) == "add"_L1) {
        const auto login = local::addUser(folder, words.at(2));
        if (!login)
            return failed(login.error());
        // Shown once: the service keeps only a hash of it.
        say(stdout, QString::fromLatin1(login->reveal()));
        return Succeeded;
    }
    if (words.size() == 2 && words.at(1) == "ls"_L1) {
        const auto users = local::users(folder);
        if (!users)
            return failed(users.error());
        for (const local::User& user : *users)
            say(stdout, user.name);
        return Succeeded;
    }
    return misused(tr("“user” is followed by “add NAME” or “ls”."));
}

/// "HOST:PORT", "[::1]:PORT" or "HOST".
bool listenAt(const QString& text, local::ServiceOptions& options)
{
    const QUrl url("http://"_L1 + text);
    if (!url.isValid() || url.host().isEmpty() || url.port(0) < 0)
        return false;
    options.host = url.host();
    options.port = quint16(url.port(0));
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"cairn"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(CAIRN_VERSION));

    QCommandLineParser parser;
    parser.addOptions({{u"data"_s, {}, u"dir"_s},
                       {u"listen"_s, {}, u"host:port"_s},
                       {u"insecure-listen"_s, {}},
                       {{u"help"_s, u"h"_s}, {}},
                       {{u"version"_s, u"v"_s}, {}}});
    if (!parser.parse(QCoreApplication::arguments()))
        return misused(parser.errorText());
    if (parser.isSet(u"version"_s)) {
        say(stdout, "cairnd "_L1 + QCoreApplication::applicationVersion());
        return Succeeded;
    }
    if (parser.isSet(u"help"_s)) {
        misused(tr("the local service alone, for a server or a machine without a display"));
        return Succeeded;
    }

    const auto folder = dataFolder(parser.value(u"data"_s));
    if (!folder)
        return failed(folder.error());
    const QStringList words = parser.positionalArguments();
    if (!words.isEmpty()) {
        return words.first() == "user"_L1
            ? manageUsers(*folder, words)
            : misused(tr("There is no command “%1”.").arg(words.first()));
    }

    local::ServiceOptions options{.dataFolder = *folder};
    options.insecureListen = parser.isSet(u"insecure-listen"_s);
    if (parser.isSet(u"listen"_s) && !listenAt(parser.value(u"listen"_s), options))
        return misused(tr("--listen takes HOST:PORT, such as 127.0.0.1:8787."));

    const QuitOnSignal quitOnSignal;
    const auto host = LocalHost::open(options);
    if (!host)
        return failed(host.error());
    if (!(*host)->isOwner()) {
        return failed({Error::Kind::Conflict, u"another process serves this folder"_s, *folder});
    }
    say(stdout, "cairnd: listening on "_L1 + (*host)->url().toString());
    return QCoreApplication::exec();
}
