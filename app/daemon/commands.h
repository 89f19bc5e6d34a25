// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QStringList>

namespace cairn {

enum Exit { Succeeded = 0, Failed = 1, Misused = 2 };

struct CommandOptions
{
    bool dryRun = false;
    bool unassigned = false;
    bool repair = false;
};

/// The commands that look after a data folder instead of serving it: "user …", "gc", "check".
/// @p words is the command and what follows it. Results go to standard output.
int runCommand(const QString& dataFolder, const QStringList& words, const CommandOptions& options);

// What the program says about itself, on standard error; all of it as display text
// (app/host/terminal.h).
int failed(const Error& error);
int misused(const QString& sentence);
void warn(const QString& sentence);
void say(const QString& line); ///< A result, on standard output, at once.
void sayRow(const QStringList& columns); ///< The same in columns, separated by tabs.

} // namespace cairn
