// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/protobuf.h"

#include "core/content/cid/varint.h"

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

auto malformedProtobuf(const QString& what)
{
    return fail(Error::Kind::Corrupt, u"protobuf: "_s + what);
}

// Not takeVarint: protobuf allows ten bytes (64 bits) and longer forms than needed.
Result<quint64> takeProtoVarint(QByteArrayView& from)
{
    quint64 value = 0;
    for (int i = 0; i < 10 && i < from.size(); ++i) {
        const auto byte = static_cast<uchar>(from[i]);
        if (i == 9 && byte > 1)
            return malformedProtobuf(u"number over 64 bits"_s);
        value |= static_cast<quint64>(byte & 0x7f) << (7 * i);
        if (byte < 0x80) {
            from = from.sliced(i + 1);
            return value;
        }
    }
    return malformedProtobuf(u"number cut short"_s);
}

} // namespace

Result<PbField> takeField(QByteArrayView& from)
{
    const auto tag = takeProtoVarint(from);
    if (!tag)
        return fail(tag.error());
    PbField field{.number = *tag >> 3, .type = static_cast<WireType>(*tag & 7)};
    if (field.number == 0)
        return malformedProtobuf(u"field number 0"_s);
    quint64 length = 0;
    switch (field.type) {
    case WireType::Varint: {
        const auto value = takeProtoVarint(from);
        if (!value)
            return fail(value.error());
        field.varint = *value;
        return field;
    }
    case WireType::Bytes: {
        const auto value = takeProtoVarint(from);
        if (!value)
            return fail(value.error());
        length = *value;
        break;
    }
    case WireType::Fixed64:
        length = 8;
        break;
    case WireType::Fixed32:
        length = 4;
        break;
    default:
        return malformedProtobuf(u"wire type %1"_s.arg(*tag & 7));
    }
    if (length > static_cast<quint64>(from.size()))
        return malformedProtobuf(u"field %1 cut short"_s.arg(field.number));
    field.bytes = from.first(static_cast<qsizetype>(length));
    from = from.sliced(static_cast<qsizetype>(length));
    return field;
}

void appendTag(QByteArray& to, quint64 number, WireType type)
{
    appendVarint(to, number << 3 | static_cast<quint64>(type));
}

void appendVarintField(QByteArray& to, quint64 number, quint64 value)
{
    appendTag(to, number, WireType::Varint);
    appendVarint(to, value);
}

void appendBytesField(QByteArray& to, quint64 number, QByteArrayView bytes)
{
    appendTag(to, number, WireType::Bytes);
    appendVarint(to, static_cast<quint64>(bytes.size()));
    to.append(bytes);
}

} // namespace cairn::content
