// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/cid.h"

#include <vector>

namespace cairn::content {

// CAR version 1 (ipld.io/specs/transport/car/carv1): varint ‖ dag-cbor header, then sections of
// varint ‖ CID ‖ data.

/// The header with its length prefix.
[[nodiscard]] QByteArray encodeCarHeader(const std::vector<Cid>& roots);

struct CarHeader
{
    quint64 version = 1;
    std::vector<Cid> roots;
};

/// Decodes a header without its length prefix. Corrupt when it is not one.
[[nodiscard]] Result<CarHeader> decodeCarHeader(QByteArrayView bytes);

/// The length prefix and CID that stand before @p dataLength bytes of a block.
[[nodiscard]] QByteArray carFrame(QByteArrayView cid, qint64 dataLength);
[[nodiscard]] qint64 carSectionLength(qint64 cidLength, qint64 dataLength);

} // namespace cairn::content
