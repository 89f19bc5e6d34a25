// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/description.h"

#include "app/ctl/translation.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <limits>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

constexpr int any = std::numeric_limits<int>::max();

constexpr std::array everywhere{
    OptionDescription{"account"_L1,
                      {},
                      "NAME"_L1,
                      QT_TRANSLATE_NOOP("Cairnctl", "use this account; “local” is this computer")},
    OptionDescription{
        "endpoint"_L1,
        {},
        "URL"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "use the service at this address, with CAIRN_TOKEN")},
    OptionDescription{"insecure"_L1,
                      {},
                      {},
                      QT_TRANSLATE_NOOP("Cairnctl", "let a token go by http to another computer")},
    OptionDescription{"data"_L1,
                      {},
                      "DIR"_L1,
                      QT_TRANSLATE_NOOP("Cairnctl", "the data folder, else CAIRN_DATA_DIR")},
    OptionDescription{
        "json"_L1, {}, {}, QT_TRANSLATE_NOOP("Cairnctl", "results and errors as JSON")},
    OptionDescription{"quiet"_L1,
                      "q"_L1,
                      {},
                      QT_TRANSLATE_NOOP("Cairnctl", "no progress and no remarks, only errors")},
    OptionDescription{"help"_L1, "h"_L1, {}, QT_TRANSLATE_NOOP("Cairnctl", "say how it is used")},
    OptionDescription{
        "version"_L1, "v"_L1, {}, QT_TRANSLATE_NOOP("Cairnctl", "say which version this is")},
};

constexpr std::array commandOptions{
    OptionDescription{
        "profile"_L1,
        {},
        "PROFILE"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "how files become blocks, and so which CID they have"),
        "web3.storage ipfs-car-3 unixfs-v1-2025 unixfs-v0-2015"_L1},
    OptionDescription{
        "wrap"_L1,
        {},
        {},
        QT_TRANSLATE_NOOP("Cairnctl", "put a single file into a folder, which keeps its name")},
    OptionDescription{"no-wrap"_L1,
                      {},
                      {},
                      QT_TRANSLATE_NOOP("Cairnctl", "do not put a single file into a folder")},
    OptionDescription{"hidden"_L1, {}, {}, QT_TRANSLATE_NOOP("Cairnctl", "include hidden files")},
    OptionDescription{
        "exclude"_L1,
        {},
        "GLOB"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "leave out names that match, or paths if there is a / in it"),
        {},
        true},
    OptionDescription{"skip-unreadable"_L1,
                      {},
                      {},
                      QT_TRANSLATE_NOOP("Cairnctl", "leave out what cannot be read, and name it")},
    OptionDescription{"links"_L1,
                      {},
                      "WHAT"_L1,
                      QT_TRANSLATE_NOOP("Cairnctl", "what is done with symbolic links"),
                      "follow keep skip"_L1},
    OptionDescription{"allow-secrets"_L1,
                      {},
                      {},
                      QT_TRANSLATE_NOOP("Cairnctl", "store what looks like a secret, too")},
    OptionDescription{
        "name"_L1, {}, "NAME"_L1, QT_TRANSLATE_NOOP("Cairnctl", "the name in the account's list")},
    OptionDescription{"part-size"_L1,
                      {},
                      "MIB"_L1,
                      QT_TRANSLATE_NOOP("Cairnctl", "how much is sent at a time: 1 to 95 MiB")},
    OptionDescription{
        "each-root"_L1, {}, {}, QT_TRANSLATE_NOOP("Cairnctl", "an upload of each root of the CAR")},
    OptionDescription{"output"_L1, "o"_L1, "FILE"_L1,
                      QT_TRANSLATE_NOOP("Cairnctl", "where to; “-” is standard output")},
    OptionDescription{"cid"_L1, {}, {}, QT_TRANSLATE_NOOP("Cairnctl", "only the CIDs")},
    OptionDescription{
        "scope"_L1,
        {},
        "LIST"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "what the token may do: upload,list,delete,pin")},
    OptionDescription{
        "expires"_L1, {}, "TIME"_L1, QT_TRANSLATE_NOOP("Cairnctl", "when it ends: 90d, 12h")},
    OptionDescription{
        "allow-unlimited"_L1,
        {},
        {},
        QT_TRANSLATE_NOOP("Cairnctl",
                          "make the token also where the service keeps no such limits")},
    OptionDescription{"login-token-file"_L1,
                      {},
                      "FILE"_L1,
                      QT_TRANSLATE_NOOP("Cairnctl", "a file with the login token")},
    OptionDescription{"api-token-file"_L1,
                      {},
                      "FILE"_L1,
                      QT_TRANSLATE_NOOP("Cairnctl", "a file with an API token")},
    OptionDescription{"force"_L1,
                      {},
                      {},
                      QT_TRANSLATE_NOOP("Cairnctl", "also with transfers that are not finished")},
};

constexpr std::array described{
    CommandDescription{
        "put"_L1,
        Command::Put,
        1,
        any,
        "PATH..."_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "store files and folders; print the root CID"),
        QT_TRANSLATE_NOOP(
            "Cairnctl",
            "“-” is standard input; --name says how it is called. Nothing is sent if something "
            "cannot be read, or looks like a secret and --allow-secrets is not given. What is "
            "stored whole already is not sent again. An upload that was interrupted goes on when "
            "its command is given again."),
        "profile wrap no-wrap hidden exclude skip-unreadable links allow-secrets name part-size"_L1,
        {"put photos"_L1, "put --no-wrap report.pdf"_L1,
         "put --name backup.tar - < backup.tar"_L1}},
    CommandDescription{
        "put-car"_L1,
        Command::PutCar,
        1,
        1,
        "FILE.car"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "store the blocks of a CAR under its own root"),
        QT_TRANSLATE_NOOP("Cairnctl",
                          "Ends with 6 if blocks are missing, which are named. “-” is standard "
                          "input."),
        "name part-size each-root"_L1,
        {"put-car site.car"_L1, "put-car --each-root many.car"_L1}},
    CommandDescription{
        "pack"_L1,
        Command::Pack,
        1,
        any,
        "PATH..."_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "say which CID files would have; nothing is sent"),
        QT_TRANSLATE_NOOP("Cairnctl", "-o writes the CAR. “-” as PATH is standard input."),
        "profile wrap no-wrap hidden exclude skip-unreadable links output"_L1,
        {"pack photos"_L1, "pack -o photos.car photos"_L1}},
    CommandDescription{
        "verify"_L1,
        Command::Verify,
        1,
        1,
        "FILE.car"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "check a CAR: structure, hashes, completeness"),
        QT_TRANSLATE_NOOP("Cairnctl", "“-” is standard input."),
        ""_L1,
        {"verify photos.car"_L1}},
    CommandDescription{
        "ls"_L1,
        Command::List,
        0,
        1,
        "[CID[/PATH]]"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "list what the account stores, or what is in a folder"),
        QT_TRANSLATE_NOOP("Cairnctl",
                          "The columns are CID, size in bytes, date and name, newest first; with "
                          "--json each is a "
                          "line. Of a folder they are CID, size and name, as the folder says."),
        "cid"_L1,
        {"ls"_L1, "ls --cid | wc -l"_L1,
         "ls bafybeie2sgqdgjoftm2bzqqlhirqd3sb6tv7o4jvlmp2s6xlrhd4oaqrfa"_L1}},
    CommandDescription{
        "search"_L1,
        Command::Search,
        1,
        1,
        "TEXT"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "list uploads by a part of the name, or by CID"),
        QT_TRANSLATE_NOOP("Cairnctl",
                          "Upper and lower case are the same; a CID is found in every spelling. "
                          "Ends with 3 if there is none."),
        "cid"_L1,
        {"search report"_L1, "search --cid .pdf"_L1}},
    CommandDescription{"status"_L1,
                       Command::Status,
                       1,
                       1,
                       "CID"_L1,
                       QT_TRANSLATE_NOOP("Cairnctl", "say where a CID is pinned, and its deals"),
                       "",
                       ""_L1,
                       {"status bafybeie2sgqdgjoftm2bzqqlhirqd3sb6tv7o4jvlmp2s6xlrhd4oaqrfa"_L1}},
    CommandDescription{
        "link"_L1,
        Command::Link,
        1,
        1,
        "CID[/PATH]"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "print addresses by which others may get it"),
        QT_TRANSLATE_NOOP("Cairnctl",
                          "One a line: ipfs://, then the gateways of the settings. Nobody is asked "
                          "whether they have it."),
        ""_L1,
        {"link bafybeie2sgqdgjoftm2bzqqlhirqd3sb6tv7o4jvlmp2s6xlrhd4oaqrfa"_L1}},
    CommandDescription{
        "get"_L1,
        Command::Get,
        1,
        1,
        "CID[/PATH]"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "fetch a file or folder, every block verified"),
        QT_TRANSLATE_NOOP(
            "Cairnctl",
            "Without -o it gets its own name in this folder; -o DIR/ places it in that folder. "
            "Nothing is overwritten, and nothing written outside the target. A file can go to “-”, "
            "to a pipe or a device. A download that was interrupted goes on when its command is "
            "given again."),
        "output"_L1,
        {"get bafybeie2sgqdgjoftm2bzqqlhirqd3sb6tv7o4jvlmp2s6xlrhd4oaqrfa -o photos"_L1,
         "get bafybeie2sgqdgjoftm2bzqqlhirqd3sb6tv7o4jvlmp2s6xlrhd4oaqrfa/data.bin -o - | sha256sum"_L1}},
    CommandDescription{
        "export"_L1,
        Command::Export,
        1,
        1,
        "CID"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "fetch the CAR of a CID, verified"),
        QT_TRANSLATE_NOOP("Cairnctl", "Nothing is written before every block is there and right."),
        "output"_L1,
        {"export bafybeie2sgqdgjoftm2bzqqlhirqd3sb6tv7o4jvlmp2s6xlrhd4oaqrfa -o photos.car"_L1}},
    CommandDescription{
        "rename"_L1,
        Command::Rename,
        2,
        2,
        "CID NAME"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "give an upload another name"),
        "",
        ""_L1,
        {"rename bafybeie2sgqdgjoftm2bzqqlhirqd3sb6tv7o4jvlmp2s6xlrhd4oaqrfa \"Photos 2026\""_L1}},
    CommandDescription{
        "rm"_L1,
        Command::Remove,
        1,
        any,
        "CID..."_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "take uploads off the account's list"),
        QT_TRANSLATE_NOOP("Cairnctl",
                          "Goes on after one that fails. What is gone already is done. Ends with 6 "
                          "if some failed."),
        ""_L1,
        {"rm bafybeie2sgqdgjoftm2bzqqlhirqd3sb6tv7o4jvlmp2s6xlrhd4oaqrfa"_L1}},
    CommandDescription{
        "token ls"_L1,
        Command::TokenList,
        0,
        0,
        ""_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "list the account's API tokens"),
        QT_TRANSLATE_NOOP(
            "Cairnctl",
            "The columns are id, when it was made, what it may do, when it ends, when "
            "it was used last, and its name."),
        ""_L1,
        {"token ls"_L1}},
    CommandDescription{
        "token create"_L1,
        Command::TokenCreate,
        1,
        1,
        "NAME"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "make an API token; print its secret, once"),
        QT_TRANSLATE_NOOP(
            "Cairnctl",
            "Where the service does not keep scope or expiry no token is made, unless "
            "--allow-unlimited is given."),
        "scope expires allow-unlimited"_L1,
        {"token create ci --scope upload --expires 90d"_L1,
         "token create backup > backup.token"_L1}},
    CommandDescription{"token revoke"_L1,
                       Command::TokenRevoke,
                       1,
                       1,
                       "ID"_L1,
                       QT_TRANSLATE_NOOP("Cairnctl", "end an API token for good"),
                       "",
                       ""_L1,
                       {"token revoke 4"_L1}},
    CommandDescription{
        "transfer ls"_L1,
        Command::TransferList,
        0,
        0,
        ""_L1,
        QT_TRANSLATE_NOOP("Cairnctl",
                          "list uploads and downloads that are not finished or have failed"),
        QT_TRANSLATE_NOOP(
            "Cairnctl",
            "The columns are number, direction, state, verified or confirmed bytes, what, "
            "the folder that a download works in, and why it failed."),
        ""_L1,
        {"transfer ls"_L1}},
    CommandDescription{"transfer pause"_L1,
                       Command::TransferPause,
                       1,
                       any,
                       "NUMBER..."_L1,
                       QT_TRANSLATE_NOOP("Cairnctl", "have transfers rest until they are resumed"),
                       "",
                       ""_L1,
                       {"transfer pause 3"_L1}},
    CommandDescription{
        "transfer resume"_L1,
        Command::TransferResume,
        0,
        any,
        "[NUMBER...]"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "go on with transfers, also with those that failed"),
        QT_TRANSLATE_NOOP("Cairnctl",
                          "All that “transfer ls” lists if no number is given. Ends when they do; "
                          "with 6 if some failed."),
        ""_L1,
        {"transfer resume"_L1, "transfer resume 3"_L1}},
    CommandDescription{
        "transfer rm"_L1,
        Command::TransferRemove,
        1,
        any,
        "NUMBER..."_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "end transfers, and remove the folders that they work in"),
        "",
        ""_L1,
        {"transfer rm 3"_L1}},
    CommandDescription{"account ls"_L1,
                       Command::AccountList,
                       0,
                       0,
                       ""_L1,
                       QT_TRANSLATE_NOOP("Cairnctl", "list the accounts; “local” is this computer"),
                       "",
                       ""_L1,
                       {"account ls"_L1}},
    CommandDescription{
        "account add"_L1,
        Command::AccountAdd,
        1,
        1,
        "NAME"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "add an account at another service"),
        QT_TRANSLATE_NOOP(
            "Cairnctl", "The service is asked before anything is kept. Tokens go to the keychain."),
        "login-token-file api-token-file"_L1,
        {"account add work --endpoint https://storage.example --api-token-file token"_L1}},
    CommandDescription{
        "account remove"_L1,
        Command::AccountRemove,
        1,
        1,
        "NAME"_L1,
        QT_TRANSLATE_NOOP("Cairnctl", "forget an account, with its tokens and list of transfers"),
        QT_TRANSLATE_NOOP("Cairnctl",
                          "What is stored stays. With transfers that are not finished only "
                          "if --force is given."),
        "force"_L1,
        {"account remove work"_L1}},
    CommandDescription{"completion"_L1,
                       Command::Completion,
                       1,
                       1,
                       "SHELL"_L1,
                       QT_TRANSLATE_NOOP("Cairnctl", "print completions for bash, zsh or fish"),
                       "",
                       ""_L1,
                       {"completion bash > /etc/bash_completion.d/cairnctl"_L1}},
    CommandDescription{"manual"_L1,
                       Command::Manual,
                       0,
                       0,
                       ""_L1,
                       QT_TRANSLATE_NOOP("Cairnctl", "print the manual page, for man"),
                       "",
                       ""_L1,
                       {"manual | man -l -"_L1}},
};

constexpr std::array exits{
    ExitDescription{0, QT_TRANSLATE_NOOP("Cairnctl", "done")},
    ExitDescription{1, QT_TRANSLATE_NOOP("Cairnctl", "failed")},
    ExitDescription{2, QT_TRANSLATE_NOOP("Cairnctl", "wrong usage; nothing was touched")},
    ExitDescription{3, QT_TRANSLATE_NOOP("Cairnctl", "not found")},
    ExitDescription{4, QT_TRANSLATE_NOOP("Cairnctl", "not allowed")},
    ExitDescription{5, QT_TRANSLATE_NOOP("Cairnctl", "the service cannot be reached")},
    ExitDescription{6, QT_TRANSLATE_NOOP("Cairnctl", "done in part; what is missing is named")},
};

} // namespace

QString translated(const char* text)
{
    return Cairnctl::tr(text);
}

bool CommandDescription::takes(QLatin1StringView option) const
{
    return QString(options).split(' '_L1).contains(option);
}

std::span<const CommandDescription> commandDescriptions()
{
    return described;
}

std::span<const OptionDescription> optionDescriptions()
{
    return commandOptions;
}

std::span<const OptionDescription> globalOptions()
{
    return everywhere;
}

const OptionDescription* optionNamed(QStringView nameOrLetter)
{
    const auto isIt = [&](const OptionDescription& option) {
        return option.name == nameOrLetter
            || (!option.letter.isEmpty() && option.letter == nameOrLetter);
    };
    for (const auto options : {globalOptions(), optionDescriptions()}) {
        const auto found = std::ranges::find_if(options, isIt);
        if (found != options.end())
            return &*found;
    }
    return nullptr;
}

std::span<const ExitDescription> exitDescriptions()
{
    return exits;
}

} // namespace cairn::ctl
