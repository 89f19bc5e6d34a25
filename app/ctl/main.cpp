// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "app/ctl/translation.h"
#include "app/host/datafolder.h"
#include "core/api/http/networkenvironment.h"
#include "ui/text/errortext.h"
#include "ui/text/translations.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <cstdio>

using namespace cairn;

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("cairn"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CAIRN_VERSION));
    installTranslations();
    useNetworkEnvironment();
    // Standard error is for the person who called; the log is for whoever asks for it in
    // QT_LOGGING_RULES, which overrules this.
    QLoggingCategory::setFilterRules(QStringLiteral("cairn.*.info=false"));

    const auto options = ctl::parse(QCoreApplication::arguments());
    if (!options) {
        ctl::printMessage(options.error().detail);
        ctl::printMessage(Cairnctl::tr("“cairnctl --help” lists what there is."));
        return ctl::Misused;
    }
    const auto folder = dataFolder(options->data);
    if (!folder) {
        ctl::printMessage(errorText(folder.error()));
        return ctl::exitCode(folder.error());
    }
    ctl::AccountOpener opener(*folder);
    ctl::Commands commands(*options, opener);
    whenDone(commands.run(), &app, [&](const Result<int>& code) {
        if (!code)
            ctl::printMessage(errorText(code.error()));
        const bool isLost = std::ferror(stdout) != 0; // a full disk, say
        if (code && isLost)
            ctl::printMessage(Cairnctl::tr("The result could not be written."));
        const int end = !code ? ctl::exitCode(code.error()) : isLost ? ctl::Failed : *code;
        whenDone(opener.stayForGuests(), &app, [end](const Done&) { QCoreApplication::exit(end); });
    });
    return QCoreApplication::exec();
}
