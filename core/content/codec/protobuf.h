// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>

namespace cairn::content {

enum class WireType : quint64 { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

/// One field of a protobuf message: a view into it, valid as long as the message is.
struct PbField
{
    quint64 number = 0;
    WireType type = WireType::Varint;
    quint64 varint = 0;
    QByteArrayView bytes{}; ///< of Bytes and the fixed types
};

/// Takes a field from the front of @p from; Corrupt when it is cut short or its type unknown.
[[nodiscard]] Result<PbField> takeField(QByteArrayView& from);

void appendTag(QByteArray& to, quint64 number, WireType type);
void appendVarintField(QByteArray& to, quint64 number, quint64 value);
void appendBytesField(QByteArray& to, quint64 number, QByteArrayView bytes);

} // namespace cairn::content
