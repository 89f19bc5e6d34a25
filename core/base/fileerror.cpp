// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/fileerror.h"

#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>

namespace cairn {

namespace {

constexpr qint64 noRoom = 64 * 1024; // Less than any database grows by.

} // namespace

bool isOutOfSpace(const QString& path)
{
    QFileInfo place(path);
    while (!place.exists() && !place.dir().isRoot())
        place.setFile(place.path());
    const QStorageInfo disk(place.absoluteFilePath());
    return disk.isValid() && !disk.isReadOnly() && disk.bytesAvailable() >= 0
        && disk.bytesAvailable() < noRoom;
}

Error writeError(const QIODevice& device, const QString& subject)
{
    const auto* file = qobject_cast<const QFileDevice*>(&device);
    const bool isFull
        = file && (file->error() == QFileDevice::ResourceError || isOutOfSpace(file->fileName()));
    return {isFull ? Error::Kind::DiskFull : Error::Kind::Storage, device.errorString(), subject};
}

} // namespace cairn
