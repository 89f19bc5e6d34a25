// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QUrl>

namespace cairn {

/// How to reach the local service that owns a data folder: its address and a session login token,
/// in a file that only its user can read, under $XDG_RUNTIME_DIR/cairn/. Written by the owner,
/// gone when it ends; after a crash it is stale, and the lock of the folder is free.
struct RunningService
{
    QUrl url; ///< Empty while the service is starting.
    Secret login;
    qint64 processId = 0;

    bool isStarting() const { return url.isEmpty(); }
};

/// Sets XDG_RUNTIME_DIR where it is not set, to what Qt would take with a warning each time. The
/// functions below do so by themselves; a QApplication asks for it earlier.
void chooseRuntimeFolder();

QString runtimeFile(const QString& dataFolder);
/// Its folder, for its user alone.
[[nodiscard]] Done makeRuntimeFolder();
[[nodiscard]] Done writeRuntimeFile(const QString& dataFolder, const RunningService& service);
/// NotFound if there is none, Corrupt if it is not ours.
[[nodiscard]] Result<RunningService> readRuntimeFile(const QString& dataFolder);

} // namespace cairn
