// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArrayView>

namespace cairn::content {

/// Whether a file can be called so on every usual system: on Windows no device name can, no
/// trailing dot or space, no control character and none of <>:"|?*\; elsewhere nothing that is not
/// UTF-8.
[[nodiscard]] bool isPortableName(QByteArrayView name);

/// Whether a symbolic link with @p text, @p depth folders below the top of a tree, leads to a place
/// below that top: it is relative, and has ".." only at its start and not more often than @p depth.
/// The folders above it are real folders, so that no other link can change where it leads.
[[nodiscard]] bool staysInside(QByteArrayView text, int depth);

} // namespace cairn::content
