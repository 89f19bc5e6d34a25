// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/desktop/commandline.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace cairn::desktop {
using namespace Qt::StringLiterals;

QString usage()
{
    return QCoreApplication::translate(
        "cairn",
        "Usage: cairn [--data DIR] [--no-keychain] [--tour DIR]\n"
        "\n"
        "  --data DIR      keep accounts and stored data in DIR\n"
        "  --no-keychain   keep secrets in memory only; they are gone when Cairn quits\n"
        "  --tour DIR      walk through the app by itself, with pictures in DIR\n");
}

Result<Options> parse(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.addOptions({{u"data"_s, {}, u"dir"_s},
                       {u"tour"_s, {}, u"dir"_s},
                       {u"no-keychain"_s, {}},
                       {{u"help"_s, u"h"_s}, {}},
                       {{u"version"_s, u"v"_s}, {}}});
    if (!parser.parse(arguments))
        return fail(Error::Kind::Invalid, parser.errorText());
    if (!parser.positionalArguments().isEmpty()) {
        return fail(Error::Kind::Invalid,
                    QCoreApplication::translate("cairn", "“%1” is not an option of cairn.")
                        .arg(parser.positionalArguments().first()));
    }
    return Options{parser.value(u"data"_s), parser.value(u"tour"_s),
                   !parser.isSet(u"no-keychain"_s), parser.isSet(u"help"_s),
                   parser.isSet(u"version"_s)};
}

} // namespace cairn::desktop
