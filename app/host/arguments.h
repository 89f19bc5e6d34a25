// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QCommandLineParser>

namespace cairn {

/// What each of our programs takes.
struct CommonOptions
{
    QString data; ///< The data folder; empty for the usual one.
    bool showHelp = false;
    bool showVersion = false;
};

/// Reads a program's arguments into @p parser: @p own options and the common ones. Invalid, with
/// the sentence for the user as detail.
[[nodiscard]] Result<CommonOptions> parseArguments(QCommandLineParser& parser,
                                                   const QList<QCommandLineOption>& own,
                                                   const QStringList& arguments);

} // namespace cairn
