// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

namespace cairn {

/// What is said of an error about our own folders and files and the service on this computer, by
/// its code; empty for other errors.
[[nodiscard]] QString storageErrorText(const Error& error);

} // namespace cairn
