// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/codec/datavisitor.h"

namespace cairn::content {

/// The head of one dag-cbor item: its major type and argument. For strings, arrays and maps the
/// argument is a count; for tags the tag; for simple values and floats the raw bits.
struct CborHead
{
    enum Major : uchar { Unsigned, Negative, Bytes, Text, Array, Map, Tag, Simple };

    Major major = Unsigned;
    quint64 argument = 0;
};

/// Takes a head from the front of @p from. Corrupt on indefinite lengths, which dag-cbor forbids.
[[nodiscard]] Result<CborHead> takeCborHead(QByteArrayView& from);
/// The @p head.argument bytes that follow a Bytes or Text head.
[[nodiscard]] Result<QByteArrayView> takeCborString(QByteArrayView& from, const CborHead& head);
/// What follows a tag 42: a byte string, a zero, a CID.
[[nodiscard]] Result<Cid> takeCborLink(QByteArrayView& from);
inline constexpr quint64 cborLinkTag = 42;

/// Goes through a dag-cbor block. Corrupt when it does not decode to exactly one item.
[[nodiscard]] Done visitDagCbor(QByteArrayView bytes, DataVisitor& visitor);

} // namespace cairn::content
