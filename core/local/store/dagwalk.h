// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/store/blockstore.h"

#include <limits>
#include <optional>
#include <unordered_set>
#include <vector>

namespace cairn::local {

/// How much of what hangs on a block goes out with it.
struct DagScope
{
    enum class What {
        All,
        Entity, ///< A file's blocks, or what it takes to list a folder, but not what is in it.
    };
    What what = What::All;
    quint64 from = 0; ///< Of a file's bytes, if an entity; blocks that lie outside stay here.
    quint64 to = std::numeric_limits<quint64>::max(); ///< The first byte not wanted.
};

/// The order in which a DAG's blocks go out: parents before children, links in order, each block
/// once. A value; remembers 16 bytes a block.
class DagWalk
{
public:
    explicit DagWalk(const std::optional<content::Cid>& root, const DagScope& scope = {});

    std::optional<content::Cid> next();
    /// To be told of each block that next() gave, if it can have links. Errors: Corrupt.
    [[nodiscard]] Done expand(const content::Cid& cid, QByteArrayView bytes);

private:
    struct Ahead
    {
        content::Cid cid;
        quint64 position = 0; ///< In the file, if in one.
    };
    Done expandEntity(const content::Cid& cid, QByteArrayView bytes, quint64 position);
    Done push(std::vector<Ahead> children);

    DagScope m_scope;
    quint64 m_position = 0; ///< Of the block that next() gave.
    std::vector<Ahead> m_ahead;
    std::unordered_set<QByteArray> m_seen; ///< Beginnings of digests: enough to tell hashes apart.
};

/// What a CAR is to hold.
struct DagOutline
{
    content::Cid root; ///< As its header has it.
    std::vector<content::Cid> before{}; ///< Blocks on the way down, without what hangs on them.
    std::optional<content::Cid> whole{}; ///< And this one with what is below it,
    DagScope scope{}; ///< as far as this goes.

    const content::Cid& end() const { return whole ? *whole : before.back(); }
};

/// How long such a CAR is; none when it has more than @p maxBlocks. Errors: NotFound when a block
/// is missing, and the store's.
[[nodiscard]] Result<std::optional<qint64>> carLength(BlockStore& blocks, const DagOutline& dag,
                                                      qint64 maxBlocks);

} // namespace cairn::local
