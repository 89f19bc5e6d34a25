// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

// Outside of a namespace, as the macro wants it.
static void initResources()
{
    Q_INIT_RESOURCE(cairn_translations);
}

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

bool install(const QLocale& locale, const QString& name, const QString& folder)
{
    auto* translator = new QTranslator(QCoreApplication::instance());
    if (translator->load(locale, name, u"_"_s, folder))
        return QCoreApplication::installTranslator(translator);
    delete translator;
    return false;
}

} // namespace

void installTranslations()
{
    initResources();
    const QString folder = u":/translations"_s;
    // The last one is asked first: what a language lacks is said in English.
    install(QLocale(QLocale::English), u"cairn"_s, folder);
    const QLocale locale;
    if (locale.language() == QLocale::English || !install(locale, u"cairn"_s, folder))
        return;
    // The buttons of Qt's own dialogs, in the same language as the rest.
    install(locale, u"qtbase"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
}

} // namespace cairn
