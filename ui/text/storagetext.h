// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

namespace cairn {

/// What is said of an error about our own folders and files, by its code; empty for other errors.
[[nodiscard]] QString storageErrorText(const Error& error);

} // namespace cairn
