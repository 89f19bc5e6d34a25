// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/block.h"

#include <QHash>

#include <optional>
#include <vector>

namespace cairn::content {

/// Which blocks of a CAR its roots reach, and which ones they need that are not there. Blocks are
/// told apart by codec and hash, not by the version of their CIDs; any block's bytes are a raw
/// block, too. Memory: about 150 bytes for each distinct CID, and 4 for each link. One thread.
class CarGraph
{
public:
    void addRoot(const Cid& root);
    /// Corrupt when the block is not what its codec says. Repeats change nothing.
    [[nodiscard]] Done addBlock(const Cid& cid, QByteArrayView bytes);

    struct Reach
    {
        std::vector<Cid> missing; ///< needed, and not there
        std::vector<Cid> unreached; ///< there, and not needed
        bool knowsAllLinks = true; ///< of the blocks that are reached
    };
    /// From all roots, or from one.
    [[nodiscard]] Reach reach(const std::optional<Cid>& from = {});
    /// Of the last reach().
    bool isReached(const Cid& cid) const;
    bool has(const Cid& cid) const;

private:
    struct Node
    {
        Cid cid; ///< as it was met first
        bool isThere = false;
        bool isReached = false;
        bool hasUnknownLinks = false;
        std::size_t firstLink = 0;
        quint32 links = 0;
    };

    quint32 nodeOf(const Cid& cid);
    std::optional<quint32> sameBytes(const Node& raw) const;

    QHash<Cid, quint32> m_index; ///< By the CID in version 1.
    std::vector<Node> m_nodes;
    std::vector<quint32> m_links;
    std::vector<quint32> m_roots;
    bool m_knowsRootLinks = true;
};

} // namespace cairn::content
