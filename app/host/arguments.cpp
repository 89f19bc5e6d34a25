// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/arguments.h"

#include "app/host/suggestion.h"

#include <QCoreApplication>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

struct Arguments
{
    Q_DECLARE_TR_FUNCTIONS(Arguments)
};

/// As one writes it.
QString withDashes(const QString& option)
{
    return (option.size() == 1 ? "-"_L1 : "--"_L1) + option;
}

QString unknownOptionText(const QString& option, const QStringList& known)
{
    if (const auto meant = nearest(option, known))
        return Arguments::tr("There is no option “%1”. Did you mean “%2”?")
            .arg(withDashes(option), withDashes(*meant));
    return Arguments::tr("There is no option “%1”.").arg(withDashes(option));
}

} // namespace

Result<CommonOptions> parseArguments(QCommandLineParser& parser,
                                     const QList<QCommandLineOption>& own,
                                     const QStringList& arguments)
{
    const QList<QCommandLineOption> all = own
        + QList<QCommandLineOption>{
            {u"data"_s, {}, u"dir"_s}, {{u"help"_s, u"h"_s}, {}}, {{u"version"_s, u"v"_s}, {}}};
    parser.addOptions(all);
    parser.parse(arguments); // False as well for what is told below in our own words.
    if (const QStringList unknown = parser.unknownOptionNames(); !unknown.isEmpty()) {
        QStringList known;
        for (const QCommandLineOption& option : all)
            known << option.names();
        return fail(Error::Kind::Invalid, unknownOptionText(unknown.front(), known));
    }
    if (!parser.errorText().isEmpty())
        return fail(Error::Kind::Invalid, parser.errorText());
    // A variable of a script that is not set must not become the usual folder.
    if (parser.values(u"data"_s).contains(QString()))
        return fail(Error::Kind::Invalid,
                    Arguments::tr("--data takes a folder; its name is empty."));
    return CommonOptions{parser.value(u"data"_s), parser.isSet(u"help"_s),
                         parser.isSet(u"version"_s)};
}

} // namespace cairn
