// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QFileDevice>

namespace cairn {

/// Whether the file system on which @p path lies, or would lie, has no room left. Qt and SQLite say
/// of a file that could not be made only that it could not.
[[nodiscard]] bool isOutOfSpace(const QString& path);

/// Why writing to @p device failed: DiskFull for a file whose disk is full, else Storage. @p
/// subject is what the error is about.
[[nodiscard]] Error writeError(const QIODevice& device, const QString& subject = {});

} // namespace cairn
