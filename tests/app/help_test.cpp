// SPDX-License-Identifier: MIT OR Apache-2.0
// The help, the manual page and the completions say what the parser takes.
#include "app/ctl/description.h"
#include "app/ctl/help.h"
#include "tests/app/machine.h"

using namespace cairn;
using namespace cairn::ctl;
using namespace Qt::StringLiterals;
using cairn::test::Ended;
using cairn::test::Machine;

namespace {

/// As a shell splits them, as far as examples go.
QStringList wordsOf(const QString& example)
{
    QStringList words;
    for (const QString& word : QProcess::splitCommand(example)) {
        if (word == "|"_L1 || word == ">"_L1 || word == "<"_L1)
            break;
        words << word;
    }
    return words;
}

} // namespace

TEST_CASE("each example of the help is understood as the command that it is an example of")
{
    for (const CommandDescription& command : commandDescriptions()) {
        CHECK_FALSE(command.examples.front().isEmpty());
        for (const auto& example : command.examples) {
            if (example.isEmpty())
                continue;
            INFO(QString(example).toStdString());
            const auto options = parse(QStringList{u"cairnctl"_s} + wordsOf(example));
            if (!options)
                FAIL(options.error().detail.toStdString());
            CHECK(options->command == command.command);
        }
    }
}

TEST_CASE(
    "each command has help with its options and examples, and is in the overview and the manual")
{
    const QString overview = helpText({});
    const QString manual = manualPage();
    for (const CommandDescription& command : commandDescriptions()) {
        const QString words = command.words;
        INFO(words.toStdString());
        CHECK(overview.contains("  "_L1 + words));
        CHECK(manual.contains(QString(".SS "_L1 + words).replace('-'_L1, "\\-"_L1)));
        const auto options
            = parse(QStringList{u"cairnctl"_s} + words.split(' '_L1) + QStringList{u"--help"_s});
        REQUIRE(options);
        CHECK(options->command == Command::Help);
        const QString help = helpText(options->helpTopic);
        CHECK(help.contains("cairnctl "_L1 + words));
        CHECK(help.contains(command.examples.front()));
        for (const OptionDescription& option : optionDescriptions())
            CHECK(help.contains("--"_L1 + option.name + (option.value.isEmpty() ? " "_L1 : " "_L1))
                  == command.takes(option.name));
        for (const QString& line : help.split('\n'_L1)) {
            if (!line.contains("cairnctl "_L1)) // Examples are one line each.
                CHECK(line.size() <= 80);
        }
    }
}

TEST_CASE("a word or an option that is mistyped is told from what was meant")
{
    for (const auto& [line, meant] : {std::pair(u"pust x"_s, u"“put”"_s),
                                      {u"token creat x"_s, u"“token create”"_s},
                                      {u"token create x --scope uplaod"_s, u"“upload”"_s},
                                      {u"put --links folow x"_s, u"“follow”"_s}}) {
        const auto options = parse((u"cairnctl "_s + line).split(' '_L1));
        REQUIRE_FALSE(options);
        INFO(options.error().detail.toStdString());
        CHECK(options.error().detail.contains(meant));
    }
}

TEST_CASE("empty values are refused, and so are options that are given twice")
{
    for (const QStringList& words : {QStringList{u"get"_s, u"bafkqaaa"_s, u"-o"_s, u""_s},
                                     {u"rename"_s, u"bafkqaaa"_s, u""_s},
                                     {u"put"_s, u""_s},
                                     {u"--account"_s, u""_s, u"ls"_s},
                                     {u"token"_s, u"create"_s, u" "_s},
                                     {u"put"_s, u"--name"_s, u""_s, u"x"_s},
                                     {u"put"_s, u"--name"_s, u"a"_s, u"--name"_s, u"b"_s, u"x"_s},
                                     {u"put"_s, u"--exclude"_s, u""_s, u"x"_s},
                                     {u"export"_s, u"bafkqaaa"_s},
                                     {u"completion"_s, u"csh"_s}}) {
        INFO(words.join('|'_L1).toStdString());
        const auto options = parse(QStringList{u"cairnctl"_s} + words);
        REQUIRE_FALSE(options);
        CHECK(options.error().code == usageCode);
    }
    CHECK(parse({u"cairnctl"_s, u"put"_s, u"--exclude"_s, u"a"_s, u"--exclude"_s, u"b"_s, u"x"_s}));
}

TEST_CASE_METHOD(Machine, "bash completes commands, options and the words that an option takes")
{
    const auto completed = [&](const QStringList& words) {
        QProcess bash;
        bash.setProcessEnvironment(environment);
        QStringList quoted;
        for (const QString& word : words)
            quoted << '\''_L1 + word + '\''_L1;
        const QString script = QString::fromUtf8(ctl({u"completion"_s, u"bash"_s}).out)
            + u"\nCOMP_WORDS=(%1); COMP_CWORD=%2; _cairnctl; printf '%s\\n' \"${COMPREPLY[@]}\""_s
                  .arg(quoted.join(' '_L1), QString::number(words.size() - 1));
        bash.start(u"bash"_s, {u"--norc"_s, u"-c"_s, script});
        REQUIRE(bash.waitForFinished(20'000));
        INFO(bash.readAllStandardError().toStdString());
        REQUIRE(bash.exitCode() == 0);
        return QString::fromUtf8(bash.readAllStandardOutput()).split('\n'_L1, Qt::SkipEmptyParts);
    };
    CHECK(completed({u"cairnctl"_s, u"tok"_s}) == QStringList{u"token"_s});
    CHECK(completed({u"cairnctl"_s, u"--json"_s, u"token"_s, u"cr"_s}) == QStringList{u"create"_s});
    CHECK(completed({u"cairnctl"_s, u"token"_s, u"create"_s, u"--sc"_s})
          == QStringList{u"--scope"_s});
    CHECK(completed({u"cairnctl"_s, u"put"_s, u"--links"_s, u""_s})
          == QStringList{u"follow"_s, u"keep"_s, u"skip"_s});
    CHECK(completed({u"cairnctl"_s, u"--account"_s, u"x"_s, u"tr"_s})
          == QStringList{u"transfer"_s});
    CHECK(completed({u"cairnctl"_s, u"ls"_s, u"--fo"_s}).isEmpty());
}

TEST_CASE_METHOD(Machine, "help is the same with and without a folder, a home or a bus")
{
    const Ended usual = ctl({u"put"_s, u"--help"_s});
    CHECK(usual.code == 0);
    CHECK(usual.err.isEmpty());
    environment = QProcessEnvironment();
    const Ended bare = ctl({u"put"_s, u"--help"_s});
    CHECK(bare.code == 0);
    CHECK(bare.err.isEmpty());
    CHECK(ctl({u"help"_s, u"put"_s}).out == bare.out);
    CHECK(ctl({u"token"_s, u"--help"_s}).out.contains("token create"));
}
