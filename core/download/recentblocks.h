// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/block.h"

#include <QHash>

#include <list>

namespace cairn {

/// The blocks that were read last, up to an amount of bytes. A look-up costs the same however many
/// there are. One thread.
class RecentBlocks
{
public:
    explicit RecentBlocks(qint64 maxBytes)
        : m_maxBytes(maxBytes)
    { }

    /// Null if it is not among them.
    const QByteArray* find(const content::Cid& cid);
    /// The last one stays, however large.
    void add(const content::Cid& cid, const QByteArray& bytes);

    qint64 compared() const { return m_compared; } ///< CIDs, in all look-ups so far.

private:
    struct Key
    {
        content::Cid cid;
        qint64* compared; ///< The owner's count.

        friend size_t qHash(const Key& key, size_t seed = 0) { return qHash(key.cid, seed); }
        friend bool operator==(const Key& a, const Key& b)
        {
            ++*a.compared;
            return a.cid == b.cid;
        }
    };

    qint64 m_maxBytes;
    qint64 m_bytes = 0;
    qint64 m_compared = 0;
    std::list<content::Block> m_blocks; ///< The newest first.
    QHash<Key, std::list<content::Block>::const_iterator> m_index;
};

} // namespace cairn
