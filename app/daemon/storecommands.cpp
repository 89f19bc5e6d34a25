// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/daemon/storecommands.h"

#include "app/daemon/translation.h"
#include "core/base/posix/process.h"
#include "core/local/housekeeping.h"
#include "ui/text/formatting.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

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

QJsonArray textsOf(const std::vector<content::Cid>& cids)
{
    QJsonArray texts;
    for (const content::Cid& cid : cids)
        texts.append(cid.toString());
    return texts;
}

} // namespace

int collect(const Call& call, const QString& folder, const Output& output)
{
    const auto garbage = local::collectGarbage(folder, local::DryRun(call.dryRun),
                                               local::UnassignedCars(call.unassigned));
    if (!garbage)
        return output.failed(garbage.error());
    if (output.isJson()) {
        QJsonArray uploads;
        for (const auto& upload : garbage->uploads)
            uploads.append(QJsonObject{{u"cid"_s, upload.source.toString()},
                                       {u"name"_s, upload.name},
                                       {u"bytes"_s, upload.bytes}});
        output.sayJson(QJsonDocument(QJsonObject{{u"dryRun"_s, call.dryRun},
                                                 {u"cars"_s, garbage->cars},
                                                 {u"bytes"_s, garbage->bytes},
                                                 {u"uploads"_s, uploads}}));
        return Succeeded;
    }
    for (const auto& upload : garbage->uploads)
        output.sayRow({upload.source.toString(), exactBytes(upload.bytes), upload.name});
    const int cars = int(garbage->cars);
    //: %1 is an amount such as "12 bytes".
    output.say((call.dryRun ? Cairnd::tr("%n CAR(s) of %1 would go.", nullptr, cars)
                            //: %1 is an amount such as "12 bytes".
                            : Cairnd::tr("%n CAR(s) of %1 are gone.", nullptr, cars))
                   .arg(exactBytes(garbage->bytes)));
    return Succeeded;
}

int rebuild(const QString& folder, const Output& output)
{
    Progress progress;
    const auto report
        = local::rebuildCatalog(folder, [&progress](const local::CatchUpProgress& step) {
              progress.show(step.done, step.total);
          });
    if (!report)
        return output.failed(report.error());
    const bool isWhole
        = report->absent.empty() && report->damaged.empty() && report->unreadable.isEmpty();
    if (output.isJson()) {
        output.sayJson(QJsonDocument(
            QJsonObject{{u"cars"_s, report->cars},
                        {u"missing"_s, textsOf(report->absent)},
                        {u"damaged"_s, textsOf(report->damaged)},
                        {u"unreadable"_s, QJsonArray::fromStringList(report->unreadable)}}));
        return isWhole ? Succeeded : Failed;
    }
    for (const content::Cid& car : report->absent)
        output.say(Cairnd::tr("missing: %1").arg(car.toString()));
    for (const content::Cid& car : report->damaged)
        output.say(Cairnd::tr("damaged: %1").arg(car.toString()));
    for (const QString& line : report->unreadable)
        output.say(Cairnd::tr("a record cannot be read: %1").arg(line));
    output.say(Cairnd::tr("The catalog is made anew from %n CAR(s) and the records.", nullptr,
                          int(report->cars)));
    return isWhole ? Succeeded : Failed;
}

int listUnassigned(const QString& folder, const Output& output)
{
    const auto cars = local::unassigned(folder);
    if (!cars)
        return output.failed(cars.error());
    QJsonArray json;
    for (const local::UnassignedCar& car : *cars) {
        if (output.isJson())
            json.append(QJsonObject{{u"cid"_s, car.cid.toString()}, {u"bytes"_s, car.size}});
        else
            output.say(car.cid.toString());
    }
    if (output.isJson())
        output.sayJson(QJsonDocument(json));
    return Succeeded;
}

int adopt(const QString& folder, const QString& car, const QString& user, const Output& output)
{
    const auto cid = content::Cid::parse(car);
    if (!cid)
        return output.failed(cid.error());
    const QString name
        = u"Adopted at "_s + QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    return output.done(local::adoptCar(folder, *cid, user, name));
}

} // namespace cairn
