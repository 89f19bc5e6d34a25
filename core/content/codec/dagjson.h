// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/codec/datavisitor.h"

namespace cairn::content {

/// Goes through a dag-json block. A reader of our own, because Qt's keeps one of several values
/// with the same key and does not say so. Corrupt when it is not exactly one value, or against the
/// rules for "/".
[[nodiscard]] Done visitDagJson(QByteArrayView bytes, DataVisitor& visitor);

} // namespace cairn::content
