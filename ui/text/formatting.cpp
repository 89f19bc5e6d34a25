// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/formatting.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

struct Unit
{
    qint64 bytes;
    const char* name;
};
constexpr std::array units{Unit{1'000'000'000'000, QT_TRANSLATE_NOOP("Formatting", "TB")},
                           Unit{1'000'000'000, QT_TRANSLATE_NOOP("Formatting", "GB")},
                           Unit{1'000'000, QT_TRANSLATE_NOOP("Formatting", "MB")},
                           Unit{1'000, QT_TRANSLATE_NOOP("Formatting", "kB")}};

// Without a catalogue there are no plural forms, so the words here need none.
struct Formatting
{
    Q_DECLARE_TR_FUNCTIONS(Formatting)
};

const Unit* unitOf(qint64 bytes)
{
    for (const Unit& unit : units) {
        // What would be shown as 1000.0 belongs to the next unit already.
        if (double(bytes) >= double(unit.bytes) * 0.99995)
            return &unit;
    }
    return nullptr;
}

QString number(qint64 bytes, const Unit& unit)
{
    return QLocale().toString(double(bytes) / double(unit.bytes), 'f', 1);
}

} // namespace

QString formatBytes(qint64 bytes)
{
    if (const Unit* unit = unitOf(bytes))
        //: A size: number and unit.
        return Formatting::tr("%1 %2").arg(number(bytes, *unit), Formatting::tr(unit->name));
    return (bytes == 1 ? Formatting::tr("%1 byte") : Formatting::tr("%1 bytes")).arg(QLocale().toString(bytes));
}

QString formatBytesOf(qint64 part, qint64 whole)
{
    if (const Unit* unit = unitOf(whole))
        //: "12.0 of 52.4 MB"
        return Formatting::tr("%1 of %2 %3").arg(number(part, *unit), number(whole, *unit), Formatting::tr(unit->name));
    return Formatting::tr("%1 of %2").arg(QLocale().toString(part), formatBytes(whole));
}

QString formatRate(qint64 bytesPerSecond)
{
    return Formatting::tr("%1/s").arg(formatBytes(bytesPerSecond));
}

QString formatDuration(std::chrono::seconds duration)
{
    using namespace std::chrono;
    const auto number = [](auto count) { return QLocale().toString(qlonglong(count)); };
    if (duration < 1min)
        return Formatting::tr("%1 s").arg(number(duration.count()));
    if (duration < 10min && duration % 1min != 0s)
        return Formatting::tr("%1 min %2 s").arg(number(duration / 1min), number((duration % 1min).count()));
    if (duration < 1h)
        return Formatting::tr("%1 min").arg(number(duration / 1min));
    if (duration < 48h)
        return Formatting::tr("%1 h %2 min").arg(number(duration / 1h), number(duration % 1h / 1min));
    return Formatting::tr("%1 days %2 h").arg(number(duration / 24h), number(duration % 24h / 1h));
}

QDateTime toLocalTime(Timestamp time)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time);
    return QDateTime::fromMSecsSinceEpoch(milliseconds.time_since_epoch().count());
}

QString formatDateTime(const QDateTime& time)
{
    return QLocale().toString(time, Formatting::tr("d MMM yyyy, hh:mm"));
}

QString formatDateTime(Timestamp time)
{
    return formatDateTime(toLocalTime(time));
}

QString formatDate(Timestamp time)
{
    return QLocale().toString(toLocalTime(time).date(), Formatting::tr("d MMM yyyy"));
}

QString formatTime(const QDateTime& time)
{
    return QLocale().toString(time.time(), QLocale::ShortFormat);
}

QString formatMoment(Timestamp time, Timestamp now)
{
    const QDateTime local = toLocalTime(time);
    const qint64 days = toLocalTime(now).daysTo(local);
    if (days == 0)
        return formatTime(local);
    return days == 1 ? Formatting::tr("tomorrow, %1").arg(formatTime(local)) : formatDateTime(local);
}

QString formatAge(Timestamp time, Timestamp now)
{
    using namespace std::chrono;
    const auto age = floor<seconds>(now - time);
    if (age < 1min)
        return Formatting::tr("just now");
    if (age < 1h)
        return Formatting::tr("%1 min ago").arg(duration_cast<minutes>(age).count());
    if (age < 24h)
        return Formatting::tr("%1 h ago").arg(duration_cast<hours>(age).count());
    if (age < 48h)
        return Formatting::tr("yesterday");
    if (age < days(31))
        return Formatting::tr("%1 days ago").arg(duration_cast<days>(age).count());
    return formatDate(time);
}

QString shortCid(const QString& cid)
{
    constexpr qsizetype head = 10;
    constexpr qsizetype tail = 6;
    if (cid.size() <= head + tail + 1)
        return cid;
    return cid.first(head) + u'…' + cid.last(tail);
}

} // namespace cairn
