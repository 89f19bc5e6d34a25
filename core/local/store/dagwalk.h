// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/codec/dagpb.h"
#include "core/content/codec/unixfs.h"
#include "core/local/store/blockstore.h"

#include <QSet>

#include <functional>
#include <limits>
#include <optional>
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
    /// What the file claims to hold. It need not be true.
    quint64 size = std::numeric_limits<quint64>::max();
};

/// Which blocks a CAR is to have.
struct DagOutline
{
    content::Cid root; ///< As its header has it.
    /// Blocks on the path to `whole`, without other blocks below them.
    std::vector<content::Cid> before{};
    std::optional<content::Cid> whole{}; ///< This block with those below it,
    DagScope scope{}; ///< as far as the scope goes.
    /// Whether a block comes each time it is linked to. That may be any number of times.
    enum class Repeats { LeftOut, Given } repeats = Repeats::LeftOut;

    const content::Cid& end() const { return whole ? *whole : before.back(); }
};

/// Gives the blocks of a DAG in the order of a CAR: parents before children, links in order. Blocks
/// are told apart by codec and hash; each is given once as a new one, or each time where repeats
/// are wanted, and none that lies inside its CID. Without repeats time and memory grow with the
/// number of links, however often a block is linked to: about 30 bytes for each block. A value.
/// Errors: Corrupt.
///
/// A range of a file. A part of it (a node and all below it) can be at several places:
///
///   wholly in the range     its blocks are all wanted; it is looked into once
///   cut by an end of it     looked into for this place: its children are judged one by one
///   beside it, or empty     left out
///
/// An end cuts one part of each level at most, since the parts of a node lie side by side. That
/// holds where sizes agree. A node that has another size, or other parts, than is said of it comes
/// with all that is below it: nobody knows where its bytes are.
class DagWalk
{
public:
    explicit DagWalk(const DagOutline& dag);

    struct Step
    {
        content::Cid cid;
        /// Not given before. An older one comes again when more below it is wanted.
        bool isNew = true;
        /// expand() needs its bytes before the next step.
        bool hasLinks = false;
    };
    /// Nothing at the end.
    [[nodiscard]] Result<std::optional<Step>> next();
    [[nodiscard]] Done expand(QByteArrayView bytes);
    /// Whether a block came whose links nobody here can read: what hangs on it is not known.
    bool hasUnknownCodec() const { return m_hasUnknownCodec; }

private:
    struct Place
    {
        enum class Wanted { Itself, Some, Whole };
        content::Cid cid;
        Wanted wanted = Wanted::Whole;
        quint64 begin = 0; ///< Of a part of a file that is wanted in some,
        quint64 size = 0; ///< as the node above claims.
    };
    Done expandEntity(QByteArrayView bytes);
    std::vector<Place> partsInRange(const content::PbNode& node, const content::UnixFs& file) const;
    /// What tells one block from another: 128 bits of a cryptographic hash, and the codec.
    struct BlockMark
    {
        quint64 first = 0;
        quint64 second = 0;
        bool operator==(const BlockMark&) const = default;
        friend size_t qHash(const BlockMark& mark, size_t seed = 0) { return mark.first ^ seed; }
    };
    static BlockMark markOf(const content::Cid& cid);
    bool visit(const BlockMark& block, Place::Wanted wanted);
    void push(std::vector<Place> places);

    DagScope m_scope;
    DagOutline::Repeats m_repeats;
    std::vector<Place> m_ahead; ///< The next one is last.
    Place m_at; ///< The block that next() gave.
    QSet<BlockMark> m_given;
    QSet<BlockMark> m_partly; ///< Those of them that may have children not looked at.
    bool m_hasUnknownCodec = false;
};

struct DagExtent
{
    qint64 carLength = 0; ///< Bytes.
    bool hasUnknownCodec = false; ///< More may belong to it than is known.
};

/// Whether whoever asked for a walk wants nothing of it any more.
using IsUnwanted = std::function<bool()>;

/// What a walk through the DAG finds; none when it has more than @p maxBlocks. Errors: NotFound
/// when a block is missing, with its CID as the subject; Cancelled soon after @p isUnwanted; the
/// store's.
[[nodiscard]] Result<std::optional<DagExtent>>
measure(BlockStore& blocks, const DagOutline& dag, qint64 maxBlocks, const IsUnwanted& isUnwanted);
/// How long such a CAR is; the same otherwise.
[[nodiscard]] Result<std::optional<qint64>> carLength(BlockStore& blocks, const DagOutline& dag,
                                                      qint64 maxBlocks,
                                                      const IsUnwanted& isUnwanted);

} // namespace cairn::local
