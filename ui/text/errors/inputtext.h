// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

namespace cairn {

/// What is said of an error about the files that are to be packed or uploaded, CARs among them, by
/// its code; empty for other errors.
[[nodiscard]] QString inputErrorText(const Error& error);

} // namespace cairn
