// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/daemon/commandline.h"

#include "app/daemon/serviceoptions.h"
#include "app/daemon/translation.h"
#include "app/host/arguments.h"
#include "core/content/cid/cid.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

QList<QCommandLineOption> ownOptions()
{
    return {{u"listen"_s, {}, u"host:port"_s},
            {u"insecure-listen"_s, {}},
            {u"host-name"_s, {}, u"name"_s},
            {u"trusted-proxy"_s, {}, u"address"_s},
            {u"mode"_s, {}, u"mode"_s},
            {u"sunset"_s, {}, u"date"_s},
            {u"enforce-storage-limit"_s, {}},
            {u"gateway"_s, {}, u"url"_s},
            {u"allow-origin"_s, {}, u"origin"_s},
            {u"free-after"_s, {}, u"days"_s},
            {u"dry-run"_s, {}},
            {u"unassigned"_s, {}},
            {u"repair"_s, {}},
            {u"json"_s, {}}};
}

/// What is wrong with the options that are set, if anything.
QString optionFault(const QCommandLineParser& parser, const Description& description)
{
    for (const QCommandLineOption& option : ownOptions()) {
        const QString name = option.names().front();
        if (!parser.isSet(name))
            continue;
        if (!description.options.contains(name)) {
            return description.words.isEmpty()
                ? Cairnd::tr("--%1 belongs to a command, and there is none.").arg(name)
                : Cairnd::tr("--%1 is no option of “%2”.").arg(name, description.words);
        }
        if (parser.values(name).contains(QString()) && !option.valueName().isEmpty())
            return Cairnd::tr("--%1 takes a value, and it is empty.").arg(name);
    }
    return {};
}

/// What is wrong with what the command is about, if anything.
QString argumentFault(const Call& call, const Description& description)
{
    const auto fits = [&call](const QString& names) {
        return names.split(u' ', Qt::SkipEmptyParts).size() == call.arguments.size();
    };
    if (std::ranges::none_of(description.parameters, fits))
        return Cairnd::tr("The command is written: %1").arg(description.usage());
    // An empty value removes a tag.
    const bool mayEndEmpty = call.command == Command::UserTag;
    if (call.arguments.first(call.arguments.size() - (mayEndEmpty ? 1 : 0)).contains(QString()))
        return Cairnd::tr("“%1” is about something with a name, and it is empty.")
            .arg(description.words);
    if (call.command == Command::TokenBlock) {
        bool isNumber = false;
        std::ignore = call.arguments.at(1).toLongLong(&isNumber);
        if (!isNumber)
            return Cairnd::tr("“%1” is not the id of a token; “cairnd token ls %2” lists them.")
                .arg(call.arguments.at(1), call.arguments.at(0));
    }
    if (call.command == Command::Adopt && !call.arguments.isEmpty()
        && !content::Cid::parse(call.arguments.at(0)))
        return Cairnd::tr("“%1” is not the CID of a CAR.").arg(call.arguments.at(0));
    return {};
}

tl::unexpected<Error> fault(const QString& sentence)
{
    return fail(Error::Kind::Invalid, sentence);
}

} // namespace

Result<Call> parse(const QStringList& arguments)
{
    QCommandLineParser parser;
    const auto common = parseArguments(parser, ownOptions(), arguments);
    if (!common)
        return fault(common.error().detail);
    Call call{.words = parser.positionalArguments(),
              .data = common->data,
              .showHelp = common->showHelp,
              .showVersion = common->showVersion,
              .dryRun = parser.isSet(u"dry-run"_s),
              .unassigned = parser.isSet(u"unassigned"_s),
              .repair = parser.isSet(u"repair"_s)};
    if (call.showVersion)
        return call;
    const Description* description = descriptionFor(call.words);
    if (call.showHelp && (description || isGroup(call.words)))
        return call;
    if (!description)
        return fault(unknownCommandText(call.words));
    call.command = description->command;
    call.arguments = call.words.sliced(description->words.split(u' ', Qt::SkipEmptyParts).size());
    if (const QString wrong = optionFault(parser, *description); !wrong.isEmpty())
        return fault(wrong);
    if (const QString wrong = argumentFault(call, *description); !wrong.isEmpty())
        return fault(wrong);
    if (const QString wrong = serviceOptionsFrom(parser, call.service); !wrong.isEmpty())
        return fault(wrong);
    return call;
}

} // namespace cairn
