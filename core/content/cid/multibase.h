// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QLatin1StringView>
#include <QStringView>

namespace cairn::content {

/// The text forms of CIDs, without the multibase prefix letter. Decoders refuse foreign letters,
/// stray bits and empty padding with Invalid; they take Latin-1, which holds every alphabet.
[[nodiscard]] QByteArray toBase32(QByteArrayView bytes); ///< RFC 4648, lower case, unpadded.
[[nodiscard]] Result<QByteArray> fromBase32(QByteArrayView text); ///< Either case.
[[nodiscard]] QByteArray toBase58(QByteArrayView bytes); ///< The Bitcoin alphabet.
[[nodiscard]] Result<QByteArray> fromBase58(QByteArrayView text);
[[nodiscard]] QByteArray toBase36(QByteArrayView bytes); ///< Lower case.
[[nodiscard]] Result<QByteArray> fromBase36(QByteArrayView text); ///< Either case.

/// Text that begins with the letter of its base, any of the multibase table but the drafts (base45,
/// proquint). Of two cases either is read.
[[nodiscard]] Result<QByteArray> fromMultibase(QStringView text);

} // namespace cairn::content
