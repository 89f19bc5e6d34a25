// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/daemon/commandline.h"
#include "app/daemon/output.h"

namespace cairn {

// Commands on what is stored in a data folder. Progress goes to standard error where that is a
// terminal. Each gives what the program exits with.

/// "gc": frees what was deleted.
int collect(const Call& call, const QString& dataFolder, const Output& output);
/// "rebuild": makes the catalog anew.
int rebuild(const QString& dataFolder, const Output& output);
/// "adopt" alone: lists the CARs that no upload knows.
int listUnassigned(const QString& dataFolder, const Output& output);
/// "adopt CAR USER": makes an upload of one.
int adopt(const QString& dataFolder, const QString& car, const QString& user, const Output& output);

} // namespace cairn
