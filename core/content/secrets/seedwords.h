// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <string_view>

namespace cairn::content {

/// Whether @p word, in lower-case ASCII letters only, is one of the 2048 English words that wallets
/// make seed phrases of (BIP-39).
[[nodiscard]] bool isSeedWord(std::string_view word);

} // namespace cairn::content
