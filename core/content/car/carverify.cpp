// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/carverify.h"

#include "core/content/car/carreader.h"
#include "core/content/codec/links.h"

#include <QHash>

namespace cairn::content {

Result<CarReport> verifyCar(QIODevice& car)
{
    constexpr std::size_t namedMissing = 10;
    CarReader reader(car);
    CarReport report;
    auto roots = reader.roots();
    if (!roots)
        return fail(roots.error());
    report.roots = std::move(*roots);

    // Wanted: false, there: true. Links to inline (identity) CIDs need no block (contract §7.2).
    QHash<Cid, bool> there;
    const auto want = [&there](const Cid& cid) {
        if (cid.hash().code != HashCode::Identity && !there.contains(cid))
            there.insert(cid, false);
    };
    for (const Cid& root : report.roots)
        want(root);
    while (true) {
        const auto entry = reader.next();
        if (!entry)
            return fail(entry.error());
        if (!*entry)
            break;
        const Block& block = (*entry)->block;
        ++report.blocks;
        report.bytes += block.bytes.size();
        const auto known = there.constFind(block.cid);
        if (known != there.constEnd() && *known)
            continue;
        there.insert(block.cid, true);
        const auto found = links(block.cid, block.bytes);
        if (!found)
            return fail(found.error());
        if (found->codec == Links::Codec::Unknown)
            report.knowsAllLinks = false;
        for (const Cid& link : found->cids)
            want(link);
    }
    for (auto cid = there.constBegin(); cid != there.constEnd(); ++cid) {
        if (*cid)
            continue;
        ++report.missing;
        if (report.firstMissing.size() < namedMissing)
            report.firstMissing.push_back(cid.key());
    }
    return report;
}

} // namespace cairn::content
