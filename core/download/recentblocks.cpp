// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/recentblocks.h"

namespace cairn {

const QByteArray* RecentBlocks::find(const content::Cid& cid)
{
    const auto found = m_index.constFind({cid, &m_compared});
    return found == m_index.constEnd() ? nullptr : &(*found)->bytes;
}

void RecentBlocks::add(const content::Cid& cid, const QByteArray& bytes)
{
    if (find(cid))
        return;
    m_blocks.push_front({cid, bytes});
    m_index.insert({cid, &m_compared}, m_blocks.cbegin());
    m_bytes += bytes.size();
    while (m_bytes > m_maxBytes && m_blocks.size() > 1) {
        m_bytes -= m_blocks.back().bytes.size();
        m_index.remove({m_blocks.back().cid, &m_compared});
        m_blocks.pop_back();
    }
}

} // namespace cairn
