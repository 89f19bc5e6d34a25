// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArray>

#include <optional>

namespace cairn::local {

/// A stretch of a body, in bytes.
struct ByteRange
{
    qint64 begin = 0;
    qint64 length = 0;
    bool operator==(const ByteRange&) const = default;
};

/// What a Range header asks of @p size bytes (RFC 9110 §14): none when there is nothing to heed (no
/// header, other units, several ranges, nonsense), a length of 0 when it cannot be satisfied.
std::optional<ByteRange> byteRange(const QByteArray& header, qint64 size);

} // namespace cairn::local
