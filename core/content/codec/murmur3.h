// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArrayView>

namespace cairn::content {

/// The first 64 bits of murmur3 x64-128, seed 0: where a name lives in a sharded directory (§11.4).
[[nodiscard]] quint64 murmur3(QByteArrayView bytes);

} // namespace cairn::content
