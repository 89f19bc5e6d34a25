// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/http/byterange.h"
#include "core/local/http/httpmessage.h"
#include "core/local/store/blockstore.h"

#include <deque>

namespace cairn::local {

/// Keeps the last few blocks, so that a file that is read in pieces needs no block twice.
class RecentBlocks final : public content::BlockSource
{
public:
    explicit RecentBlocks(BlockStore blocks);

    [[nodiscard]] Result<QByteArray> block(const content::Cid& cid) override;

private:
    BlockStore m_blocks;
    std::deque<content::Block> m_recent;
};

/// The body of an answer: a range of a UnixFS file of any layout, read as it is sent. A few blocks
/// are in memory. A block that cannot be read breaks the connection.
class FileStream final : public BodySource
{
public:
    FileStream(BlockStore blocks, content::Cid file, ByteRange range);

    std::optional<qint64> size() const override { return m_range.length; }
    qint64 read(char* to, qint64 maxSize) override;

private:
    [[nodiscard]] Done fill();

    RecentBlocks m_blocks;
    const content::Cid m_file;
    const ByteRange m_range;
    qint64 m_fetched = 0; ///< Of the range, so far.
    QByteArray m_piece;
    qsizetype m_sent = 0; ///< Of the piece.
};

} // namespace cairn::local
