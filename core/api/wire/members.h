// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/types.h"
#include "core/base/result.h"

#include <QJsonObject>
#include <QJsonValue>

#include <optional>
#include <vector>

namespace cairn::wire {

// For the families of wire.h: single members of an object, read tolerantly and written as the
// contract has them (contract §1.3). Pure functions, any thread.

QJsonValue orNull(const QString& text);
QJsonValue orNull(const std::optional<Timestamp>& time);
QJsonValue orNull(const std::optional<qint64>& number);

std::optional<Timestamp> timeAt(const QJsonObject& json, QLatin1StringView key);
std::optional<qint64> numberAt(const QJsonObject& json, QLatin1StringView key);
/// A count of bytes; nothing for what is none: a negative number, a fraction, one that is too
/// large.
std::optional<qint64> sizeAt(const QJsonObject& json, QLatin1StringView key);
/// Ids come as strings, and from two DELETE answers as numbers (contract §1.4).
QString idAt(const QJsonObject& json);

std::vector<Pin> pinsFrom(const QJsonValue& value);
std::vector<Deal> dealsFrom(const QJsonValue& value);

/// The error for an answer without a member that it must have: Protocol.
tl::unexpected<Error> missingMember(const char* member);

/// The word of @p value in a table of pairs, "Unknown" for one that is not in it.
template<typename Table, typename Value> QString word(const Table& table, Value value)
{
    for (const auto& [known, text] : table) {
        if (known == value)
            return text;
    }
    return QStringLiteral("Unknown");
}

} // namespace cairn::wire
