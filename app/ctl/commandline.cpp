// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/commandline.h"

#include "app/ctl/translation.h"
#include "app/host/arguments.h"
#include "core/account/entered.h"
#include "core/content/cid/cid.h"
#include "core/content/unixfs/profile.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <array>
#include <limits>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

struct Shape
{
    QLatin1StringView words;
    Command command;
    int least;
    int maximum;
    QLatin1StringView options; ///< Beyond the global ones, separated by spaces.
};

constexpr int any = std::numeric_limits<int>::max();

constexpr std::array shapes{
    Shape{"pack"_L1, Command::Pack, 1, any, "profile wrap no-wrap hidden links output"_L1},
    Shape{"put"_L1, Command::Put, 1, any,
          "profile wrap no-wrap hidden links allow-secrets name part-size"_L1},
    Shape{"put-car"_L1, Command::PutCar, 1, 1, "name part-size each-root"_L1},
    Shape{"ls"_L1, Command::List, 0, 0, ""_L1},
    Shape{"status"_L1, Command::Status, 1, 1, ""_L1},
    Shape{"rename"_L1, Command::Rename, 2, 2, ""_L1},
    Shape{"rm"_L1, Command::Remove, 1, any, ""_L1},
    Shape{"get"_L1, Command::Get, 1, 1, "output"_L1},
    Shape{"verify"_L1, Command::Verify, 1, 1, ""_L1},
    Shape{"token ls"_L1, Command::TokenList, 0, 0, ""_L1},
    Shape{"token create"_L1, Command::TokenCreate, 1, 1, "scope expires allow-unlimited"_L1},
    Shape{"token revoke"_L1, Command::TokenRevoke, 1, 1, ""_L1},
    Shape{"transfer ls"_L1, Command::TransferList, 0, 0, ""_L1},
    Shape{"transfer rm"_L1, Command::TransferRemove, 1, any, ""_L1},
    Shape{"account ls"_L1, Command::AccountList, 0, 0, ""_L1},
    Shape{"account add"_L1, Command::AccountAdd, 1, 1, "login-token-file api-token-file"_L1},
    Shape{"account remove"_L1, Command::AccountRemove, 1, 1, "force"_L1},
};

/// What names something at the service goes into a path there: a CID, or an id as services give
/// them. What is wrong, if anything.
QString wrongArgument(const Options& options)
{
    static const QRegularExpression tokenId(u"^[A-Za-z0-9_-]+$"_s);
    const bool takesOneCid
        = options.command == Command::Status || options.command == Command::Rename;
    QStringList cids;
    if (options.command == Command::Remove)
        cids = options.arguments;
    else if (takesOneCid)
        cids = options.arguments.first(1);
    for (const QString& cid : cids) {
        if (!content::Cid::parse(cid))
            return Cairnctl::tr("“%1” is not a CID.").arg(cid);
    }
    if (options.command == Command::TransferRemove) {
        for (const QString& id : options.arguments) {
            bool isNumber = false;
            if (id.toULongLong(&isNumber) == 0 || !isNumber)
                return Cairnctl::tr(
                           "“%1” is not the number of a transfer; “transfer ls” shows them.")
                    .arg(id);
        }
    }
    const bool takesToken = options.command == Command::TokenRevoke;
    if (takesToken && !tokenId.match(options.arguments.first()).hasMatch())
        return Cairnctl::tr("“%1” is not the id of an API token; “token ls” shows them.")
            .arg(options.arguments.first());
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

auto misused(const QString& sentence)
{
    return fail(Error::Kind::Invalid, sentence);
}

const Shape* shapeOf(const QStringList& words, qsizetype& used)
{
    for (const Shape& shape : shapes) {
        const QStringList own = QString(shape.words).split(' '_L1);
        if (words.mid(0, own.size()) == own) {
            used = own.size();
            return &shape;
        }
    }
    return nullptr;
}

} // namespace

QString usage()
{
    return Cairnctl::tr(
        "Usage: cairnctl [--account NAME | --endpoint URL] [--insecure] [--data DIR] [--json] "
        "COMMAND\n"
        "\n"
        "  pack     [--profile P] [--wrap|--no-wrap] [--hidden] [--links follow|keep|skip]\n"
        "           [-o FILE.car] PATH...\n"
        "           print the root CID; nothing is sent; -o writes the CAR, '-' is stdout\n"
        "  put      [--profile P] [--wrap|--no-wrap] [--hidden] [--links follow|keep|skip]\n"
        "           [--allow-secrets] [--name N] [--part-size MIB] PATH...\n"
        "           pack, send, confirm; print the root CID. Nothing is sent if something cannot "
        "be\n"
        "           read, or looks like a secret and --allow-secrets is not given\n"
        "  put-car  [--name N] [--part-size MIB] [--each-root] FILE.car\n"
        "           send the blocks of a CAR under its own root; with --each-root an upload of\n"
        "           each of its roots. 6 if blocks are missing, which are named.\n"
        "           What is stored whole already is not sent again. An upload that was "
        "interrupted\n"
        "           goes on when its command is given again.\n"
        "  ls                    what the account stores\n"
        "  status CID            pins and deals of a CID\n"
        "  rename CID NAME       give an upload another name\n"
        "  rm CID...             take uploads off the account's list\n"
        "  get CID[/PATH] [-o TARGET]\n"
        "           fetch a file or folder, every block verified; nothing is overwritten, and\n"
        "           nothing written outside TARGET (the original name, in this folder). A "
        "download\n"
        "           that was interrupted goes on when its command is given again.\n"
        "  verify FILE.car       structure, hashes, completeness\n"
        "  token ls | create NAME [--scope upload,list,delete,pin] [--expires 90d]\n"
        "             [--allow-unlimited] | revoke ID\n"
        "           where the service does not keep scope or expiry no token is made, unless\n"
        "           --allow-unlimited is given\n"
        "  transfer ls | rm ID...\n"
        "           uploads and downloads that are not finished or have failed, with the folders\n"
        "           that downloads work in; rm ends them and removes these folders\n"
        "  account ls | add NAME --endpoint URL [--login-token-file F] [--api-token-file F]\n"
        "          | remove NAME [--force]\n"
        "           remove deletes its tokens and its list of transfers from this computer, not "
        "what is\n"
        "           stored; with transfers that are not finished only if --force is given\n"
        "\n"
        "Columns are apart by tabs. What cannot be seen in a name, or would change its row, is\n"
        "written as a symbol or number (␊, ⟨U+202E⟩); --json has every name as it is.\n"
        "Profiles: web3.storage (default), ipfs-car-3, unixfs-v1-2025, unixfs-v0-2015\n"
        "Without --account or --endpoint the service on this computer is used. A credential\n"
        "comes from the keychain, or from CAIRN_TOKEN; never from an argument. By http it goes to\n"
        "another computer only with --insecure.\n"
        "Exit codes: 0 done, 1 failed, 2 usage, 3 not found, 4 not allowed, 5 cannot reach, 6 "
        "partly.\n");
}

Result<Options> parse(const QStringList& arguments)
{
    QCommandLineParser parser;
    const auto common = parseArguments(parser,
                                       {{u"account"_s, {}, u"name"_s},
                                        {u"endpoint"_s, {}, u"url"_s},
                                        {u"json"_s, {}},
                                        {u"profile"_s, {}, u"profile"_s},
                                        {u"wrap"_s, {}},
                                        {u"no-wrap"_s, {}},
                                        {u"hidden"_s, {}},
                                        {u"each-root"_s, {}},
                                        {u"links"_s, {}, u"follow|keep|skip"_s},
                                        {u"allow-secrets"_s, {}},
                                        {u"force"_s, {}},
                                        {u"insecure"_s, {}},
                                        {u"name"_s, {}, u"name"_s},
                                        {u"part-size"_s, {}, u"mebibytes"_s},
                                        {{u"output"_s, u"o"_s}, {}, u"file"_s},
                                        {u"scope"_s, {}, u"scopes"_s},
                                        {u"expires"_s, {}, u"days"_s},
                                        {u"allow-unlimited"_s, {}},
                                        {u"login-token-file"_s, {}, u"file"_s},
                                        {u"api-token-file"_s, {}, u"file"_s}},
                                       arguments);
    if (!common)
        return fail(common.error());
    const QStringList words = parser.positionalArguments();

    Options options;
    if (common->showHelp || words.value(0) == "help"_L1)
        return options;
    if (common->showVersion) {
        options.command = Command::Version;
        return options;
    }
    if (words.isEmpty())
        return misused(Cairnctl::tr("A command is missing."));
    qsizetype used = 0;
    const Shape* shape = shapeOf(words, used);
    if (!shape)
        return misused(Cairnctl::tr("There is no command “%1”.").arg(words.mid(0, 2).join(' '_L1)));
    options.command = shape->command;
    options.arguments = words.mid(used);
    if (options.arguments.size() < shape->least)
        return misused(Cairnctl::tr("“%1” needs more arguments.").arg(shape->words));
    if (options.arguments.size() > shape->maximum)
        return misused(Cairnctl::tr("“%1” takes fewer arguments.").arg(shape->words));

    if (const QString wrong = wrongArgument(options); !wrong.isEmpty())
        return misused(wrong);

    const QStringList allowed = QString(shape->options).split(' '_L1)
        + QStringList{u"account"_s, u"endpoint"_s, u"data"_s, u"json"_s, u"insecure"_s};
    for (const QString& given : parser.optionNames()) {
        const QString known = given == "o"_L1 ? u"output"_s : given;
        if (!allowed.contains(known))
            return misused(Cairnctl::tr("“%1” does not take --%2.").arg(shape->words, known));
    }
    if (parser.isSet(u"wrap"_s) && parser.isSet(u"no-wrap"_s))
        return misused(Cairnctl::tr("--wrap and --no-wrap exclude each other."));
    const QString profile = parser.value(u"profile"_s);
    if (parser.isSet(u"profile"_s) && !content::Profile::named(profile))
        return misused(Cairnctl::tr("There is no profile “%1”.").arg(profile));
    if (parser.isSet(u"account"_s) && parser.isSet(u"endpoint"_s))
        return misused(Cairnctl::tr("--account and --endpoint exclude each other."));

    options.account = parser.value(u"account"_s);
    if (parser.isSet(u"endpoint"_s)) {
        const auto endpoint = endpointFrom(parser.value(u"endpoint"_s));
        if (!endpoint)
            return misused(Cairnctl::tr("“%1” is not the address of a web service.")
                               .arg(parser.value(u"endpoint"_s)));
        options.endpoint = endpoint->toString(QUrl::FullyEncoded);
    }
    options.insecure = parser.isSet(u"insecure"_s);
    options.data = common->data;
    options.json = parser.isSet(u"json"_s);
    options.profile = profile;
    if (parser.isSet(u"wrap"_s))
        options.wrap = true;
    if (parser.isSet(u"no-wrap"_s))
        options.wrap = false;
    options.hidden = parser.isSet(u"hidden"_s);
    options.eachRoot = parser.isSet(u"each-root"_s);
    if (parser.isSet(u"links"_s)) {
        const auto links = linksFrom(parser.value(u"links"_s));
        if (!links)
            return misused(Cairnctl::tr("--links takes follow, keep or skip."));
        options.links = *links;
    }
    options.allowSecrets = parser.isSet(u"allow-secrets"_s);
    options.force = parser.isSet(u"force"_s);
    options.name = parser.value(u"name"_s);
    if (parser.isSet(u"part-size"_s)) {
        // The bounds of the original's client (contract §9): a service takes no more than 100 MiB.
        bool isNumber = false;
        options.partMebibytes = parser.value(u"part-size"_s).toInt(&isNumber);
        if (!isNumber || options.partMebibytes < 1 || options.partMebibytes > 95)
            return misused(Cairnctl::tr("--part-size takes a number of MiB from 1 to 95."));
    }
    options.output = parser.value(u"output"_s);
    options.scope = parser.value(u"scope"_s);
    options.expires = parser.value(u"expires"_s);
    options.allowUnlimited = parser.isSet(u"allow-unlimited"_s);
    options.loginTokenFile = parser.value(u"login-token-file"_s);
    options.apiTokenFile = parser.value(u"api-token-file"_s);
    return options;
}

} // namespace cairn::ctl
