// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/carverify.h"

#include "core/content/car/cargraph.h"
#include "core/content/car/carreader.h"

namespace cairn::content {
namespace {

std::vector<Cid> firstOf(const std::vector<Cid>& cids)
{
    constexpr std::ptrdiff_t named = 10;
    return {cids.begin(), cids.begin() + std::min(named, std::ssize(cids))};
}

} // namespace

Result<CarReport> verifyCar(QIODevice& car, const QString& name)
{
    CarReader reader(car);
    CarReport report;
    const auto unsound = [&](const Error& error) {
        const auto fault = reader.fault();
        return fail(fault ? errorOf(*fault, name) : error);
    };
    auto roots = reader.roots();
    if (!roots)
        return unsound(roots.error());
    report.roots = std::move(*roots);
    CarGraph graph;
    for (const Cid& root : report.roots)
        graph.addRoot(root);
    while (true) {
        const auto entry = reader.next();
        if (!entry)
            return unsound(entry.error());
        if (!*entry)
            break;
        const Block& block = (*entry)->block;
        ++report.blocks;
        report.bytes += block.bytes.size();
        if (!graph.addBlock(block.cid, block.bytes)) {
            return fail(errorOf(
                {CarFault::Rule::BadBlock, (*entry)->offset, block.cid.toString(), {}}, name));
        }
    }
    for (const Cid& root : report.roots) {
        if (root.hash().code != HashCode::Identity && !graph.has(root))
            report.absentRoots.push_back(root);
    }
    const CarGraph::Reach reach = graph.reach();
    report.knowsAllLinks = reach.knowsAllLinks;
    report.missing = qint64(reach.missing.size());
    report.firstMissing = firstOf(reach.missing);
    report.unreached = qint64(reach.unreached.size());
    report.firstUnreached = firstOf(reach.unreached);
    return report;
}

} // namespace cairn::content
