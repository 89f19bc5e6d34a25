// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QLatin1StringView>

namespace cairn::content {

/// The text forms of CIDs, without the multibase prefix letter. Decoders refuse foreign letters,
/// stray bits and empty padding with Invalid; they take Latin-1, which holds every alphabet.
[[nodiscard]] QByteArray toBase32(QByteArrayView bytes); ///< RFC 4648, lower case, unpadded.
[[nodiscard]] Result<QByteArray> fromBase32(QByteArrayView text); ///< Either case.
[[nodiscard]] QByteArray toBase58(QByteArrayView bytes); ///< The Bitcoin alphabet.
[[nodiscard]] Result<QByteArray> fromBase58(QByteArrayView text);
[[nodiscard]] Result<QByteArray> fromBase36(QByteArrayView text); ///< Either case.

} // namespace cairn::content
