// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/commandline.h"
#include "app/desktop/commandline.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace Qt::StringLiterals;
using ctl::Command;

namespace {
Result<ctl::Options> parsed(const QString& line)
{
    return ctl::parse((u"cairnctl "_s + line).split(' '_L1, Qt::SkipEmptyParts));
}
} // namespace

TEST_CASE("every command of the contract is understood")
{
    const auto [line, command] = GENERATE(
        table<QString, Command>({{u"pack a b"_s, Command::Pack},
                                 {u"put a"_s, Command::Put},
                                 {u"ls"_s, Command::List},
                                 {u"status bafkqaaa"_s, Command::Status},
                                 {u"rename bafkqaaa new"_s, Command::Rename},
                                 {u"rm bafkqaaa bafkqaaa"_s, Command::Remove},
                                 {u"get bafkqaaa/a -o b"_s, Command::Get},
                                 {u"verify a.car"_s, Command::Verify},
                                 {u"search x"_s, Command::Search},
                                 {u"link bafkqaaa/a/b"_s, Command::Link},
                                 {u"export bafkqaaa -o -"_s, Command::Export},
                                 {u"transfer pause 1 2"_s, Command::TransferPause},
                                 {u"transfer resume"_s, Command::TransferResume},
                                 {u"transfer rm 3"_s, Command::TransferRemove},
                                 {u"completion zsh"_s, Command::Completion},
                                 {u"manual"_s, Command::Manual},
                                 {u"token ls"_s, Command::TokenList},
                                 {u"token create ci"_s, Command::TokenCreate},
                                 {u"token revoke 4"_s, Command::TokenRevoke},
                                 {u"account ls"_s, Command::AccountList},
                                 {u"account add s --endpoint https://x"_s, Command::AccountAdd},
                                 {u"account remove s"_s, Command::AccountRemove},
                                 {u"account remove s --force"_s, Command::AccountRemove},
                                 {u"--help"_s, Command::Help}}));
    const auto options = parsed(line);
    REQUIRE(options);
    CHECK(options->command == command);
}

TEST_CASE("options may stand before and after the command")
{
    const auto options
        = parsed(u"--data /d --json put --profile ipfs-car-3 --no-wrap --hidden --allow-secrets "
                 "--name n a b"_s);
    REQUIRE(options);
    CHECK(options->data == u"/d"_s);
    CHECK(options->json);
    CHECK(options->profile == u"ipfs-car-3"_s);
    CHECK(options->wrap == false);
    CHECK(options->hidden);
    CHECK(options->allowSecrets);
    CHECK(options->name == u"n"_s);
    CHECK(options->arguments == QStringList{u"a"_s, u"b"_s});
}

TEST_CASE("what the contract does not know is refused")
{
    const auto line = GENERATE(u""_s, u"fly"_s, u"token"_s, u"token fly"_s, u"put"_s, u"ls extra"_s,
                               u"rename bafy"_s, u"ls --wrap"_s, u"ls --force"_s, u"ls --fly"_s,
                               u"put-car --allow-secrets a.car"_s, u"put --wrap --no-wrap a"_s,
                               u"--account a --endpoint b ls"_s);
    const auto options = parsed(line);
    REQUIRE_FALSE(options);
    CHECK(options.error().kind == Error::Kind::Invalid);
    CHECK_FALSE(options.error().detail.isEmpty());
}

TEST_CASE("what goes into a path at the service has to be a CID or an id")
{
    for (const auto& [line, word] :
         {std::pair(u"rm ../tokens/9"_s, u"../tokens/9"_s),
          {u"rm bafkqaaa ../tokens/9"_s, u"../tokens/9"_s},
          {u"status bafy"_s, u"bafy"_s},
          {u"status bafkqaaa?x"_s, u"bafkqaaa?x"_s},
          {u"rename /user n"_s, u"/user"_s},
          {u"token revoke ../uploads/bafkqaaa"_s, u"../uploads/bafkqaaa"_s},
          {u"token revoke .."_s, u".."_s},
          {u"token revoke 4%2F5"_s, u"4%2F5"_s}}) {
        const auto options = parsed(line);
        INFO(line.toStdString());
        REQUIRE_FALSE(options);
        CHECK(options.error().kind == Error::Kind::Invalid);
        CHECK(options.error().detail.contains(word));
    }
}

TEST_CASE("no option takes a secret")
{
    for (const auto& word : {u"token"_s, u"login"_s, u"secret"_s, u"api-token"_s, u"login-token"_s})
        CHECK_FALSE(parsed(u"ls --"_s + word + u" x"_s));
}

TEST_CASE("the app is given paths and addresses, and keeps them apart")
{
    const QString cid = u"bafybeifow4fizj5vbhelm3tdaqdbvjcsgdl5mk7fx64qx3njhkzsxpydcm"_s;
    const auto contents = [](const QString& argument) {
        return desktop::parse({u"cairn"_s, argument})->contents;
    };
    for (const QString& address :
         {cid, cid + u"/a"_s, u"ipfs://"_s + cid, u"/ipfs/"_s + cid + u"/a%20b"_s,
          u"https://one.example/ipfs/"_s + cid, u"ipns://name"_s, u"gopher://one.example"_s})
        CHECK(contents(address) == QStringList{address});
    CHECK(contents(u"a.car"_s) == QStringList{QDir::current().filePath(u"a.car"_s)});
    CHECK(contents(u"/a:b/c"_s) == QStringList{u"/a:b/c"_s});
    CHECK(contents(u"file:///a%20b"_s) == QStringList{u"/a b"_s});

    // A file that is there is one, whatever it is called.
    const QTemporaryDir folder;
    const QString before = QDir::currentPath();
    REQUIRE(QDir::setCurrent(folder.path()));
    QFile file(cid);
    REQUIRE(file.open(QIODevice::WriteOnly));
    CHECK(contents(cid) == QStringList{QDir::current().filePath(cid)});
    QDir::setCurrent(before);
}

TEST_CASE("the app takes a data folder")
{
    const auto options = desktop::parse({u"cairn"_s, u"--data"_s, u"/d"_s});
    REQUIRE(options);
    CHECK(options->data == u"/d"_s);
    CHECK(options->useKeychain);
    CHECK(options->contents.isEmpty());
    CHECK_FALSE(desktop::parse({u"cairn"_s, u"--stray"_s}));
    CHECK_FALSE(desktop::parse({u"cairn"_s, u"--tour"_s, u"/t"_s}));
}
