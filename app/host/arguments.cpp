// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/arguments.h"

namespace cairn {
using namespace Qt::StringLiterals;

Result<CommonOptions> parseArguments(QCommandLineParser& parser,
                                     const QList<QCommandLineOption>& own,
                                     const QStringList& arguments)
{
    parser.addOptions(own);
    parser.addOptions(
        {{u"data"_s, {}, u"dir"_s}, {{u"help"_s, u"h"_s}, {}}, {{u"version"_s, u"v"_s}, {}}});
    if (!parser.parse(arguments))
        return fail(Error::Kind::Invalid, parser.errorText());
    return CommonOptions{parser.value(u"data"_s), parser.isSet(u"help"_s),
                         parser.isSet(u"version"_s)};
}

} // namespace cairn
