// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/store/blockstore.h"

#include <limits>
#include <optional>
#include <unordered_set>
#include <vector>

namespace cairn::local {

/// Which of the blocks below a block are wanted with it.
struct DagScope
{
    enum class What {
        All,
        /// The blocks of a file, or those needed to list a folder, without the blocks of its
        /// entries.
        Entity,
    };
    What what = What::All;
    /// The first byte of a file that is wanted, for Entity; blocks outside the range are left out.
    quint64 from = 0;
    quint64 to = std::numeric_limits<quint64>::max(); ///< The first byte not wanted.
};

/// Gives the blocks of a DAG in the order of a CAR: parents before children, links in order, each
/// block once. A value; keeps 16 bytes for each block.
class DagWalk
{
public:
    explicit DagWalk(const std::optional<content::Cid>& root, const DagScope& scope = {});

    std::optional<content::Cid> next();
    /// To be called with the bytes of each block that next() gave, if it can have links. Errors:
    /// Corrupt.
    [[nodiscard]] Done expand(const content::Cid& cid, QByteArrayView bytes);

private:
    struct Ahead
    {
        content::Cid cid;
        quint64 position = 0; ///< Of the block's first byte in its file.
    };
    Done expandEntity(const content::Cid& cid, QByteArrayView bytes, quint64 position);
    Done push(std::vector<Ahead> children);

    DagScope m_scope;
    quint64 m_position = 0; ///< Of the block that next() gave.
    std::vector<Ahead> m_ahead;
    std::unordered_set<QByteArray> m_seen; ///< Beginnings of digests: enough to tell hashes apart.
};

/// Which blocks a CAR is to have.
struct DagOutline
{
    content::Cid root; ///< As its header has it.
    /// Blocks on the path to `whole`, without other blocks below them.
    std::vector<content::Cid> before{};
    std::optional<content::Cid> whole{}; ///< This block with those below it,
    DagScope scope{}; ///< as far as the scope goes.

    const content::Cid& end() const { return whole ? *whole : before.back(); }
};

/// How long such a CAR is; none when it has more than @p maxBlocks. Errors: NotFound when a block
/// is missing, and the store's.
[[nodiscard]] Result<std::optional<qint64>> carLength(BlockStore& blocks, const DagOutline& dag,
                                                      qint64 maxBlocks);

} // namespace cairn::local
