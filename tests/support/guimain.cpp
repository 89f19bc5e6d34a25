// SPDX-License-Identifier: MIT OR Apache-2.0
#define CATCH_CONFIG_RUNNER
#include "tests/support/texts.h"
#include "ui/text/translations.h"

#include <QApplication>
#include <QStandardPaths>

#include <catch2/catch.hpp>

#include <iostream>

namespace {

/// What a test asks for must be what translators are given, whatever else the test is about.
int complainOf(const QStringList& unknown)
{
    for (const QString& text : unknown)
        std::cerr << "lupdate does not find " << text.toStdString() << '\n';
    return unknown.isEmpty() ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    QApplication app(argc, argv);
    cairn::installTranslations();
    cairn::test::AskedTexts asked;
    QApplication::installTranslator(&asked);
    const int failed = Catch::Session().run(argc, argv);
    return failed != 0 ? failed : complainOf(asked.unknown());
}
