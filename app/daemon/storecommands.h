// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QStringList>

namespace cairn {

// Commands on what is stored in a data folder. Results go to standard output, progress to standard
// error where that is a terminal. Each gives what the program exits with.

/// "gc": frees what was deleted.
int collect(const QString& dataFolder, bool dryRun, bool unassigned);
/// "rebuild": makes the catalog anew.
int rebuild(const QString& dataFolder);
/// "adopt": lists unassigned CARs; "adopt CAR USER" makes an upload of one.
int adopt(const QString& dataFolder, const QStringList& words);

} // namespace cairn
