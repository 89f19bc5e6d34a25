// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArrayView>

namespace cairn::content {

/// First 64 bits of murmur3 x64-128, seed 0: where a name lives in a HAMT (contract §11.4).
[[nodiscard]] quint64 murmur3(QByteArrayView bytes);

} // namespace cairn::content
