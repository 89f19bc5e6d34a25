// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/desktop/application.h"
#include "app/desktop/displaycheck.h"
#include "app/desktop/singlewindow.h"
#include "app/host/datafolder.h"
#include "app/host/runtimefile.h"
#include "app/host/terminal.h"
#include "core/api/http/networkenvironment.h"
#include "ui/text/errortext.h"
#include "ui/text/translations.h"

#include <QApplication>

#include <optional>

using namespace cairn;

namespace {

int complain(const QString& sentence, int code)
{
    writeLine(stderr, sentence);
    return code;
}

int say(const QString& text)
{
    writeText(stdout, text);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    desktop::nameApplication();
    std::optional<desktop::DisplayCheck> displayCheck;
    Result<desktop::Options> options = desktop::Options();
    {
        // Usage, version and what is wrong with the line are told without a display.
        const QCoreApplication withoutWindow(argc, argv);
        installTranslations();
        const QStringList arguments = QCoreApplication::arguments();
        options = desktop::parse(desktop::withoutQtOptions(arguments));
        if (!options)
            return complain(options.error().detail, 2);
        if (options->showHelp)
            return say(desktop::usage());
        if (options->showVersion)
            return say(QStringLiteral("cairn " CAIRN_VERSION));
        displayCheck.emplace(arguments);
        chooseRuntimeFolder();
    }
    const QApplication app(argc, argv);
    displayCheck.reset();
    installTranslations();
    useNetworkEnvironment();

    const auto folder = dataFolder(options->data);
    if (!folder)
        return complain(errorText(folder.error()), 1);
    const desktop::SingleWindow window(*folder);
    if (!window.isFirst()) {
        const Done handedOver = window.handOver(options->contents);
        return handedOver ? 0 : complain(errorText(handedOver.error()), 1);
    }
    desktop::Application application(*options, *folder);
    QObject::connect(&window, &desktop::SingleWindow::handedOver, &application,
                     &desktop::Application::open);
    application.start();
    application.open(options->contents);
    return QApplication::exec();
}
