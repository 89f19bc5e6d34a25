// SPDX-License-Identifier: MIT OR Apache-2.0
// What is done with files on this computer alone: pack, verify.
#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "app/ctl/pipes.h"
#include "app/ctl/transferrun.h"
#include "app/ctl/translation.h"
#include "core/base/fileerror.h"
#include "core/base/posix/process.h"
#include "core/content/car/carverify.h"
#include "core/content/plan/pack.h"
#include "core/upload/packjob.h"
#include "ui/text/formatting.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

QByteArray packedJson(const content::Packed& packed, const QString& profile, bool wrote)
{
    return compact({{u"cid"_s, packed.root.toString()},
                    {u"profile"_s, profile},
                    {u"files"_s, packed.totals.files},
                    {u"bytes"_s, packed.totals.bytes},
                    {u"blocks"_s, packed.totals.blocks},
                    {u"dagSize"_s, packed.totals.dagSize},
                    {u"carBytes"_s, wrote ? QJsonValue(packed.carBytes) : QJsonValue()}});
}

QString problemText(const content::Problem& problem)
{
    const auto text = [&] {
        switch (problem.kind) {
        case content::Problem::Kind::SymlinkSkipped:
            return Cairnctl::tr("symbolic link skipped: %1");
        case content::Problem::Kind::EmptyDirectoryDropped:
            return Cairnctl::tr("empty folder left out: %1");
        case content::Problem::Kind::HiddenSkipped:
            return Cairnctl::tr("hidden, left out: %1");
        case content::Problem::Kind::UnreadableLeftOut:
            return Cairnctl::tr("unreadable, left out: %1");
        case content::Problem::Kind::NameLeftOut:
            return Cairnctl::tr("name not possible, left out: %1");
        case content::Problem::Kind::LikelySecret:
            return Cairnctl::tr("may hold a secret: %1");
        case content::Problem::Kind::LinkLeavesFolder:
            return Cairnctl::tr("a link that leads out of the folder: %1");
        case content::Problem::Kind::NameNotPortable:
            return Cairnctl::tr("a name that is not possible on every system: %1");
        case content::Problem::Kind::LeftOut:
            break;
        }
        return Cairnctl::tr("left out: %1");
    }();
    return text.arg(problem.path);
}

void printProblems(const content::Packed& packed)
{
    using Kind = content::Problem::Kind;
    const bool isQuiet = outputStyle().isQuiet;
    for (const content::Problem& problem : packed.problems) {
        const bool isLoss
            = problem.kind == Kind::UnreadableLeftOut || problem.kind == Kind::NameLeftOut;
        if (isLoss || !isQuiet)
            printMessage(problemText(problem));
    }
    if (const qint64 more = packed.totals.problems - qint64(packed.problems.size()); more > 0)
        printRemark(Cairnctl::tr("and %n more", nullptr, int(more)));
}

/// Whether nothing is known to be missing and something may be.
bool isUnknown(const content::CarReport& report)
{
    return !report.knowsAllLinks && report.missing == 0 && !report.roots.empty();
}

/// %1 and %2 are amounts of blocks and of bytes: "7 blocks, 12 bytes, …".
QString verdict(const content::CarReport& report)
{
    if (isUnknown(report)) {
        return Cairnctl::tr("%1, %2, every hash right; whether it is complete is unknown: it has "
                            "blocks of a codec whose links cannot be read");
    }
    if (report.roots.empty())
        return Cairnctl::tr("%1, %2, every hash right; it names no root");
    if (report.complete())
        return Cairnctl::tr("%1, %2, every hash right; complete");
    return Cairnctl::tr("%1, %2, every hash right; %n block(s) are missing", nullptr,
                        int(report.missing));
}

QStringList textsOf(const std::vector<content::Cid>& cids)
{
    QStringList texts;
    for (const content::Cid& cid : cids)
        texts << cid.toString();
    return texts;
}

QJsonArray cidsJson(const std::vector<content::Cid>& cids)
{
    QJsonArray array;
    for (const content::Cid& cid : cids)
        array.append(cid.toString());
    return array;
}

/// Into a pipe the root must come first, so the input is read twice.
Result<content::Packed> packToPipe(const content::PackRequest& request, const QString& pipe)
{
    printRemark(Cairnctl::tr("Reading the input twice: in a CAR the root CID comes first."));
    const auto plan = content::makeDagPlan(request);
    if (!plan)
        return fail(plan.error());
    QFile out(pipe);
    constexpr auto mode = QIODevice::WriteOnly | QIODevice::Unbuffered;
    if (!(pipe == "-"_L1 ? out.open(posix::numberOf(stdout), mode) : out.open(mode)))
        return fail(writeError(out, pipe));
    if (const Done written = content::writeCar(*plan, out); !written)
        return fail(written.error());
    return content::Packed{plan->root(), plan->totals(), plan->problems(), plan->carBytes()};
}

} // namespace

Reply<int> Commands::pack()
{
    const auto profile = content::Profile::named(
        m_options.profile.isEmpty() ? content::profiles().front().name : m_options.profile);
    if (!profile)
        return ready<int>(fail(profile.error()));
    content::PackRequest request;
    request.paths = absolutePaths(m_options.arguments);
    request.profile = withLinks(*profile, m_options.links);
    request.exclude = m_options.exclude;
    if (m_options.skipUnreadable)
        request.unreadable = content::Unreadable::IsLeftOut;
    request.hidden = m_options.hidden ? content::Hidden::Include : content::Hidden::Skip;
    if (m_options.wrap)
        request.wrap = *m_options.wrap ? content::Wrap::Yes : content::Wrap::No;

    // Nothing else waits on this thread, so the work is done on it.
    const bool toPipe = isPipe(m_options.output);
    const QFileInfo target(m_options.output);
    if (!m_options.output.isEmpty() && !toPipe && (target.isFile() || target.isSymLink())) {
        return ready<int>(fail(Error{Error::Kind::Conflict, u"the target is there already"_s,
                                     m_options.output, u"TARGET_EXISTS"_s}));
    }
    const auto packed = m_options.output.isEmpty() ? content::hashOnly(request)
        : toPipe                                   ? packToPipe(request, m_options.output)
                                                   : content::packToFile(request, m_options.output);
    if (!packed)
        return ready<int>(fail(packed.error()));
    printProblems(*packed);
    const QByteArray result = m_options.json
        ? packedJson(*packed, profile->name, !m_options.output.isEmpty())
        : packed->root.toString().toUtf8();
    if (m_options.output == "-"_L1)
        printResultBeside(result);
    else
        printResult(result);
    return done();
}

Reply<int> Commands::verify()
{
    const QString path = m_options.arguments.front();
    QFile file(path);
    if (const Done open = openForReading(file, path); !open)
        return ready<int>(fail(open.error()));
    const auto report = content::verifyCar(file, path);
    if (!report)
        return ready<int>(fail(report.error()));
    if (m_options.json) {
        printResult(compact(
            {{u"roots"_s, cidsJson(report->roots)},
             {u"absentRoots"_s, cidsJson(report->absentRoots)},
             {u"blocks"_s, report->blocks},
             {u"bytes"_s, report->bytes},
             {u"missing"_s, report->missing},
             {u"firstMissing"_s, cidsJson(report->firstMissing)},
             {u"unreached"_s, report->unreached},
             {u"firstUnreached"_s, cidsJson(report->firstUnreached)},
             {u"complete"_s, isUnknown(*report) ? QJsonValue() : QJsonValue(report->complete())}}));
    } else {
        for (const auto& root : report->roots)
            printResult(root.toString().toUtf8());
        const QString blocks
            = Cairnctl::tr("%1 block(s)", nullptr, pluralForm(report->blocks)).arg(report->blocks);
        printRemark(verdict(*report).arg(blocks, exactBytes(report->bytes)));
        for (const auto& root : report->roots) {
            if (root.hash().code == content::HashCode::Identity) {
                printMessage(Cairnctl::tr("root %1 has the identity hash: its bytes are its CID, "
                                          "and no block of it belongs into a CAR")
                                 .arg(root.toString()));
            }
        }
        for (const auto& root : report->absentRoots)
            printMessage(Cairnctl::tr("its block is not there: root %1").arg(root.toString()));
        printEach(Cairnctl::tr("missing: %1"), textsOf(report->firstMissing), report->missing);
        printEach(Cairnctl::tr("there, and needed by no root: %1"), textsOf(report->firstUnreached),
                  report->unreached);
    }
    return done(report->complete() || isUnknown(*report) ? Succeeded : Failed);
}

} // namespace cairn::ctl
