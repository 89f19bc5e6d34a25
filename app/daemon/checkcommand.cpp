// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/daemon/checkcommand.h"

#include "app/daemon/translation.h"
#include "core/local/housekeeping.h"
#include "ui/text/formatting.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

namespace cairn {
using namespace Qt::StringLiterals;
using local::Finding;

namespace {

/// What is wrong with the catalog, and what to do where a repair does not help.
QString catalogText(const Finding& finding)
{
    using Kind = Finding::Kind;
    switch (finding.kind) {
    case Kind::CatalogMissing:
        return Cairnd::tr(
            "wrong: there is no catalog; the next start makes it from CARs and records");
    case Kind::CatalogDamaged:
        return finding.text.isEmpty()
            ? Cairnd::tr("wrong: the catalog cannot be used; the next start makes it anew from CARs"
                         " and records")
            : Cairnd::tr("wrong: the catalog is damaged (%1); “cairnd rebuild” makes it anew")
                  .arg(finding.text);
    case Kind::CatalogBehind:
        return Cairnd::tr("wrong: the catalog is older than the records; the next start brings it"
                          " up to date");
    case Kind::UnreadableRecord:
        return Cairnd::tr("wrong: a record cannot be read: %1").arg(finding.text);
    case Kind::UploadCount:
        return Cairnd::tr("wrong: the number of uploads of the user “%1”").arg(finding.text);
    default: // TokenUploadCount
        return Cairnd::tr("wrong: the number of uploads of the API token “%1”").arg(finding.text);
    }
}

QString textOf(const Finding& finding)
{
    using Kind = Finding::Kind;
    const QString cid = finding.cid.toString();
    switch (finding.kind) {
    case Kind::DamagedCar:
        //: The first words of these lines are for programs as well: see the manual.
        return Cairnd::tr("damaged: %1").arg(cid);
    case Kind::DamagedBlock:
        return Cairnd::tr("damaged: %1 block %2").arg(cid, finding.block.toString());
    case Kind::MissingCar:
        return Cairnd::tr("missing: %1").arg(cid);
    case Kind::SetAsideCar:
        return Cairnd::tr("wrong: %1.car.damaged, set aside by an earlier version, has %n block(s)"
                          " that verify, and an upload lacks some of it",
                          nullptr, finding.text.toInt())
            .arg(cid);
    case Kind::SetAsideUnneeded:
        return Cairnd::tr("unneeded: %1.car.damaged").arg(cid);
    case Kind::Unassigned:
        return Cairnd::tr("unassigned: %1").arg(cid);
    case Kind::UnassignedDamaged:
        return Cairnd::tr("unassigned: %1, its bytes are not those of its name").arg(cid);
    case Kind::WrongIndex:
        return Cairnd::tr("wrong: the block index of %1").arg(cid);
    case Kind::WrongState:
        return Cairnd::tr("wrong: %1 is whole, and the catalog says that it is not").arg(cid);
    case Kind::AffectedUpload:
        //: %1 is a CID, %2 the name of the upload.
        return Cairnd::tr("  in upload %1 “%2”").arg(cid, finding.text);
    case Kind::NotWhole:
        return Cairnd::tr("wrong: %1 is said to be pinned, and some of its blocks are not here")
            .arg(cid);
    default:
        return catalogText(finding);
    }
}

QLatin1StringView kindName(Finding::Kind kind)
{
    using enum Finding::Kind;
    switch (kind) {
    case DamagedCar:
        return "damagedCar"_L1;
    case DamagedBlock:
        return "damagedBlock"_L1;
    case MissingCar:
        return "missingCar"_L1;
    case SetAsideCar:
        return "setAsideCar"_L1;
    case SetAsideUnneeded:
        return "setAsideUnneeded"_L1;
    case Unassigned:
        return "unassigned"_L1;
    case UnassignedDamaged:
        return "unassignedDamaged"_L1;
    case WrongIndex:
        return "wrongIndex"_L1;
    case WrongState:
        return "wrongState"_L1;
    case AffectedUpload:
        return "affectedUpload"_L1;
    case NotWhole:
        return "notWhole"_L1;
    case UploadCount:
        return "uploadCount"_L1;
    case TokenUploadCount:
        return "tokenUploadCount"_L1;
    case CatalogMissing:
        return "catalogMissing"_L1;
    case CatalogDamaged:
        return "catalogDamaged"_L1;
    case CatalogBehind:
        return "catalogBehind"_L1;
    case UnreadableRecord:
        return "unreadableRecord"_L1;
    }
    Q_UNREACHABLE();
}

QJsonObject jsonOf(const Finding& finding)
{
    const auto orNull
        = [](const QString& text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); };
    return {{u"kind"_s, kindName(finding.kind)},
            {u"cid"_s, orNull(finding.cid.toString())},
            {u"block"_s, orNull(finding.block.toString())},
            {u"text"_s, orNull(finding.text)},
            {u"isFault"_s, finding.isFault()},
            {u"repaired"_s, finding.isRepaired}};
}

void sayReport(const local::IntegrityReport& report, const QJsonArray& findings,
               const Output& output)
{
    const bool isMended = report.faults == report.repaired;
    output.sayJson(QJsonDocument(QJsonObject{{u"result"_s,
                                              report.isClean() ? "clean"_L1
                                                  : isMended   ? "repaired"_L1
                                                               : "damaged"_L1},
                                             {u"cars"_s, report.cars},
                                             {u"blocks"_s, report.blocks},
                                             {u"uploads"_s, report.uploads},
                                             {u"faults"_s, report.faults},
                                             {u"repaired"_s, report.repaired},
                                             {u"findings"_s, findings}}));
}

} // namespace

int check(const QString& folder, bool repair, const Output& output)
{
    QJsonArray findings;
    const local::TellFinding tell = [&output, &findings](const Finding& finding) {
        if (output.isJson()) {
            findings.append(jsonOf(finding));
            return;
        }
        const QString text = textOf(finding);
        //: %1 is one of the lines that "cairnd check" writes, such as "wrong: …".
        output.say(finding.isRepaired ? Cairnd::tr("%1 (repaired)").arg(text) : text);
    };
    const auto report = repair ? local::repairStore(folder, tell) : local::checkStore(folder, tell);
    if (!report)
        return output.failed(report.error());
    const bool isMended = report->faults == report->repaired;
    if (output.isJson()) {
        sayReport(*report, findings, output);
        return isMended ? Succeeded : Failed;
    }
    const QString cars = Cairnd::tr("%n CAR(s)", nullptr, int(report->cars));
    const QString blocks
        = Cairnd::tr("%1 block(s)", nullptr, pluralForm(report->blocks)).arg(report->blocks);
    const QString uploads = Cairnd::tr("%n upload(s)", nullptr, int(report->uploads));
    //: The amounts are CARs, blocks, uploads: "2 CARs with 7 blocks in 1 upload: clean"
    output.say((report->isClean() ? Cairnd::tr("%1 with %2 in %3: clean")
                    : isMended    ? Cairnd::tr("%1 with %2 in %3: repaired")
                                  : Cairnd::tr("%1 with %2 in %3: damaged"))
                   .arg(cars, blocks, uploads));
    return isMended ? Succeeded : Failed;
}

} // namespace cairn
