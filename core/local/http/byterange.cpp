// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/byterange.h"

#include <QList>
#include <QRegularExpression>

#include <algorithm>

namespace cairn::local {

namespace {

std::optional<ByteRange> oneRange(const QByteArray& text, qint64 size)
{
    static const QRegularExpression shape(
        QStringLiteral("^\\s*([0-9]{0,18})\\s*-\\s*([0-9]{0,18})\\s*$"));
    const auto match = shape.match(QString::fromLatin1(text));
    if (!match.hasMatch())
        return std::nullopt;
    const QString first = match.captured(1);
    const QString last = match.captured(2);
    if (first.isEmpty() && last.isEmpty())
        return std::nullopt;
    if (first.isEmpty()) { // The last so many bytes.
        const qint64 length = std::min(last.toLongLong(), size);
        return ByteRange{size - length, length};
    }
    const qint64 begin = first.toLongLong();
    const qint64 end = last.isEmpty() ? size : std::min(last.toLongLong() + 1, size);
    if (!last.isEmpty() && last.toLongLong() < begin)
        return std::nullopt;
    return ByteRange{begin, std::max<qint64>(end - begin, 0)};
}

} // namespace

std::optional<ByteRange> byteRange(const QByteArray& header, qint64 size)
{
    constexpr QByteArrayView unit("bytes=");
    if (!header.startsWith(unit))
        return std::nullopt;
    std::optional<ByteRange> chosen;
    for (const QByteArray& text : header.sliced(unit.size()).split(',')) {
        const auto range = oneRange(text, size);
        if (!range)
            return std::nullopt;
        if (!chosen || chosen->length == 0)
            chosen = range;
    }
    return chosen;
}

} // namespace cairn::local
