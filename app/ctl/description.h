// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/ctl/commandline.h"

#include <array>
#include <span>

namespace cairn::ctl {

// What the parser, the help, the manual page and the completions are made from. Texts are English.

struct OptionDescription
{
    QLatin1StringView name;
    QLatin1StringView letter{}; ///< Its short form, if it has one.
    QLatin1StringView value{}; ///< What it takes, such as FILE; empty if nothing.
    const char* help = "";
    QLatin1StringView choices{}; ///< The words that it takes, separated by spaces, if only these.
    bool isRepeatable = false;
};

struct CommandDescription
{
    QLatin1StringView words;
    Command command;
    int least; ///< Arguments.
    int most;
    QLatin1StringView arguments; ///< As they are written in the help.
    const char* summary; ///< A few words.
    const char* details; ///< Sentences; may be empty.
    QLatin1StringView options; ///< Beyond the global ones, separated by spaces.
    std::array<QLatin1StringView, 3> examples{}; ///< Without the program's name.

    bool takes(QLatin1StringView option) const;
};

/// In the order of the help.
std::span<const CommandDescription> commandDescriptions();
std::span<const OptionDescription> optionDescriptions();
/// Those that every command takes.
std::span<const OptionDescription> globalOptions();
const OptionDescription* optionNamed(QStringView nameOrLetter);

/// One of these texts in the language of the session.
QString translated(const char* text);

/// What a process ends with, in words.
struct ExitDescription
{
    int code;
    const char* meaning;
};
std::span<const ExitDescription> exitDescriptions();

} // namespace cairn::ctl
