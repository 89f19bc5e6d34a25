// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/async.h"
#include "core/base/clock.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace cairn::ctl {

/// What the process ends with; stable, scripts depend on it.
enum ExitCode {
    Succeeded = 0,
    Failed = 1,
    Misused = 2,
    Missing = 3,
    NotAllowed = 4,
    Unreachable = 5,
    Partly = 6 ///< Done, but for what was named.
};

ExitCode exitCode(const Error& error);
/// Of several: that of all if they are the same, else Partly.
int commonCode(const std::vector<int>& codes);

/// How this process writes to standard error; to be set before the first line.
struct OutputStyle
{
    bool isJson = false; ///< Each line an object: {"error": …} or {"message": …}.
    bool isQuiet = false; ///< No progress and no remarks.
};
void setOutputStyle(const OutputStyle& style);
OutputStyle outputStyle();

[[nodiscard]] Reply<int> done(int code = Succeeded);

/// In one line, with escapes for what a terminal would obey or not show: the same value.
QByteArray compact(const QJsonObject& json);
QByteArray compact(const QJsonArray& json);

// What others wrote in these is written as display text (app/host/terminal.h); only JSON has it as
// it is.

/// As services write it, or "-".
QString dateText(const std::optional<Timestamp>& time);

void printResult(const QByteArray& line); ///< A line on stdout: results, nothing else.
void printResultBeside(const QByteArray& line); ///< On stderr, where stdout has the content.
void printRow(const QStringList& columns); ///< The same in columns, separated by tabs.
/// A message for each of @p first, by @p sentence, and how many more of @p count there are.
void printEach(const QString& sentence, const QStringList& first, qint64 count);
void printMessage(const QString& line); ///< A line on stderr: what a person has to know.
void printRemark(const QString& line); ///< The same of what can be done without.
/// Why nothing was done, where no error says so.
void printFailure(QLatin1StringView code, const QString& sentence);
/// Why something failed. In JSON: its code, a sentence in English and the subject.
void printError(const Error& error);

} // namespace cairn::ctl
