// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "app/desktop/commandline.h"

namespace cairn::tour {

/// Walks the story of the app by real key, mouse and drop events against the real window, the real
/// local service and the keychain there is; each step is printed with its result, pictures go to
/// options.tour. Without --data it works in a folder of its own that goes with it. Needs a
/// QApplication; returns the exit code: 0 when every step held.
int run(const desktop::Options& options);

} // namespace cairn::tour
