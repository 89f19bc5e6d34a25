// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/gateway/dagstream.h"

#include "core/base/logging.h"
#include "core/content/car/car.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace cairn::local {

namespace {

constexpr qint64 maxBlocksMeasured = 2'000;

} // namespace

Result<std::optional<qint64>> announcedLength(BlockStore& blocks, const DagOutline& dag,
                                              const HttpRequest& request)
{
    // With repeats nobody knows how many there are before they are counted.
    const bool isAsked = request.method == "HEAD" && dag.repeats == DagOutline::Repeats::LeftOut;
    return carLength(blocks, dag, isAsked ? std::numeric_limits<qint64>::max() : maxBlocksMeasured,
                     request.isGone);
}

DagStream::DagStream(BlockStore blocks, const DagOutline& dag, std::optional<qint64> size)
    : m_blocks(std::move(blocks))
    , m_walk(dag)
    , m_size(size)
    , m_frame(content::encodeCarHeader({dag.root}))
{ }

/// Makes the next section ready; false at the end.
Result<bool> DagStream::frameNext()
{
    for (;;) {
        const auto step = m_walk.next();
        if (!step)
            return fail(step.error());
        if (!*step)
            return false;
        const content::Cid& cid = (*step)->cid;
        const auto bytes = m_blocks.block(cid);
        if (!bytes)
            return fail(bytes.error());
        if ((*step)->hasLinks) {
            if (const Done expanded = m_walk.expand(*bytes); !expanded)
                return fail(expanded.error());
        }
        if (!(*step)->isNew)
            continue;
        m_frame = content::carFrame(cid.bytes(), bytes->size());
        m_data = *bytes;
        m_sent = 0;
        return true;
    }
}

/// As much of the section that is ready as fits.
qint64 DagStream::copySection(char* to, qint64 maxSize)
{
    const bool isFrame = m_sent < m_frame.size();
    const QByteArray& part = isFrame ? m_frame : m_data;
    const qsizetype at = isFrame ? m_sent : m_sent - m_frame.size();
    const qint64 count = std::min<qint64>(maxSize, part.size() - at);
    std::memcpy(to, part.constData() + at, std::size_t(count));
    m_sent += count;
    return count;
}

// Small blocks are given together: each call costs a system call behind it, and the other end one.
qint64 DagStream::read(char* to, qint64 maxSize)
{
    qint64 filled = 0;
    while (filled < maxSize && !m_hasFailed) {
        if (m_sent == m_frame.size() + m_data.size()) {
            const auto more = frameNext();
            if (!more) {
                qCCritical(lcLocal) << "cannot send a CAR:" << more.error().detail;
                m_hasFailed = true;
                break;
            }
            if (!*more)
                return filled;
        }
        filled += copySection(to + filled, maxSize - filled);
    }
    return filled == 0 && m_hasFailed ? -1 : filled;
}

} // namespace cairn::local
