// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/daemon/commandline.h"
#include "app/daemon/output.h"

namespace cairn {

/// The commands that look after a data folder instead of serving it. Gives what the program exits
/// with.
int runCommand(const Call& call, const QString& dataFolder, const Output& output);

} // namespace cairn
