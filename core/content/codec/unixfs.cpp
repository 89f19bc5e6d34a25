// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/codec/unixfs.h"

#include "core/content/codec/protobuf.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

enum Field : quint64 {
    FieldType = 1,
    FieldData = 2,
    FieldFileSize = 3,
    FieldBlockSizes = 4,
    FieldHashType = 5,
    FieldFanout = 6,
    FieldMode = 7,
    FieldModified = 8,
};

enum TimeField : quint64 { FieldSeconds = 1, FieldNanoseconds = 2 };

constexpr quint32 nanosecondsPerSecond = 1'000'000'000;

auto malformedUnixFs(const QString& what)
{
    return fail(Error::Kind::Corrupt, u"UnixFS: "_s + what);
}

// A packed run is varints without tags; lend each one a tag to reuse the one decoder.
Done takePacked(QByteArrayView bytes, std::vector<quint64>& to)
{
    while (!bytes.isEmpty()) {
        qsizetype length = 1;
        while (length < bytes.size() && (static_cast<uchar>(bytes[length - 1]) & 0x80))
            ++length;
        const QByteArray tagged = QByteArray("\x20", 1) + bytes.first(length).toByteArray();
        QByteArrayView one = tagged;
        const auto field = takeField(one);
        if (!field || !one.isEmpty())
            return malformedUnixFs(u"packed block sizes"_s);
        to.push_back(field->varint);
        bytes = bytes.sliced(length);
    }
    return {};
}

/// Nothing for one that says no time: the content beside it is as good as without it.
std::optional<UnixFsTime> takeTime(QByteArrayView bytes)
{
    UnixFsTime time;
    while (!bytes.isEmpty()) {
        const auto field = takeField(bytes);
        if (!field)
            return std::nullopt;
        if (field->number == FieldSeconds && field->type == WireType::Varint)
            time.seconds = static_cast<qint64>(field->varint);
        else if (field->number == FieldNanoseconds && field->type == WireType::Fixed32)
            time.nanoseconds = qFromLittleEndian<quint32>(field->bytes.data());
        else if (field->number <= FieldNanoseconds)
            return std::nullopt;
    }
    return time.nanoseconds < nanosecondsPerSecond ? std::optional(time) : std::nullopt;
}

QByteArray encodeTime(const UnixFsTime& time)
{
    QByteArray bytes;
    appendVarintField(bytes, FieldSeconds, static_cast<quint64>(time.seconds));
    if (time.nanoseconds == 0)
        return bytes;
    appendTag(bytes, FieldNanoseconds, WireType::Fixed32);
    const quint32 little = qToLittleEndian(time.nanoseconds);
    return bytes.append(reinterpret_cast<const char*>(&little), sizeof little);
}

} // namespace

QByteArray encodeUnixFs(const UnixFs& message)
{
    QByteArray bytes;
    appendVarintField(bytes, FieldType, static_cast<quint64>(message.type));
    if (message.data)
        appendBytesField(bytes, FieldData, *message.data);
    if (message.fileSize)
        appendVarintField(bytes, FieldFileSize, *message.fileSize);
    for (const quint64 size : message.blockSizes)
        appendVarintField(bytes, FieldBlockSizes, size);
    if (message.hashType)
        appendVarintField(bytes, FieldHashType, *message.hashType);
    if (message.fanout)
        appendVarintField(bytes, FieldFanout, *message.fanout);
    if (message.mode)
        appendVarintField(bytes, FieldMode, *message.mode);
    if (message.modified)
        appendBytesField(bytes, FieldModified, encodeTime(*message.modified));
    return bytes;
}

Result<UnixFs> decodeUnixFs(QByteArrayView bytes)
{
    UnixFs message;
    bool typed = false;
    while (!bytes.isEmpty()) {
        const auto field = takeField(bytes);
        if (!field)
            return fail(field.error());
        const bool packed = field->number == FieldBlockSizes && field->type == WireType::Bytes;
        if (field->number <= FieldFanout && !packed
            && field->type != (field->number == FieldData ? WireType::Bytes : WireType::Varint))
            return malformedUnixFs(u"wrong wire type in field %1"_s.arg(field->number));
        switch (field->number) {
        case FieldType:
            if (field->varint > static_cast<quint64>(UnixFs::Type::Shard))
                return malformedUnixFs(u"type %1"_s.arg(field->varint));
            message.type = static_cast<UnixFs::Type>(field->varint);
            typed = true;
            break;
        case FieldData:
            message.data = field->bytes.toByteArray();
            break;
        case FieldFileSize:
            message.fileSize = field->varint;
            break;
        case FieldBlockSizes:
            if (!packed)
                message.blockSizes.push_back(field->varint);
            else if (const Done done = takePacked(field->bytes, message.blockSizes); !done)
                return fail(done.error());
            break;
        case FieldHashType:
            message.hashType = field->varint;
            break;
        case FieldFanout:
            message.fanout = field->varint;
            break;
        case FieldMode:
            if (field->type == WireType::Varint)
                message.mode = field->varint;
            break;
        case FieldModified:
            if (field->type == WireType::Bytes)
                message.modified = takeTime(field->bytes);
            break;
        default:
            break;
        }
    }
    if (!typed)
        return malformedUnixFs(u"no type"_s);
    return message;
}

} // namespace cairn::content
