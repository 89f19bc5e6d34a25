// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QString>

namespace cairn {

/// "check" and "check --repair": a line on standard output for each finding as it is made, and one
/// of the amounts. Succeeds where nothing is wrong any more; a file that cannot be read is an error
/// and no finding.
int check(const QString& folder, bool repair);

} // namespace cairn
