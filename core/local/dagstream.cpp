// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/dagstream.h"

#include "core/base/logging.h"
#include "core/content/car.h"
#include "core/content/links.h"

#include <algorithm>
#include <cstring>
#include <ranges>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

constexpr qsizetype rememberedBytes = 16;

} // namespace

DagWalk::DagWalk(const std::optional<Cid>& root)
{
    if (root)
        m_ahead.push_back(*root);
}

std::optional<Cid> DagWalk::next()
{
    while (!m_ahead.empty()) {
        const Cid cid = std::move(m_ahead.back());
        m_ahead.pop_back();
        if (m_seen
                .insert(
                    cid.hash().digest.first(std::min(rememberedBytes, cid.hash().digest.size())))
                .second)
            return cid;
    }
    return std::nullopt;
}

Done DagWalk::expand(const Cid& cid, QByteArrayView bytes)
{
    const auto links = content::links(cid, bytes);
    if (!links)
        return fail(links.error());
    for (const Cid& link : links->cids | std::views::reverse) {
        const content::Multihash hash = link.hash();
        if (hash.code != content::HashCode::Identity)
            m_ahead.push_back(link);
        else if (const Done inner = expand(link, hash.digest); !inner)
            return inner;
    }
    return {};
}

Result<std::optional<qint64>> carLength(BlockStore& blocks, const DagOutline& dag,
                                        qint64 mostBlocks)
{
    qint64 total = content::encodeCarHeader({dag.root}).size();
    const auto add = [&](const Cid& cid) -> Done {
        const auto length = blocks.length(cid);
        if (!length)
            return fail(length.error());
        if (!*length)
            return fail(Error::Kind::NotFound, u"Not all of this is here."_s, cid.toString());
        total += content::carSectionLength(cid.bytes().size(), **length);
        return {};
    };
    for (const Cid& cid : dag.before) {
        if (const Done done = add(cid); !done)
            return fail(done.error());
    }
    DagWalk walk(dag.whole);
    while (const auto cid = walk.next()) {
        if (mostBlocks-- <= 0)
            return std::nullopt;
        if (const Done done = add(*cid); !done)
            return fail(done.error());
        if (cid->codec() == content::Codec::Raw)
            continue;
        const auto bytes = blocks.block(*cid);
        if (!bytes)
            return fail(bytes.error());
        if (const Done done = walk.expand(*cid, *bytes); !done)
            return fail(done.error());
    }
    return total;
}

DagStream::DagStream(BlockStore blocks, const DagOutline& dag, std::optional<qint64> size)
    : m_blocks(std::move(blocks))
    , m_before(dag.before.rbegin(), dag.before.rend())
    , m_walk(dag.whole)
    , m_size(size)
    , m_frame(content::encodeCarHeader({dag.root}))
{ }

/// Makes the next section ready; false at the end.
Result<bool> DagStream::frameNext()
{
    const bool onTheWay = !m_before.empty();
    const auto cid = onTheWay ? std::optional(m_before.back()) : m_walk.next();
    if (!cid)
        return false;
    const auto bytes = m_blocks.block(*cid);
    if (!bytes)
        return fail(bytes.error());
    if (onTheWay) {
        m_before.pop_back();
    } else if (const Done expanded = m_walk.expand(*cid, *bytes); !expanded) {
        return fail(expanded.error());
    }
    m_frame = content::carFrame(cid->bytes(), bytes->size()) + *bytes;
    m_sent = 0;
    return true;
}

qint64 DagStream::read(char* to, qint64 most)
{
    if (m_sent == m_frame.size()) {
        const auto more = frameNext();
        if (!more) {
            qCCritical(lcLocal) << "cannot send a CAR:" << more.error().detail;
            return -1;
        }
        if (!*more)
            return 0;
    }
    const qint64 count = std::min<qint64>(most, m_frame.size() - m_sent);
    std::memcpy(to, m_frame.constData() + m_sent, std::size_t(count));
    m_sent += count;
    return count;
}

} // namespace cairn::local
