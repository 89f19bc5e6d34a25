// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QStringList>

#include <optional>

namespace cairn {

/// The one of @p candidates that @p word was probably meant to be: the nearest by letters left out,
/// added, changed or swapped with their neighbour, two at most and fewer than half of the word; the
/// first where several are as near. Nothing where none is.
[[nodiscard]] std::optional<QString> nearest(const QString& word, const QStringList& candidates);

} // namespace cairn
