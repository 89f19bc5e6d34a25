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
    const char* amount;
    const char* share; ///< "12.0 of 52.4 MB"
};
constexpr std::array units{Unit{1'000'000'000'000, QT_TRANSLATE_NOOP("Formatting", "%1 TB"),
                                QT_TRANSLATE_NOOP("Formatting", "%1 of %2 TB")},
                           Unit{1'000'000'000, QT_TRANSLATE_NOOP("Formatting", "%1 GB"),
                                QT_TRANSLATE_NOOP("Formatting", "%1 of %2 GB")},
                           Unit{1'000'000, QT_TRANSLATE_NOOP("Formatting", "%1 MB"),
                                QT_TRANSLATE_NOOP("Formatting", "%1 of %2 MB")},
                           Unit{1'000, QT_TRANSLATE_NOOP("Formatting", "%1 kB"),
                                QT_TRANSLATE_NOOP("Formatting", "%1 of %2 kB")}};

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
        return Formatting::tr(unit->amount).arg(number(bytes, *unit));
    return Formatting::tr("%Ln byte(s)", nullptr, int(bytes));
}

QString exactBytes(qint64 bytes)
{
    return Formatting::tr("%1 byte(s)", nullptr, pluralForm(bytes)).arg(bytes);
}

int pluralForm(qint64 count)
{
    constexpr qint64 million = 1'000'000;
    return int(count < million ? count : million + count % million);
}

QString formatBytesOf(qint64 part, qint64 whole)
{
    if (const Unit* unit = unitOf(whole))
        return Formatting::tr(unit->share).arg(number(part, *unit), number(whole, *unit));
    return Formatting::tr("%1 of %Ln byte(s)", nullptr, int(whole)).arg(QLocale().toString(part));
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
        return Formatting::tr("%1 min %2 s")
            .arg(number(duration / 1min), number((duration % 1min).count()));
    if (duration < 1h)
        return Formatting::tr("%1 min").arg(number(duration / 1min));
    if (duration < 48h)
        return Formatting::tr("%1 h %2 min")
            .arg(number(duration / 1h), number(duration % 1h / 1min));
    return Formatting::tr("%Ln day(s) %1 h", nullptr, int(duration / 24h))
        .arg(number(duration % 24h / 1h));
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
    return days == 1 ? Formatting::tr("tomorrow, %1").arg(formatTime(local))
                     : formatDateTime(local);
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
        return Formatting::tr("%Ln day(s) ago", nullptr, int(duration_cast<days>(age).count()));
    return formatDate(time);
}

QString formatList(const QStringList& members)
{
    QString list = members.value(0);
    for (const QString& member : members.mid(1))
        //: An enumeration: what stands in it already, and one more.
        list = Formatting::tr("%1, %2").arg(list, member);
    return list;
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
