// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/content/plan/dagcursor.h"

namespace cairn::content {
namespace {

constexpr quint32 windowSize = 32;

} // namespace

DagCursor::DagCursor(const DagRecordFile& records, const BlockRef& root, std::vector<quint32> start)
    : m_records(records)
    , m_root(root)
    , m_start(std::move(start))
{ }

Result<std::optional<BlockRef>> DagCursor::next()
{
    if (!m_started) {
        m_started = true;
        m_present = m_root;
        return m_present;
    }
    if (m_present) {
        if (const Done done = descend(); !done)
            return fail(done.error());
    }
    m_present.reset();
    while (!m_frames.empty() && m_frames.back().next == m_frames.back().count)
        m_frames.pop_back();
    if (m_frames.empty())
        return m_present;
    Frame& frame = m_frames.back();
    if (frame.next - frame.windowStart >= frame.window.size()) {
        auto window
            = m_records.children(frame.ref, frame.next, qMin(windowSize, frame.count - frame.next));
        if (!window)
            return fail(window.error());
        frame.window = std::move(*window);
        frame.windowStart = frame.next;
    }
    m_present = frame.window[frame.next - frame.windowStart];
    ++frame.next;
    return m_present;
}

Done DagCursor::descend()
{
    if (m_present->kind == BlockRef::Leaf)
        return {};
    const auto count = m_records.childCount(*m_present);
    if (!count)
        return fail(count.error());
    if (*count == 0)
        return {};
    // The way to the start goes one level down with each block, so depth tells where on it we are.
    const std::size_t depth = m_frames.size();
    const quint32 first = depth < m_start.size() ? m_start[depth] : 0;
    if (depth + 1 >= m_start.size())
        m_start.clear(); // used up: from here on every child counts
    m_frames.push_back({.ref = *m_present, .next = first, .count = *count, .windowStart = first});
    return {};
}

std::vector<DagCursor::Ancestor> DagCursor::ancestors() const
{
    std::vector<Ancestor> ancestors;
    ancestors.reserve(m_frames.size());
    for (const Frame& frame : m_frames)
        ancestors.push_back({frame.ref, frame.next - 1});
    return ancestors;
}

} // namespace cairn::content
