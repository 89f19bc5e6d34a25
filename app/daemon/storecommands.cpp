// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/daemon/storecommands.h"

#include "app/daemon/commands.h"
#include "app/daemon/translation.h"
#include "core/base/posix/process.h"
#include "core/local/housekeeping.h"
#include "ui/text/formatting.h"

#include <QDateTime>

#include <cstdio>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// One line on a terminal that is written over; nothing elsewhere.
class Progress
{
public:
    ~Progress()
    {
        if (m_percent >= 0)
            std::fputs("\n", stderr);
    }
    void show(qint64 done, qint64 total)
    {
        const int percent = total ? int(done * 100 / total) : 100;
        if (percent == m_percent || !posix::isTerminal(stderr))
            return;
        m_percent = percent;
        std::fputs(("\r"_L1 + Cairnd::tr("%1 % of %2 read").arg(percent).arg(exactBytes(total)))
                       .toUtf8()
                       .constData(),
                   stderr);
        std::fflush(stderr);
    }

private:
    int m_percent = -1;
};

int listUnassigned(const QString& folder)
{
    const auto cars = local::unassigned(folder);
    if (!cars)
        return failed(cars.error());
    for (const local::UnassignedCar& car : *cars)
        say(car.cid.toString());
    return Succeeded;
}

} // namespace

int collect(const QString& folder, bool dryRun, bool unassigned)
{
    const auto garbage
        = local::collectGarbage(folder, local::DryRun(dryRun), local::UnassignedCars(unassigned));
    if (!garbage)
        return failed(garbage.error());
    for (const auto& upload : garbage->uploads)
        sayRow({upload.source.toString(), exactBytes(upload.bytes), upload.name});
    const int cars = int(garbage->cars);
    //: %1 is an amount such as "12 bytes".
    say((dryRun ? Cairnd::tr("%n CAR(s) of %1 would go.", nullptr, cars)
                //: %1 is an amount such as "12 bytes".
                : Cairnd::tr("%n CAR(s) of %1 are gone.", nullptr, cars))
            .arg(exactBytes(garbage->bytes)));
    return Succeeded;
}

int rebuild(const QString& folder)
{
    Progress progress;
    const auto report
        = local::rebuildCatalog(folder, [&progress](const local::CatchUpProgress& step) {
              progress.show(step.done, step.total);
          });
    if (!report)
        return failed(report.error());
    for (const content::Cid& car : report->absent)
        say(Cairnd::tr("missing: %1").arg(car.toString()));
    for (const content::Cid& car : report->damaged)
        say(Cairnd::tr("damaged: %1").arg(car.toString()));
    for (const QString& line : report->unreadable)
        say(Cairnd::tr("a record cannot be read: %1").arg(line));
    say(Cairnd::tr("The catalog is made anew from %n CAR(s) and the records.", nullptr,
                   int(report->cars)));
    const bool isWhole
        = report->absent.empty() && report->damaged.empty() && report->unreadable.isEmpty();
    return isWhole ? Succeeded : Failed;
}

int adopt(const QString& folder, const QStringList& words)
{
    if (words.size() == 1)
        return listUnassigned(folder);
    if (words.size() != 3)
        return misused(Cairnd::tr("“adopt” is followed by nothing, or by “CAR USER”."));
    const auto car = content::Cid::parse(words.at(1));
    if (!car)
        return misused(Cairnd::tr("“%1” is not the CID of a CAR.").arg(words.at(1)));
    const QString name
        = u"Adopted at "_s + QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    const Done adopted = local::adoptCar(folder, *car, words.at(2), name);
    return adopted ? Succeeded : failed(adopted.error());
}

} // namespace cairn
