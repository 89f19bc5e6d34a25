// SPDX-License-Identifier: MIT OR Apache-2.0
// Completions: after the first words the commands, after a command its options, elsewhere files.
#include "app/ctl/description.h"
#include "app/ctl/help.h"

#include <algorithm>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

QStringList firstWords()
{
    QStringList words{u"help"_s};
    for (const CommandDescription& command : commandDescriptions())
        words << QString(command.words).section(' '_L1, 0, 0);
    words.removeDuplicates();
    return words;
}

/// The commands of a group such as "token".
QStringList secondWords(const QString& first)
{
    QStringList words;
    for (const CommandDescription& command : commandDescriptions()) {
        const QStringList own = QString(command.words).split(' '_L1);
        if (own.size() > 1 && own.front() == first)
            words << own.at(1);
    }
    return words;
}

QStringList optionWords(const CommandDescription& command)
{
    QStringList words;
    for (const auto options : {optionDescriptions(), globalOptions()}) {
        for (const OptionDescription& option : options) {
            const bool isGlobal = options.data() == globalOptions().data();
            if (isGlobal || command.takes(option.name))
                words << "--"_L1 + option.name;
        }
    }
    return words;
}

bool takesFiles(const CommandDescription& command)
{
    return command.arguments.startsWith("PATH"_L1) || command.arguments.startsWith("FILE"_L1);
}

QString quoted(const char* text)
{
    return '\''_L1 + QString::fromUtf8(text).replace('\''_L1, "'\\''"_L1) + '\''_L1;
}

/// bash and zsh: which command is being written is found from the words that are no options.
QString bash()
{
    QString cases;
    for (const CommandDescription& command : commandDescriptions()) {
        cases += "        '"_L1 + command.words + "') options='"_L1
            + optionWords(command).join(' '_L1) + "'; files="_L1
            + (takesFiles(command) ? "1"_L1 : "0"_L1) + " ;;\n"_L1;
    }
    QString groups;
    for (const QString& first : firstWords()) {
        if (const QStringList second = secondWords(first); !second.isEmpty())
            groups
                += "        '"_L1 + first + "') options='"_L1 + second.join(' '_L1) + "' ;;\n"_L1;
    }
    QString values;
    QStringList taking;
    for (const auto options : {optionDescriptions(), globalOptions()}) {
        for (const OptionDescription& option : options) {
            const QString forms = "--"_L1 + option.name
                + (option.letter.isEmpty() ? QString() : "|-"_L1 + option.letter);
            if (!option.choices.isEmpty()) {
                values += "        "_L1 + forms + ") COMPREPLY=($(compgen -W '"_L1 + option.choices
                    + "' -- \"$word\")); return ;;\n"_L1;
            } else if (option.value == "FILE"_L1 || option.value == "DIR"_L1) {
                values += "        "_L1 + forms
                    + ") COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n"_L1;
            } else if (!option.value.isEmpty()) {
                values += "        "_L1 + forms + ") COMPREPLY=(); return ;;\n"_L1;
            }
            if (!option.value.isEmpty())
                taking << forms;
        }
    }
    return u"_cairnctl()\n"
           "{\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
           "    local command= options= files=0 count=0 i\n"
           "    case $before in\n"_s
        + values
        + "    esac\n"
          "    for ((i = 1; i < COMP_CWORD; ++i)); do\n"
          "        case ${COMP_WORDS[i]} in\n"
          "        "_L1
        + taking.join('|'_L1)
        + ") ((++i)) ;;\n"
          "        -*) ;;\n"
          "        *) ((count < 2)) && command=\"${command:+$command }${COMP_WORDS[i]}\"\n"
          "           ((++count)) ;;\n"
          "        esac\n"
          "    done\n"
          "    case $command in\n"
          "        '') options='"_L1
        + firstWords().join(' '_L1) + "' ;;\n"_L1 + groups + cases
        + "        *) case ${command%% *} in\n"_L1
        + cases.replace("        '"_L1, "            '"_L1)
        + "           esac ;;\n"
          "    esac\n"
          "    if [[ $word == -* || $files == 0 ]]; then\n"
          "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
          "    else\n"
          "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
          "    fi\n"
          "}\n"
          "complete -o filenames -F _cairnctl cairnctl\n"_L1;
}

QString zsh()
{
    // zsh runs functions that are written for bash.
    return "#compdef cairnctl\nautoload -U +X bashcompinit && bashcompinit\n"_L1 + bash();
}

QString fish()
{
    const QStringList first = firstWords();
    QString text = "complete -c cairnctl -n 'not __fish_seen_subcommand_from "_L1
        + first.join(' '_L1) + "' -f -a '"_L1 + first.join(' '_L1) + "'\n"_L1;
    for (const CommandDescription& command : commandDescriptions()) {
        const QStringList words = QString(command.words).split(' '_L1);
        QString seen = "__fish_seen_subcommand_from "_L1 + words.front();
        if (words.size() > 1) {
            text += "complete -c cairnctl -n '"_L1 + seen
                + "; and not __fish_seen_subcommand_from "_L1
                + secondWords(words.front()).join(' '_L1) + "' -f -a "_L1 + words.at(1) + " -d "_L1
                + quoted(command.summary) + '\n'_L1;
            seen += "; and __fish_seen_subcommand_from "_L1 + words.at(1);
        }
        for (const OptionDescription& option : optionDescriptions()) {
            if (!command.takes(option.name))
                continue;
            text += "complete -c cairnctl -n '"_L1 + seen + "' -l "_L1 + option.name;
            if (!option.letter.isEmpty())
                text += " -s "_L1 + option.letter;
            if (!option.choices.isEmpty())
                text += " -x -a '"_L1 + option.choices + '\''_L1;
            else if (!option.value.isEmpty())
                text += option.value == "FILE"_L1 ? " -r -F"_L1 : " -x"_L1;
            text += " -d "_L1 + quoted(option.help) + '\n'_L1;
        }
        if (!takesFiles(command))
            text += "complete -c cairnctl -n '"_L1 + seen + "' -f\n"_L1;
    }
    for (const OptionDescription& option : globalOptions()) {
        text += "complete -c cairnctl -l "_L1 + option.name;
        if (!option.letter.isEmpty())
            text += " -s "_L1 + option.letter;
        if (!option.value.isEmpty())
            text += option.value == "DIR"_L1 ? " -r -F"_L1 : " -x"_L1;
        text += " -d "_L1 + quoted(option.help) + '\n'_L1;
    }
    return text;
}

} // namespace

QString completionScript(const QString& shell)
{
    return shell == "fish"_L1 ? fish() : shell == "zsh"_L1 ? zsh() : bash();
}

} // namespace cairn::ctl
