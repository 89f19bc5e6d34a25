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
    // An absolute path gets shorter with every turn until it is the root; an empty one never does.
    QString place = QDir::current().absoluteFilePath(path);
    while (!QFileInfo::exists(place) && !QDir(place).isRoot())
        place = QFileInfo(place).path();
    const QStorageInfo disk(place);
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
