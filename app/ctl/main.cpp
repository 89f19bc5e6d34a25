// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "app/ctl/translation.h"
#include "app/host/datafolder.h"
#include "core/api/http/networkenvironment.h"
#include "ui/text/translations.h"

#include <QCoreApplication>
#include <QLocale>
#include <QLoggingCategory>

#include <cstdio>

using namespace cairn;

namespace {

int runWith(const ctl::Options& options, const QString& folder)
{
    ctl::AccountOpener opener(folder);
    ctl::Commands commands(options, opener);
    whenDone(commands.run(), qApp, [&](const Result<int>& code) {
        if (!code)
            ctl::printError(code.error());
        const bool isLost = std::ferror(stdout) != 0; // a full disk, say
        if (code && isLost)
            ctl::printFailure(QLatin1StringView("OUTPUT_FAILED"),
                              Cairnctl::tr("The result could not be written."));
        const int end = !code ? ctl::exitCode(code.error()) : isLost ? ctl::Failed : *code;
        whenDone(opener.stayForGuests(), qApp, [end](const Done&) { QCoreApplication::exit(end); });
    });
    const int end = QCoreApplication::exec();
    opener.close(); // Before the files on the way go, which it may still work on.
    return end;
}

/// What looks makes no folder: its name may be mistyped. An account or an upload may be the first.
Result<QString> folderFor(const ctl::Options& options)
{
    if (!ctl::needsDataFolder(options.command))
        return QString();
    return options.data.isEmpty() || ctl::beginsDataFolder(options.command)
        ? dataFolder(options.data)
        : existingDataFolder(options.data);
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("cairn"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CAIRN_VERSION));
    const bool isJson = ctl::wantsJson(QCoreApplication::arguments());
    if (isJson) // For programs: the same everywhere.
        QLocale::setDefault(QLocale::c());
    installTranslations();
    useNetworkEnvironment();
    // Standard error is for the person who called; the log is for whoever asks for it in
    // QT_LOGGING_RULES, which overrules this.
    QLoggingCategory::setFilterRules(QStringLiteral("*=false\n*.critical=true"));

    const auto options = ctl::parse(QCoreApplication::arguments());
    ctl::setOutputStyle({isJson, options && options->quiet});
    if (!options) {
        ctl::printError(options.error());
        if (!isJson)
            ctl::printMessage(Cairnctl::tr("“cairnctl --help” lists what there is."));
        return ctl::Misused;
    }
    const auto folder = folderFor(*options);
    if (!folder) {
        ctl::printError(folder.error());
        return ctl::exitCode(folder.error());
    }
    return runWith(*options, *folder);
}
