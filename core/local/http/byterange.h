// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QByteArray>

#include <optional>

namespace cairn::local {

/// A range of a body, in bytes.
struct ByteRange
{
    qint64 begin = 0;
    qint64 length = 0;
    bool operator==(const ByteRange&) const = default;
};

/// The range that a Range header asks for of @p size bytes (RFC 9110 §14); of several the first
/// that can be satisfied, since nobody may count on more. Nothing when the header is to be ignored
/// (missing, other units, malformed); a length of 0 when it cannot be satisfied.
std::optional<ByteRange> byteRange(const QByteArray& header, qint64 size);

} // namespace cairn::local
