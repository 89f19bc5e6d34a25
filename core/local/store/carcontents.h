// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/car/carparser.h"
#include "core/local/store/blocktable.h"

#include <optional>

namespace cairn::local {

// With more of either the change that lists a CAR would let others wait.
inline constexpr std::size_t mostBlocksAtOnce = 4'096;
inline constexpr std::size_t mostLinksAtOnce = 4'096;

/// What is in a valid CAR (contract §7), or what is left of one.
struct CarContents
{
    content::Cid root; ///< As in the header: of version 0 or 1.
    content::Cid carCid; ///< Of all the bytes.
    qint64 size = 0; ///< Of the whole CAR.
    std::optional<qint64> dagSize; ///< Contract §7.4.
    BlockTable blocks;
    BlockTable missingLinks; ///< Linked to from here, not here; without places.
    bool unknownCodec = false; ///< Holds a block whose links cannot be read.
    bool isDamaged = false; ///< Some of its bytes have changed; `blocks` has those that are good.
    /// It has so many blocks or links that neither are here: BlockIndex reads them from the file.
    bool isLong = false;
    std::optional<qint64> row{}; ///< Of the car that has its blocks already, which is Arriving.
};

/// Makes CarContents of verified blocks as they come: keeps their places and links, never their
/// bytes. One CAR, one thread.
class CarContentsBuilder
{
public:
    /// Of what comes in more is asked than of what is stored already, which stays readable.
    enum class Blocks { Incoming, Stored };
    explicit CarContentsBuilder(Blocks blocks = Blocks::Stored)
        : m_blocks(blocks)
    { }

    /// Before the first block.
    void setRoot(const content::Cid& root) { m_car.root = root; }
    /// Of a leaf the bytes may be left out. Errors: Corrupt for a block that does not decode; it is
    /// not added then.
    [[nodiscard]] Done add(const content::CarBlock& block);
    /// Without asking for its links.
    void addUndecoded(const content::CarBlock& block);

    qint64 sections() const { return m_sections; } ///< Blocks that came, repeats included.
    bool hasRoot() const { return m_rootSeen; }
    qsizetype rootLinks() const { return m_rootLinks; }
    bool contains(const BlockKey& key) const { return m_car.blocks.contains(key); }

    /// A root that did not come is among the missing links.
    [[nodiscard]] CarContents finish(const content::Cid& carCid, qint64 size);

private:
    bool isHere(const BlockKey& key) const;
    void letGoOfTooMany();
    Result<qsizetype> takeLinks(const content::Cid& cid, QByteArrayView bytes);

    const Blocks m_blocks;
    CarContents m_car;
    BlockTable m_linked; ///< Keys that any block links to, in this CAR or not.
    qint64 m_sections = 0;
    qsizetype m_rootLinks = 0;
    bool m_rootSeen = false;
};

} // namespace cairn::local
