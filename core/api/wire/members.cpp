// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/members.h"

#include "core/api/wire/wire.h"

namespace cairn::wire {
using namespace Qt::StringLiterals;

QJsonValue orNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonValue orNull(const std::optional<Timestamp>& time)
{
    return time ? QJsonValue(timestampText(*time)) : QJsonValue(QJsonValue::Null);
}

QJsonValue orNull(const std::optional<qint64>& number)
{
    return number ? QJsonValue(*number) : QJsonValue(QJsonValue::Null);
}

std::optional<Timestamp> timeAt(const QJsonObject& json, QLatin1StringView key)
{
    return timestampFrom(json[key].toString());
}

std::optional<qint64> numberAt(const QJsonObject& json, QLatin1StringView key)
{
    const QJsonValue value = json[key];
    if (value.isDouble())
        return value.toInteger();
    if (value.isString()) {
        bool isNumber = false;
        const qint64 number = value.toString().toLongLong(&isNumber);
        if (isNumber)
            return number;
    }
    return std::nullopt;
}

std::optional<qint64> sizeAt(const QJsonObject& json, QLatin1StringView key)
{
    const QJsonValue value = json[key];
    const qint64 none = -1; // What toInteger() is to give for a number that is no integer.
    if (value.isDouble() && value.toInteger(none) < 0)
        return std::nullopt;
    const auto size = numberAt(json, key);
    return size && *size >= 0 ? size : std::nullopt;
}

QString idAt(const QJsonObject& json)
{
    const QJsonValue id = json["_id"_L1];
    return id.isString() ? id.toString()
        : id.isDouble()  ? QString::number(id.toInteger())
                         : QString();
}

tl::unexpected<Error> missingMember(const char* member)
{
    return fail(Error::Kind::Protocol, u"the answer lacks %1"_s.arg(QLatin1StringView(member)));
}

} // namespace cairn::wire
