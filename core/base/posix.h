// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QByteArrayView>

namespace cairn::posix {

/// The words of the present errno.
[[nodiscard]] QString systemError();

/// What the present errno means for @p subject: DiskFull, or Storage for all the rest.
[[nodiscard]] tl::unexpected<Error> failure(const QString& subject = {});

/// All of @p bytes at the descriptor's position. DiskFull or Storage.
[[nodiscard]] Done writeAll(int descriptor, QByteArrayView bytes);

/// Lets the disk begin with what was written there, so that who flushes it has less to wait for.
/// Only a hint: what goes wrong is told by the flush.
void beginFlush(int descriptor, qint64 offset, qint64 size);

/// Up to @p size bytes, fewer only at the end of the file. FileUnreadable.
[[nodiscard]] Result<qint64> readAt(int descriptor, qint64 offset, char* to, qint64 size);

} // namespace cairn::posix
