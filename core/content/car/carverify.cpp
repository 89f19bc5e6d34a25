// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/car/carverify.h"

#include "core/content/car/carreader.h"
#include "core/content/codec/links.h"

#include <QHash>

#include <algorithm>
#include <array>

namespace cairn::content {
namespace {

/// What is linked to and what is there. Blocks are told apart by codec and hash, not by the version
/// of their CIDs; any block's bytes are a raw block, too.
class Wanted
{
public:
    /// A link to a CID that holds its bytes needs no block; what these link to does (contract
    /// §7.2).
    void want(const Cid& cid)
    {
        if (cid.hash().code != HashCode::Identity) {
            const Cid key = cid.toV1();
            if (!m_links.contains(key))
                m_links.insert(key, cid);
            return;
        }
        const auto inner = links(cid, cid.hash().digest);
        if (!inner || inner->codec == Links::Codec::Unknown) {
            m_knowsAllLinks = false;
            return;
        }
        for (const Cid& link : inner->cids)
            want(link);
    }
    /// False if it was there before.
    bool bring(const Cid& cid)
    {
        const Cid key = cid.toV1();
        const auto known = m_links.constFind(key);
        if (known != m_links.cend() && known->isNull())
            return false;
        m_links.insert(key, Cid());
        return true;
    }
    bool knowsAllLinks() const { return m_knowsAllLinks; }
    std::vector<Cid> missing() const
    {
        std::vector<Cid> missing;
        for (auto link = m_links.cbegin(); link != m_links.cend(); ++link) {
            if (!link->isNull() && !(link.key().codec() == Codec::Raw && hasNodeOf(link.key())))
                missing.push_back(*link);
        }
        return missing;
    }

private:
    bool hasNodeOf(const Cid& raw) const
    {
        return std::ranges::any_of(
            std::array{Codec::DagPb, Codec::DagCbor, Codec::DagJson}, [&](Codec codec) {
                const auto node = m_links.constFind(Cid::v1(codec, raw.hash()));
                return node != m_links.cend() && node->isNull();
            });
    }

    QHash<Cid, Cid>
        m_links; ///< By the CID in version 1, as it was linked to; null once it is there.
    bool m_knowsAllLinks = true;
};

} // namespace

Result<CarReport> verifyCar(QIODevice& car)
{
    constexpr std::size_t namedMissing = 10;
    CarReader reader(car);
    CarReport report;
    auto roots = reader.roots();
    if (!roots)
        return fail(roots.error());
    report.roots = std::move(*roots);

    Wanted wanted;
    for (const Cid& root : report.roots)
        wanted.want(root);
    while (true) {
        const auto entry = reader.next();
        if (!entry)
            return fail(entry.error());
        if (!*entry)
            break;
        const Block& block = (*entry)->block;
        ++report.blocks;
        report.bytes += block.bytes.size();
        if (!wanted.bring(block.cid))
            continue;
        const auto found = links(block.cid, block.bytes);
        if (!found)
            return fail(found.error());
        if (found->codec == Links::Codec::Unknown)
            report.knowsAllLinks = false;
        for (const Cid& link : found->cids)
            wanted.want(link);
    }
    report.knowsAllLinks = report.knowsAllLinks && wanted.knowsAllLinks();
    for (const Cid& cid : wanted.missing()) {
        ++report.missing;
        if (report.firstMissing.size() < namedMissing)
            report.firstMissing.push_back(cid);
    }
    return report;
}

} // namespace cairn::content
