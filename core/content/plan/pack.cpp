// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/plan/pack.h"

#include "core/content/build/carfilesink.h"
#include "core/content/build/dagbuilder.h"
#include "core/content/plan/dagplandata.h"
#include "core/content/plan/treesplit.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cairn::content {
namespace {

Result<Cid> cidOf(const BlockLink& link)
{
    return Cid::fromBytes(link.ref.cidBytes());
}

} // namespace

Result<DagPlan> makeDagPlan(const PackRequest& request, const OnPackProgress& progress,
                            const CancelFlag* cancelled)
{
    auto data = std::make_shared<DagPlanData>();
    data->profile = request.profile;
    if (const Done done = data->records.open(request.scratchFolder); !done)
        return fail(done.error());
    auto outcome = DagBuilder(request, data->records, progress, cancelled).run();
    if (!outcome)
        return fail(outcome.error());
    if (const Done done = data->records.flush(); !done)
        return fail(done.error());
    auto root = cidOf(outcome->root);
    if (!root)
        return fail(root.error());
    data->root = outcome->root.ref;
    data->rootCid = std::move(*root);
    data->totals = outcome->totals;
    data->problems = std::move(outcome->problems);
    if (const Done done = splitDagPlan(*data, request.partTarget); !done)
        return fail(done.error());
    return DagPlan(std::move(data));
}

Result<Packed> hashOnly(const PackRequest& request, const OnPackProgress& progress,
                        const CancelFlag* cancelled)
{
    NullSink sink;
    auto outcome = DagBuilder(request, sink, progress, cancelled).run();
    if (!outcome)
        return fail(outcome.error());
    auto root = cidOf(outcome->root);
    if (!root)
        return fail(root.error());
    return Packed{std::move(*root), outcome->totals, std::move(outcome->problems)};
}

Result<Packed> packToFile(const PackRequest& request, const QString& carPath,
                          const OnPackProgress& progress, const CancelFlag* cancelled)
{
    if (const QFileInfo info(carPath); info.exists() && !info.isFile())
        return fail(Error::Kind::Invalid, u"not a file that can be replaced"_s, carPath,
                    u"OUTPUT_NOT_A_FILE"_s);
    CarFileSink sink(carPath, request.profile.cidVersion);
    if (const Done done = sink.open(); !done)
        return fail(done.error());
    PackRequest others = request;
    others.except << carPath << sink.temporaryPath();
    auto outcome = DagBuilder(others, sink, progress, cancelled).run();
    if (!outcome)
        return fail(outcome.error());
    auto root = cidOf(outcome->root);
    if (!root)
        return fail(root.error());
    if (const Done done = sink.commit(*root); !done)
        return fail(done.error());
    return Packed{std::move(*root), outcome->totals, std::move(outcome->problems), sink.carBytes()};
}

} // namespace cairn::content
