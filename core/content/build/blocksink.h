// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/car/car.h"
#include "core/content/source/blockref.h"
#include "core/content/source/sourcefile.h"

#include <span>

namespace cairn::content {

/// Receives the blocks of a packing, children before parents, and counts them. Called on the
/// packing thread only.
class BlockSink
{
public:
    /// A place in the sequence of blocks: their number, and their bytes as sections of a CAR.
    struct Mark
    {
        qint64 blocks = 0;
        qint64 bytes = 0;
    };

    virtual ~BlockSink() = default;

    /// To be called before the leaves of a source; the result becomes their target.
    [[nodiscard]] virtual Result<quint64> source(const QByteArray& path,
                                                 const FileIdentity& identity)
        = 0;

    /// @p block has room before it for its CAR frame (leaf.h).
    [[nodiscard]] Done leaf(const BlockRef& ref, char* block)
    {
        count(ref);
        return putLeaf(ref, block);
    }

    /// The result becomes the node's target.
    [[nodiscard]] Result<quint64> node(const BlockRef& ref, QByteArrayView bytes,
                                       std::span<const BlockLink> children)
    {
        count(ref);
        return putNode(ref, bytes, children);
    }

    Mark mark() const { return m_mark; }
    void setMark(const Mark& mark) { m_mark = mark; } ///< drops the blocks after the mark

protected:
    virtual Done putLeaf(const BlockRef& ref, char* block) = 0;
    virtual Result<quint64> putNode(const BlockRef& ref, QByteArrayView bytes,
                                    std::span<const BlockLink> children)
        = 0;

private:
    void count(const BlockRef& ref)
    {
        ++m_mark.blocks;
        m_mark.bytes += carSectionLength(ref.cidLength, ref.length);
    }

    Mark m_mark;
};

/// Drops all blocks: when only the root is wanted.
class NullSink final : public BlockSink
{
public:
    Result<quint64> source(const QByteArray&, const FileIdentity&) override { return 0; }

protected:
    Done putLeaf(const BlockRef&, char*) override { return {}; }
    Result<quint64> putNode(const BlockRef&, QByteArrayView, std::span<const BlockLink>) override
    {
        return 0;
    }
};

} // namespace cairn::content
