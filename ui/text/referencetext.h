// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QString>

namespace cairn {

/// Whether a text that was opened, dropped or pasted is to be taken for an address or a CID rather
/// than for the path of a file. It may still be none that we can follow.
[[nodiscard]] bool isAddress(const QString& text);

/// Why an address from which no CID can be had is not opened, and what to do.
[[nodiscard]] QString refusedAddressText(const QString& address);

} // namespace cairn
