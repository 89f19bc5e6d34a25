// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/cid/block.h"
#include "core/content/codec/datapath.h"
#include "core/content/codec/unixfs.h"

#include <functional>
#include <optional>
#include <vector>

namespace cairn::content {

/// A source of blocks. The implementation must verify them: the reader does not.
class BlockSource
{
public:
    virtual ~BlockSource() = default;
    [[nodiscard]] virtual Result<QByteArray> block(const Cid& cid) = 0; ///< NotFound if absent
};

/// Codes of errors about blocks that are what their CIDs say: nobody has better ones.
inline constexpr auto dagContradicts = QLatin1StringView("DAG_CONTRADICTS"); ///< Corrupt
inline constexpr auto dagTooDeep = QLatin1StringView("DAG_TOO_DEEP"); ///< TooLarge: our own limit
inline constexpr auto dagNotUnixFs = QLatin1StringView("DAG_NOT_UNIXFS"); ///< Invalid
inline constexpr auto dagNoEntry = QLatin1StringView("DAG_NO_ENTRY"); ///< NotFound
inline constexpr auto dagNotALink = QLatin1StringView("DAG_NOT_A_LINK"); ///< Invalid

enum class NodeKind { File, Directory, Symlink, Other };

/// A file, folder or link inside a DAG.
struct NodeInfo
{
    Cid cid;
    NodeKind kind = NodeKind::Other;
    quint64 size = 0; ///< a file's content bytes; a folder's cumulative size; both as it claims
    QByteArray target{}; ///< of a symlink
    bool isSharded = false; ///< of a folder
    std::optional<quint64> mode{}; ///< POSIX rights, if the node says any; may have further bits
    std::optional<UnixFsTime> modified{}; ///< if the node says it
};

struct DirectoryEntry
{
    QByteArray name;
    Cid cid;
    quint64 tsize = 0; ///< cumulative, as the folder's node claims
};

/// What reading a whole file has found so far.
struct WholeFile
{
    quint64 bytes = 0;
    /// Set before the first byte that no node's sizes place where it is: a range that begins
    /// behind it cannot be asked for.
    bool sizesDiffer = false;
    /// The first node whose sizes are not those of what it points to; the bytes are good.
    std::optional<Cid> wrongSizes{};
};

/// Reads UnixFS out of blocks: any layout (balanced, trickle), flat and sharded folders, raw leaves
/// or not. Depth is bounded everywhere (files: 1 000 nodes), and a file is streamed, never in
/// memory as a whole. Errors: NotFound, Corrupt (nodes that contradict themselves: dagContradicts),
/// TooLarge (dagTooDeep), Invalid (not UnixFS), and the source's own. Borrows the source; one
/// thread at a time.
class DagReader
{
public:
    static constexpr int deepestFile = 1000;

    using OnEntry = std::function<Done(const DirectoryEntry&)>;
    using OnBytes = std::function<Done(QByteArrayView)>;

    explicit DagReader(BlockSource& source);

    /// Follows @p path (`a/b`, empty for the root) through flat and sharded folders, and through
    /// the links of dag-cbor and dag-json blocks.
    [[nodiscard]] Result<NodeInfo> resolve(const Cid& root, QByteArrayView path);
    /// The nodes on such a path, from the root to its end, of which the block is not read. Errors:
    /// dagNoEntry where a name leads nowhere, dagNotALink where the path ends inside of a block.
    [[nodiscard]] Result<std::vector<Cid>> follow(const Cid& root, QByteArrayView path);
    [[nodiscard]] Result<NodeInfo> stat(const Cid& cid);
    /// Calls @p onEntry for every entry of a folder, in stored order; names are as stored, unsafe.
    [[nodiscard]] Done list(const Cid& directory, const OnEntry& onEntry);
    /// Streams @p length bytes of a file from @p offset; -1 is to its end. Only blocks that overlap
    /// the range are fetched, by the sizes that its nodes say: wrong ones are a contradiction.
    [[nodiscard]] Done read(const Cid& file, const OnBytes& onBytes, qint64 offset = 0,
                            qint64 length = -1);
    /// Streams all bytes of a file, whatever sizes its nodes say. @p found is up to date whenever
    /// @p onBytes is called; the bytes it is called with are not counted yet.
    [[nodiscard]] Done readWhole(const Cid& file, const OnBytes& onBytes, WholeFile& found);

private:
    struct Range;
    struct Whole;

    Result<DataStep> step(const Cid& from, std::span<const QByteArray> names);
    Result<Cid> child(const Cid& directory, QByteArrayView name);
    Done readNode(const Cid& cid, Range& range, const OnBytes& onBytes, int depth);
    Done readAll(const Cid& cid, Whole& whole, std::optional<quint64> claimed, int depth);

    BlockSource& m_source;
};

} // namespace cairn::content
