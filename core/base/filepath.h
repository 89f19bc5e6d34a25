// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QString>

namespace cairn {

/// @p path from the root on, without ".", ".." and empty components, for the same file: behind a
/// symbolic link ".." leads where the system takes it, not back to where the link lies. The last
/// component stays a link if it is one, unless a "/" or "/." follows it. Asks the file system only
/// where there is a "..", or such an end.
QString absolutePath(const QString& path);

} // namespace cairn
