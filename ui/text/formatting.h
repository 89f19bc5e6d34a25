// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/content/cid/cidstring.h"

#include <QDateTime>
#include <QStringList>

#include <optional>

namespace cairn {

// Numbers, dates and CIDs as a person reads them, by QLocale. Sizes are decimal (1 MB = 10^6
// bytes).

QString formatBytes(qint64 bytes);

/// Every byte counts: "3000317 bytes", without the separators of thousands.
QString exactBytes(qint64 bytes);

/// A number with the plural form of @p count, for tr(): its %n takes no more than an int, and the
/// form shows in the last digits and in whether there are more of them.
int pluralForm(qint64 count);

/// Both figures in the unit of the larger one: "12.0 of 52.4 MB".
QString formatBytesOf(qint64 part, qint64 whole);

/// "3.2 MB/s"
QString formatRate(qint64 bytesPerSecond);

/// Two figures at most: "12 s", "3 min 20 s", "2 h 5 min".
QString formatDuration(std::chrono::seconds duration);

QDateTime toLocalTime(Timestamp time);
QString formatDateTime(Timestamp time);
QString formatDateTime(const QDateTime& time);
QString formatDate(Timestamp time);
QString formatTime(const QDateTime& time);

/// A time that is near: "14:30", "tomorrow, 08:00", else with its date.
QString formatMoment(Timestamp time, Timestamp now);

/// How long ago @p time was at @p now, in the largest unit that fits: "3 hours ago".
QString formatAge(Timestamp time, Timestamp now);

/// "a, b, c", as one enumerates where more may follow or each is a phrase of its own.
QString formatList(const QStringList& members);

/// Head and tail of a CID; enough to recognise it by.
QString shortCid(const QString& cid);
inline QString shortCid(const content::CidString& cid)
{
    return shortCid(cid.text());
}

} // namespace cairn
