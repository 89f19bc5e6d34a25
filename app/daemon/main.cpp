// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/daemon/commands.h"
#include "app/daemon/signals.h"
#include "app/daemon/translation.h"
#include "app/host/arguments.h"
#include "app/host/catchupwatch.h"
#include "app/host/datafolder.h"
#include "app/host/localhost.h"
#include "app/host/noticetext.h"
#include "core/api/http/networkenvironment.h"
#include "core/local/http/originpolicy.h"
#include "ui/text/translations.h"

#include <QCoreApplication>
#include <QDateTime>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

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

/// A day, or a day and a time.
bool sunsetAt(const QString& text, local::ServiceOptions& options)
{
    QDateTime time = QDateTime::fromString(text, Qt::ISODate);
    if (!time.isValid())
        time = QDate::fromString(text, Qt::ISODate).startOfDay(Qt::UTC);
    if (!time.isValid())
        return false;
    options.sunset = Timestamp(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
    return true;
}

/// Fills in @p options; what is wrong with the line, if anything.
QString optionsFrom(const QCommandLineParser& line, local::ServiceOptions& options)
{
    options.insecureListen = line.isSet(u"insecure-listen"_s);
    options.hostNames = line.values(u"host-name"_s);
    options.enforceStorageLimit = line.isSet(u"enforce-storage-limit"_s);
    if (line.isSet(u"mode"_s))
        options.mode = line.value(u"mode"_s);
    if (line.isSet(u"listen"_s) && !listenAt(line.value(u"listen"_s), options))
        return Cairnd::tr("--listen takes HOST:PORT, such as 127.0.0.1:8787.");
    if (line.isSet(u"sunset"_s) && !sunsetAt(line.value(u"sunset"_s), options))
        return Cairnd::tr("--sunset takes a date, such as 2027-01-31.");
    if (line.isSet(u"free-after"_s)) {
        bool isNumber = false;
        const int days = line.value(u"free-after"_s).toInt(&isNumber);
        if (!isNumber || days < 0)
            return Cairnd::tr("--free-after takes a number of days, such as 7.");
        options.keepDeleted = std::chrono::days(days);
    }
    for (const QString& text : line.values(u"allow-origin"_s)) {
        const auto origin = local::originFrom(text);
        if (!origin)
            return Cairnd::tr("--allow-origin takes an origin, such as https://app.example, or *.");
        options.origins.append(*origin);
    }
    for (const QString& text : line.values(u"trusted-proxy"_s)) {
        const QHostAddress proxy(text);
        if (proxy.isNull())
            return Cairnd::tr("--trusted-proxy takes an address, such as 127.0.0.1.");
        options.connections.proxies.append(proxy);
    }
    if (line.isSet(u"gateway"_s)) {
        options.gateway = QUrl(line.value(u"gateway"_s), QUrl::StrictMode);
        if (!options.gateway.isValid() || options.gateway.host().isEmpty()
            || !options.gateway.scheme().startsWith("http"_L1))
            return Cairnd::tr("--gateway takes an address, such as https://ipfs.example.");
    }
    return {};
}

/// On standard error, every tenth.
void tellOfCatchUp(CatchUpWatch& watch, const local::LocalService& service, const QString& folder)
{
    QObject::connect(&watch, &CatchUpWatch::progressed, &watch, [told = 0](int percent) mutable {
        if (percent / 10 == told)
            return;
        told = percent / 10;
        warn(catchUpText(percent));
    });
    QObject::connect(&watch, &CatchUpWatch::done, &watch,
                     [&service, folder] { warn(noticesText(service.notices(), folder)); });
    QObject::connect(&watch, &CatchUpWatch::failed, &watch,
                     [](const Error& error) { std::ignore = failed(error); });
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"cairn"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(CAIRN_VERSION));
    installTranslations();
    useNetworkEnvironment();

    QCommandLineParser parser;
    const auto common = parseArguments(parser,
                                       {{u"listen"_s, {}, u"host:port"_s},
                                        {u"insecure-listen"_s, {}},
                                        {u"host-name"_s, {}, u"name"_s},
                                        {u"trusted-proxy"_s, {}, u"address"_s},
                                        {u"mode"_s, {}, u"mode"_s},
                                        {u"sunset"_s, {}, u"date"_s},
                                        {u"enforce-storage-limit"_s, {}},
                                        {u"gateway"_s, {}, u"url"_s},
                                        {u"allow-origin"_s, {}, u"origin"_s},
                                        {u"free-after"_s, {}, u"days"_s},
                                        {u"dry-run"_s, {}},
                                        {u"unassigned"_s, {}},
                                        {u"repair"_s, {}}},
                                       QCoreApplication::arguments());
    if (!common)
        return misused(common.error().detail);
    if (common->showVersion) {
        say("cairnd "_L1 + QCoreApplication::applicationVersion());
        return Succeeded;
    }
    if (common->showHelp) {
        misused(Cairnd::tr("the local service alone, for a server or a machine without a display"));
        return Succeeded;
    }

    const auto folder = dataFolder(common->data);
    if (!folder)
        return failed(folder.error());
    const QStringList words = parser.positionalArguments();
    if (!words.isEmpty())
        return runCommand(*folder, words,
                          {.dryRun = parser.isSet(u"dry-run"_s),
                           .unassigned = parser.isSet(u"unassigned"_s),
                           .repair = parser.isSet(u"repair"_s)});

    local::ServiceOptions options{.dataFolder = *folder};
    if (const QString wrong = optionsFrom(parser, options); !wrong.isEmpty())
        return misused(wrong);
    const QuitOnSignal quitOnSignal;
    const auto host = LocalHost::open(options);
    if (!host)
        return failed(host.error());
    if (!(*host)->isOwner())
        return failed({Error::Kind::Conflict, u"another process serves this folder"_s, *folder});
    for (const local::StartNotice notice : (*host)->service()->notices())
        warn(noticeText(notice, *folder));
    std::unique_ptr<CatchUpWatch> watch;
    if (const auto percent = (*host)->service()->catchUpPercent(); !percent || *percent) {
        watch = std::make_unique<CatchUpWatch>(*(*host)->service());
        tellOfCatchUp(*watch, *(*host)->service(), *folder);
    }
    say("cairnd: listening on "_L1 + (*host)->url().toString());
    return QCoreApplication::exec();
}
