// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/daemon/commandline.h"
#include "app/daemon/commands.h"
#include "app/daemon/signals.h"
#include "app/host/catchupwatch.h"
#include "app/host/datafolder.h"
#include "app/host/localhost.h"
#include "app/host/noticetext.h"
#include "app/host/terminal.h"
#include "core/api/http/networkenvironment.h"
#include "core/local/recovery/folderlock.h"
#include "ui/text/translations.h"

#include <QCoreApplication>
#include <QLocale>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

/// On standard error, every tenth.
void tellOfCatchUp(CatchUpWatch& watch, const Output& output, const local::LocalService& service,
                   const QString& folder)
{
    QObject::connect(&watch, &CatchUpWatch::progressed, &watch,
                     [output, told = 0](int percent) mutable {
                         if (percent / 10 == told)
                             return;
                         told = percent / 10;
                         output.warn(catchUpText(percent));
                     });
    QObject::connect(&watch, &CatchUpWatch::done, &watch, [&service, output, folder] {
        output.warn(noticesText(service.notices(), folder));
    });
    QObject::connect(&watch, &CatchUpWatch::failed, &watch,
                     [output](const Error& error) { std::ignore = output.failed(error); });
}

int serve(local::ServiceOptions options, const QString& folder, const Output& output)
{
    options.dataFolder = folder;
    const QuitOnSignal quitOnSignal;
    const auto host = LocalHost::open(options);
    if (!host)
        return output.failed(host.error());
    if (!(*host)->isOwner())
        return output.failed(local::folderInUseError(folder));
    for (const local::StartNotice notice : (*host)->service()->notices())
        output.warn(noticeText(notice, folder));
    std::unique_ptr<CatchUpWatch> watch;
    if (const auto percent = (*host)->service()->catchUpPercent(); !percent || *percent) {
        watch = std::make_unique<CatchUpWatch>(*(*host)->service());
        tellOfCatchUp(*watch, output, *(*host)->service(), folder);
    }
    // For programs that wait for it, so in no language.
    output.say("cairnd: listening on "_L1 + (*host)->url().toString());
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"cairn"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(CAIRN_VERSION));
    // Also where the line is not understood.
    const Output output(QCoreApplication::arguments().contains(u"--json"_s));
    if (output.isJson()) // For programs: the same everywhere.
        QLocale::setDefault(QLocale::c());
    installTranslations();
    useNetworkEnvironment();

    const auto call = parse(QCoreApplication::arguments());
    if (!call)
        return output.misused(call.error().detail);
    if (call->showVersion) {
        output.say("cairnd "_L1 + QCoreApplication::applicationVersion());
        return Succeeded;
    }
    if (call->showHelp) {
        writeText(stdout, helpText(call->words));
        return Succeeded;
    }
    // A name that is mistyped makes no folder: the first start or the first user does.
    const bool begins = call->command == Command::Serve || call->command == Command::UserAdd;
    const auto folder = begins ? dataFolder(call->data) : existingDataFolder(call->data);
    if (!folder)
        return output.failed(folder.error());
    return call->command == Command::Serve ? serve(call->service, *folder, output)
                                           : runCommand(*call, *folder, output);
}
