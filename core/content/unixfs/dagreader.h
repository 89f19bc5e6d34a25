// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/block.h"

#include <functional>
#include <vector>

namespace cairn::content {

/// A source of blocks. The implementation must verify them: the reader does not.
class BlockSource
{
public:
    virtual ~BlockSource() = default;
    [[nodiscard]] virtual Result<QByteArray> block(const Cid& cid) = 0; ///< NotFound if absent
};

enum class NodeKind { File, Directory, Symlink, Other };

/// A file, folder or link inside a DAG.
struct NodeInfo
{
    Cid cid;
    NodeKind kind = NodeKind::Other;
    quint64 size = 0; ///< a file's content bytes; a folder's cumulative size; both as it claims
    QByteArray target{}; ///< of a symlink
    bool isSharded = false; ///< of a folder
};

struct DirectoryEntry
{
    QByteArray name;
    Cid cid;
    quint64 tsize = 0; ///< cumulative, as the folder's node claims
};

/// Reads UnixFS out of blocks: any layout (balanced, trickle), flat and sharded folders, raw leaves
/// or not. Depth is bounded everywhere, and a file is streamed, never in memory as a whole. Errors:
/// NotFound, Corrupt (nodes that contradict themselves), Invalid (not UnixFS), and the source's
/// own. Borrows the source; one thread at a time.
class DagReader
{
public:
    using OnEntry = std::function<Done(const DirectoryEntry&)>;
    using OnBytes = std::function<Done(QByteArrayView)>;

    explicit DagReader(BlockSource& source);

    /// Follows @p path (`a/b`, empty for the root) through flat and sharded folders.
    [[nodiscard]] Result<NodeInfo> resolve(const Cid& root, QByteArrayView path);
    [[nodiscard]] Result<NodeInfo> stat(const Cid& cid);
    /// Calls @p onEntry for every entry of a folder, in stored order; names are as stored, unsafe.
    [[nodiscard]] Done list(const Cid& directory, const OnEntry& onEntry);
    /// Streams @p length bytes of a file from @p offset; -1 is to its end. Only blocks that overlap
    /// the range are fetched.
    [[nodiscard]] Done read(const Cid& file, const OnBytes& onBytes, qint64 offset = 0,
                            qint64 length = -1);

private:
    struct Range;

    Result<Cid> child(const Cid& directory, QByteArrayView name);
    Done listShard(const Cid& shard, const OnEntry& onEntry, const std::vector<QByteArray>& way);
    Done readNode(const Cid& cid, Range& range, const OnBytes& onBytes, int depth);

    BlockSource& m_source;
};

} // namespace cairn::content
