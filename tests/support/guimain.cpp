// SPDX-License-Identifier: MIT OR Apache-2.0
#define CATCH_CONFIG_RUNNER
#include "ui/text/translations.h"

#include <QApplication>
#include <QStandardPaths>

#include <catch2/catch.hpp>

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    QApplication app(argc, argv);
    cairn::installTranslations();
    return Catch::Session().run(argc, argv);
}
