// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/async.h"

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

[[nodiscard]] Reply<int> done(int code = Succeeded);

/// In one line, with escapes for what a terminal would obey or not show: the same value.
QByteArray compact(const QJsonObject& json);
QByteArray compact(const QJsonArray& json);

// What others wrote in these is written as display text (app/host/terminal.h); only JSON has it as
// it is.

void printResult(const QByteArray& line); ///< A line on stdout: results, nothing else.
void printRow(const QStringList& columns); ///< The same in columns, separated by tabs.
/// A message for each of @p first, by @p sentence, and how many more of @p count there are.
void printEach(const QString& sentence, const QStringList& first, qint64 count);
void printMessage(const QString& line); ///< A line on stderr: everything for a person.

} // namespace cairn::ctl
