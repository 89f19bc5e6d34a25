// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

namespace cairn {

/// What is said of an error about the service on this computer, by its code; empty for others.
[[nodiscard]] QString hostErrorText(const Error& error);

} // namespace cairn
