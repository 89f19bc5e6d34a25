// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

namespace cairn {

/// What is said of an error about accounts, tokens and the keychain, by its code; empty for others.
[[nodiscard]] QString credentialErrorText(const Error& error);

} // namespace cairn
