// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/desktop/application.h"
#include "app/desktop/singlewindow.h"
#include "app/host/datafolder.h"
#include "ui/text/errortext.h"
#include "ui/text/translations.h"

#include <QApplication>

#include <cstdio>

using namespace cairn;

namespace {

int say(FILE* where, const QString& text, int code)
{
    std::fputs((text.trimmed() + QLatin1Char('\n')).toUtf8().constData(), where);
    return code;
}

} // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    desktop::nameApplication();
    installTranslations();

    const auto options = desktop::parse(QApplication::arguments());
    if (!options)
        return say(stderr, options.error().detail, 2);
    if (options->showHelp)
        return say(stdout, desktop::usage(), 0);
    if (options->showVersion)
        return say(stdout, QStringLiteral("cairn " CAIRN_VERSION), 0);

    const auto folder = dataFolder(options->data);
    if (!folder)
        return say(stderr, errorText(folder.error()), 1);
    const desktop::SingleWindow window(*folder);
    if (!window.isFirst()) {
        const Done handedOver = window.handOver(options->paths);
        return handedOver ? 0 : say(stderr, errorText(handedOver.error()), 1);
    }
    desktop::Application application(*options, *folder);
    QObject::connect(&window, &desktop::SingleWindow::handedOver, &application,
                     &desktop::Application::open);
    application.start();
    application.open(options->paths);
    return QApplication::exec();
}
