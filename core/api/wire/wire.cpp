// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/wire.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QStringDecoder>
#include <QTimeZone>
#include <QUrl>

namespace cairn::wire {
using namespace Qt::StringLiterals;

QString timestampText(Timestamp time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    const auto date = QDateTime::fromSecsSinceEpoch(seconds.time_since_epoch().count(), Qt::UTC);
    QString text = date.toString(u"yyyy-MM-dd'T'HH:mm:ss"_s);
    QString fraction = u"%1"_s.arg((time - seconds).count(), 6, 10, '0'_L1);
    while (fraction.endsWith('0'_L1))
        fraction.chop(1);
    if (!fraction.isEmpty())
        text += '.'_L1 + fraction;
    return text + "+00:00"_L1;
}

std::optional<Timestamp> timestampFrom(QStringView text)
{
    // QDateTime keeps milliseconds only, so the fraction is read here.
    static const QRegularExpression shape(
        u"^(\\d{4}-\\d{2}-\\d{2})[T ](\\d{2}:\\d{2}:\\d{2})(?:\\.(\\d{1,9}))?(Z|[+-]\\d{2}:?\\d{2})?$"_s);
    const auto match = shape.match(text.toString());
    if (!match.hasMatch())
        return std::nullopt;
    auto moment
        = QDateTime::fromString(match.captured(1) + 'T'_L1 + match.captured(2), Qt::ISODate);
    if (!moment.isValid())
        return std::nullopt;
    moment.setTimeSpec(Qt::UTC);
    qint64 seconds = moment.toSecsSinceEpoch();
    const QString zone = match.captured(4);
    if (zone.size() > 1) {
        const qint64 offset = zone.mid(1, 2).toLongLong() * 3600 + zone.right(2).toLongLong() * 60;
        seconds -= zone.startsWith('-'_L1) ? -offset : offset;
    }
    const qint64 micros = match.captured(3).leftJustified(6, '0'_L1).left(6).toLongLong();
    return Timestamp(std::chrono::seconds(seconds) + std::chrono::microseconds(micros));
}

QJsonObject toJson(const Failure& failure)
{
    QJsonObject json{{u"message"_s, failure.message}};
    if (!failure.code.isEmpty())
        json.insert(u"code"_s, failure.code);
    return json;
}

Failure failureFrom(const QJsonObject& json)
{
    if (const QJsonObject error = json["error"_L1].toObject(); !error.isEmpty())
        return {error["reason"_L1].toString(), error["details"_L1].toString()};
    return {json["code"_L1].toString(), json["message"_L1].toString()};
}

QByteArray percentEncoded(const QString& name)
{
    return QUrl::toPercentEncoding(name, "!*'()"_ba);
}

Result<QString> percentDecoded(QByteArrayView text)
{
    const auto isHex = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    for (qsizetype at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
        if (at + 2 >= text.size() || !isHex(text[at + 1]) || !isHex(text[at + 2]))
            return fail(Error::Kind::Invalid, u"malformed percent escape"_s);
    }
    const QByteArray bytes = QByteArray::fromPercentEncoding(text.toByteArray());
    QStringDecoder utf8(QStringDecoder::Utf8);
    const QString decoded = utf8(bytes);
    if (utf8.hasError())
        return fail(Error::Kind::Invalid, u"not UTF-8"_s);
    return decoded;
}

} // namespace cairn::wire
