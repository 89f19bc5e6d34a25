// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>

namespace cairn::content {

/// Unsigned LEB128 as multiformats uses it: at most nine bytes, shortest form only.
void appendVarint(QByteArray& to, quint64 value);
[[nodiscard]] int varintLength(quint64 value);

/// Reads one from the front of @p from and advances past it; on error (Corrupt) @p from is
/// untouched.
[[nodiscard]] Result<quint64> takeVarint(QByteArrayView& from);

} // namespace cairn::content
