// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/commandline.h"

#include "app/ctl/description.h"
#include "app/ctl/translation.h"
#include "app/host/arguments.h"
#include "app/host/suggestion.h"
#include "core/account/entered.h"
#include "core/api/wire/wire.h"
#include "core/content/cid/reference.h"
#include "core/content/source/excludepatterns.h"
#include "core/content/unixfs/profile.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

auto misused(const QString& sentence)
{
    return fail(Error{Error::Kind::Invalid, sentence, {}, usageCode});
}

/// "Did you mean …?", if there is something that is nearly the same.
QString withSuggestion(const QString& sentence, const QString& given, const QStringList& known)
{
    const auto meant = nearest(given, known);
    return meant ? sentence + ' '_L1 + Cairnctl::tr("Did you mean “%1”?").arg(*meant) : sentence;
}

QStringList wordsOfCommands()
{
    QStringList all;
    for (const CommandDescription& command : commandDescriptions())
        all << command.words;
    return all;
}

Result<const CommandDescription*> describedBy(const QStringList& words, qsizetype& used)
{
    const QString first = words.value(0);
    bool isGroup = false;
    for (const CommandDescription& command : commandDescriptions()) {
        const QStringList own = QString(command.words).split(' '_L1);
        if (words.mid(0, own.size()) == own) {
            used = own.size();
            return &command;
        }
        isGroup = isGroup || (own.size() > 1 && own.front() == first);
    }
    const QString given = isGroup ? words.mid(0, 2).join(' '_L1) : first;
    if (isGroup && words.size() == 1) {
        QStringList members;
        for (const QString& command : wordsOfCommands()) {
            if (command.startsWith(first + ' '_L1))
                members << command;
        }
        return misused(
            Cairnctl::tr("“%1” needs to know what to do: %2.").arg(first, members.join(", "_L1)));
    }
    return misused(withSuggestion(Cairnctl::tr("There is no command “%1”.").arg(given), given,
                                  wordsOfCommands()));
}

/// What names something at the service goes into a path there: a CID, or an id as services give
/// them. What is wrong, if anything.
QString wrongArgument(const Options& options)
{
    static const QRegularExpression tokenId(u"^[A-Za-z0-9_-]+$"_s);
    using enum Command;
    QStringList cids;
    if (options.command == Remove)
        cids = options.arguments;
    else if (options.command == Status || options.command == Rename || options.command == Export)
        cids = options.arguments.first(1);
    for (const QString& cid : cids) {
        if (!content::Cid::parse(cid))
            return Cairnctl::tr("“%1” is not a CID.").arg(cid);
    }
    const bool isReference = options.command == Get || options.command == Link
        || (options.command == List && !options.arguments.isEmpty());
    if (isReference) {
        const QString reference = options.arguments.front();
        if (!content::referenceFrom(reference))
            return Cairnctl::tr("“%1” has no CID in it. Give one, or a link with one.")
                .arg(reference);
    }
    if (options.command == TransferRemove || options.command == TransferPause
        || options.command == TransferResume) {
        for (const QString& id : options.arguments) {
            bool isNumber = false;
            if (id.toULongLong(&isNumber) == 0 || !isNumber)
                return Cairnctl::tr(
                           "“%1” is not the number of a transfer; “transfer ls” shows them.")
                    .arg(id);
        }
    }
    if (options.command == TokenRevoke && !tokenId.match(options.arguments.first()).hasMatch())
        return Cairnctl::tr("“%1” is not the id of an API token; “token ls” shows them.")
            .arg(options.arguments.first());
    if (options.command == Completion
        && !QStringList{u"bash"_s, u"zsh"_s, u"fish"_s}.contains(options.arguments.first()))
        return Cairnctl::tr("There are completions for bash, zsh and fish, not for “%1”.")
            .arg(options.arguments.first());
    for (const QString& argument : options.arguments) {
        if (argument.trimmed().isEmpty())
            return options.command == Rename
                ? Cairnctl::tr("The new name is empty. Give one, in quotation marks if it has "
                               "blanks.")
                : Cairnctl::tr("One of the arguments is empty. It may come from a variable that "
                               "has no value.");
    }
    return {};
}

/// What is wrong with the options of a command, if anything.
QString wrongOption(const QCommandLineParser& parser, const CommandDescription& command)
{
    const auto isGlobal = [](QLatin1StringView name) {
        return std::ranges::find(globalOptions(), name, &OptionDescription::name)
            != globalOptions().end();
    };
    for (const QString& given : parser.optionNames()) {
        const OptionDescription* option = optionNamed(given);
        if (!option || (!isGlobal(option->name) && !command.takes(option->name)))
            return Cairnctl::tr("“%1” does not take --%2.").arg(command.words, given);
        if (option->value.isEmpty())
            continue;
        const QStringList values = parser.values(option->name);
        for (const QString& value : values) {
            if (value.trimmed().isEmpty())
                return Cairnctl::tr("--%1 has an empty value. It may come from a variable that has "
                                    "no value.")
                    .arg(option->name);
        }
        if (values.size() > 1 && !option->isRepeatable)
            return Cairnctl::tr("--%1 is given twice.").arg(option->name);
        const QStringList choices = QString(option->choices).split(' '_L1, Qt::SkipEmptyParts);
        if (!choices.isEmpty() && !choices.contains(values.front()))
            return withSuggestion(Cairnctl::tr("--%1 takes %2, not “%3”.")
                                      .arg(option->name, choices.join(", "_L1), values.front()),
                                  values.front(), choices);
    }
    for (const auto& [one, other] :
         {std::pair("wrap"_L1, "no-wrap"_L1), std::pair("account"_L1, "endpoint"_L1)}) {
        if (parser.isSet(one) && parser.isSet(other))
            return Cairnctl::tr("--%1 and --%2 exclude each other.").arg(one, other);
    }
    for (const QString& wildcard : parser.values(u"exclude"_s)) {
        if (!content::ExcludePatterns::isPattern(wildcard))
            return Cairnctl::tr("--exclude “%1” is no pattern of file names.").arg(wildcard);
    }
    return {};
}

std::optional<UploadRequest::Links> linksFrom(const QString& word)
{
    if (word == "follow"_L1)
        return UploadRequest::Links::Follow;
    if (word == "keep"_L1)
        return UploadRequest::Links::Keep;
    if (word == "skip"_L1)
        return UploadRequest::Links::Skip;
    return std::nullopt;
}

QList<QCommandLineOption> parserOptions()
{
    QList<QCommandLineOption> all;
    const QStringList common{u"data"_s, u"help"_s, u"version"_s}; // parseArguments() has these.
    for (const auto options : {globalOptions(), optionDescriptions()}) {
        for (const OptionDescription& option : options) {
            if (common.contains(QString(option.name)))
                continue;
            QStringList names{option.name};
            if (!option.letter.isEmpty())
                names << option.letter;
            all << QCommandLineOption(names, {}, option.value);
        }
    }
    return all;
}

void takeSwitches(const QCommandLineParser& parser, Options& options)
{
    options.insecure = parser.isSet(u"insecure"_s);
    options.json = parser.isSet(u"json"_s);
    options.quiet = parser.isSet(u"quiet"_s);
    options.cidOnly = parser.isSet(u"cid"_s);
    options.hidden = parser.isSet(u"hidden"_s);
    options.skipUnreadable = parser.isSet(u"skip-unreadable"_s);
    options.eachRoot = parser.isSet(u"each-root"_s);
    options.allowSecrets = parser.isSet(u"allow-secrets"_s);
    options.allowUnlimited = parser.isSet(u"allow-unlimited"_s);
    options.force = parser.isSet(u"force"_s);
    if (parser.isSet(u"wrap"_s))
        options.wrap = true;
    if (parser.isSet(u"no-wrap"_s))
        options.wrap = false;
}

void takeTexts(const QCommandLineParser& parser, Options& options)
{
    options.account = parser.value(u"account"_s);
    options.profile = parser.value(u"profile"_s);
    options.exclude = parser.values(u"exclude"_s);
    options.name = parser.value(u"name"_s);
    options.output = parser.value(u"output"_s);
    options.scope = parser.value(u"scope"_s);
    options.expires = parser.value(u"expires"_s);
    options.loginTokenFile = parser.value(u"login-token-file"_s);
    options.apiTokenFile = parser.value(u"api-token-file"_s);
}

/// Values that are more than a text. What is wrong, if anything.
QString takeValues(const QCommandLineParser& parser, Options& options)
{
    if (parser.isSet(u"endpoint"_s)) {
        const auto endpoint = endpointFrom(parser.value(u"endpoint"_s));
        if (!endpoint)
            return Cairnctl::tr("“%1” is not the address of a web service.")
                .arg(parser.value(u"endpoint"_s));
        options.endpoint = endpoint->toString(QUrl::FullyEncoded);
    }
    if (parser.isSet(u"links"_s))
        options.links = linksFrom(parser.value(u"links"_s)).value_or(options.links);
    if (parser.isSet(u"part-size"_s)) {
        // The bounds of the original's client (contract §9): a service takes no more than 100 MiB.
        bool isNumber = false;
        options.partMebibytes = parser.value(u"part-size"_s).toInt(&isNumber);
        if (!isNumber || options.partMebibytes < 1 || options.partMebibytes > 95)
            return Cairnctl::tr("--part-size takes a number of MiB from 1 to 95.");
    }
    static const QRegularExpression time(u"^[1-9][0-9]{0,4}[dh]$"_s);
    if (parser.isSet(u"expires"_s) && !time.match(options.expires).hasMatch())
        return Cairnctl::tr("--expires takes a number of days or hours, such as 90d or 12h.");
    for (const QString& word : options.scope.split(','_L1, Qt::SkipEmptyParts)) {
        if (!wire::scopeFrom(word.trimmed()))
            return withSuggestion(
                Cairnctl::tr("--scope takes upload, list, delete and pin, not “%1”.").arg(word),
                word, {u"upload"_s, u"list"_s, u"delete"_s, u"pin"_s});
    }
    return {};
}

/// Help of a command, or of all whose first word it is.
Result<Options> help(const QStringList& words)
{
    Options options;
    if (words.isEmpty())
        return options;
    options.helpTopic = words.mid(0, 2).join(' '_L1);
    const QStringList all = wordsOfCommands();
    const auto isOf = [&](const QString& topic) {
        return std::ranges::any_of(all, [&](const QString& command) {
            return command == topic || command.startsWith(topic + ' '_L1);
        });
    };
    if (!isOf(options.helpTopic))
        options.helpTopic = words.front();
    if (!isOf(options.helpTopic))
        return misused(
            withSuggestion(Cairnctl::tr("There is no command “%1”.").arg(options.helpTopic),
                           options.helpTopic, all));
    return options;
}

} // namespace

bool needsDataFolder(Command command)
{
    using enum Command;
    return command != Help && command != Version && command != Pack && command != Verify
        && command != Completion && command != Manual;
}

bool beginsDataFolder(Command command)
{
    using enum Command;
    return command == Put || command == PutCar || command == TokenCreate || command == AccountAdd;
}

bool wantsJson(const QStringList& arguments)
{
    const auto end = std::ranges::find(arguments, u"--"_s);
    return std::find(arguments.begin(), end, u"--json"_s) != end;
}

Result<Options> parse(const QStringList& arguments)
{
    QCommandLineParser parser;
    const auto common = parseArguments(parser, parserOptions(), arguments);
    if (!common)
        return misused(common.error().detail);
    const QStringList words = parser.positionalArguments();
    if (words.value(0) == "help"_L1)
        return help(words.mid(1));
    if (common->showHelp)
        return help(words);

    Options options;
    if (common->showVersion) {
        options.command = Command::Version;
        return options;
    }
    if (words.isEmpty())
        return misused(Cairnctl::tr("A command is missing."));
    qsizetype used = 0;
    const auto found = describedBy(words, used);
    if (!found)
        return fail(found.error());
    const CommandDescription& command = **found;
    options.command = command.command;
    options.arguments = words.mid(used);
    if (options.arguments.size() < command.least)
        return misused(
            Cairnctl::tr("“%1” needs more: %1 %2").arg(command.words, command.arguments));
    if (options.arguments.size() > command.most)
        return misused(command.most == 0
                           ? Cairnctl::tr("“%1” takes no arguments; “%2” is one too many.")
                                 .arg(command.words, options.arguments.back())
                           : Cairnctl::tr("“%1” takes fewer arguments: %1 %2")
                                 .arg(command.words, command.arguments));
    if (const QString wrong = wrongArgument(options); !wrong.isEmpty())
        return misused(wrong);
    if (const QString wrong = wrongOption(parser, command); !wrong.isEmpty())
        return misused(wrong);
    options.data = common->data;
    takeSwitches(parser, options);
    takeTexts(parser, options);
    if (const QString wrong = takeValues(parser, options); !wrong.isEmpty())
        return misused(wrong);
    const bool needsEndpoint = options.command == Command::AccountAdd && options.endpoint.isEmpty();
    if (needsEndpoint)
        return misused(
            Cairnctl::tr("“account add” needs the address of the service: --endpoint URL"));
    if (options.command == Command::Export && options.output.isEmpty())
        return misused(Cairnctl::tr("“export” needs -o FILE.car, or -o - for standard output."));
    return options;
}

} // namespace cairn::ctl
