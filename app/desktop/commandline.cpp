// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/desktop/commandline.h"

#include "app/host/arguments.h"
#include "core/base/filepath.h"
#include "ui/text/referencetext.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QUrl>

namespace cairn::desktop {
using namespace Qt::StringLiterals;

QString usage()
{
    return QCoreApplication::translate(
        "cairn",
        "Usage: cairn [--data DIR] [--no-keychain] [PATH…] [ADDRESS…]\n"
        "\n"
        "  PATH            plan an upload of these files and folders, of a CAR as it is; a window\n"
        "                  that is open on the same data takes them\n"
        "  ADDRESS         get what a CID, ipfs://CID/path or the link of a gateway refers to\n"
        "  --data DIR      keep accounts and stored data in DIR\n"
        "  --no-keychain   keep secrets in memory only; they are gone when Cairn quits\n");
}

QStringList withoutQtOptions(const QStringList& arguments)
{
    // As the documentation of QGuiApplication and QApplication has them.
    static const QStringList withValue{
        u"platform"_s,     u"platformpluginpath"_s, u"platformtheme"_s,
        u"plugin"_s,       u"qwindowgeometry"_s,    u"qwindowicon"_s,
        u"qwindowtitle"_s, u"qmljsdebugger"_s,      u"session"_s,
        u"display"_s,      u"geometry"_s,           u"style"_s,
        u"stylesheet"_s};
    static const QStringList alone{u"reverse"_s, u"widgetcount"_s};
    QStringList ours;
    for (qsizetype at = 0; at < arguments.size(); ++at) {
        const QString& word = arguments[at];
        if (word == "--"_L1)
            return ours + arguments.sliced(at); // What follows are names of files.
        const qsizetype dashes = word.startsWith("--"_L1) ? 2 : word.startsWith(u'-') ? 1 : 0;
        const QString option = dashes > 0 ? word.sliced(dashes) : QString();
        if (withValue.contains(option))
            ++at;
        else if (!alone.contains(option) && !withValue.contains(option.section(u'=', 0, 0)))
            ours << word;
    }
    return ours;
}

Result<Options> parse(const QStringList& arguments)
{
    QCommandLineParser parser;
    const auto common = parseArguments(parser, {{u"no-keychain"_s, {}}}, arguments);
    if (!common)
        return fail(common.error());
    QStringList contents;
    for (const QString& argument : parser.positionalArguments()) {
        // File managers hand over addresses as well as paths. A file that is there is one, whatever
        // it is called.
        const QUrl url(argument);
        const QString path = url.isLocalFile() ? url.toLocalFile() : argument;
        contents << (!QFileInfo::exists(path) && isAddress(path) ? path : absolutePath(path));
    }
    return Options{common->data, !parser.isSet(u"no-keychain"_s), common->showHelp,
                   common->showVersion, contents};
}

} // namespace cairn::desktop
