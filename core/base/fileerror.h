// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QFileDevice>

namespace cairn {

/// Why writing to @p device failed: DiskFull for a file that says so, else Storage. @p subject is
/// what the error is about.
[[nodiscard]] inline Error writeError(const QIODevice& device, const QString& subject = {})
{
    const auto* file = qobject_cast<const QFileDevice*>(&device);
    const bool isFull = file && file->error() == QFileDevice::ResourceError;
    return {isFull ? Error::Kind::DiskFull : Error::Kind::Storage, device.errorString(), subject};
}

} // namespace cairn
