// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/desktop/commandline.h"

#include "app/host/arguments.h"
#include "core/base/filepath.h"

#include <QCoreApplication>
#include <QUrl>

namespace cairn::desktop {
using namespace Qt::StringLiterals;

QString usage()
{
    return QCoreApplication::translate(
        "cairn",
        "Usage: cairn [--data DIR] [--no-keychain] [PATH…]\n"
        "\n"
        "  PATH            plan an upload of these files and folders; a window that is open on\n"
        "                  the same data takes them\n"
        "  --data DIR      keep accounts and stored data in DIR\n"
        "  --no-keychain   keep secrets in memory only; they are gone when Cairn quits\n");
}

Result<Options> parse(const QStringList& arguments)
{
    QCommandLineParser parser;
    const auto common = parseArguments(parser, {{u"no-keychain"_s, {}}}, arguments);
    if (!common)
        return fail(common.error());
    QStringList paths;
    for (const QString& argument : parser.positionalArguments()) {
        // File managers hand over addresses as well as paths.
        const QUrl url(argument);
        paths << absolutePath(url.isLocalFile() ? url.toLocalFile() : argument);
    }
    return Options{common->data, !parser.isSet(u"no-keychain"_s), common->showHelp,
                   common->showVersion, paths};
}

} // namespace cairn::desktop
