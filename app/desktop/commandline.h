// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QStringList>

namespace cairn::desktop {

/// One start of the app, understood.
struct Options
{
    QString data; ///< The data folder; empty for the usual one.
    bool useKeychain = true; ///< Else secrets live in memory and are gone when Cairn quits.
    bool showHelp = false;
    bool showVersion = false;
    QStringList contents{}; ///< To be opened: absolute paths; addresses and CIDs as they are.
};

/// Invalid, with the sentence for the user as detail.
[[nodiscard]] Result<Options> parse(const QStringList& arguments);

/// @p arguments without those of Qt (-platform, -style, -session, …), which it takes for itself
/// when a QApplication is made: it is not made before we know whether there is to be a window.
[[nodiscard]] QStringList withoutQtOptions(const QStringList& arguments);

QString usage();

} // namespace cairn::desktop
