// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/daemon/output.h"

namespace cairn {

/// "check" and "check --repair": a line on standard output for each finding as it is made, and one
/// of the amounts; as JSON all of it in the end. Succeeds where nothing is wrong any more; a file
/// that cannot be read is an error and no finding.
int check(const QString& folder, bool repair, const Output& output);

} // namespace cairn
