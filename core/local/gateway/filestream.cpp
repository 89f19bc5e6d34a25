// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/gateway/filestream.h"

#include "core/base/logging.h"

#include <algorithm>
#include <cstring>

namespace cairn::local {
using namespace Qt::StringLiterals;
using content::Cid;

namespace {

// The usual leaf: pieces that begin where leaves do need one of them each.
constexpr qint64 pieceSize = 1024 * 1024;
constexpr std::size_t blocksKept = 4; // The way down to a leaf of a file of a tebibyte.

} // namespace

RecentBlocks::RecentBlocks(BlockStore blocks)
    : m_blocks(std::move(blocks))
{ }

Result<QByteArray> RecentBlocks::block(const Cid& cid)
{
    const auto known = std::ranges::find(m_recent, cid, &content::Block::cid);
    if (known != m_recent.end()) {
        std::rotate(m_recent.begin(), known, known + 1);
        return m_recent.front().bytes;
    }
    auto bytes = m_blocks.block(cid);
    if (!bytes)
        return bytes;
    m_recent.push_front({cid, *bytes});
    if (m_recent.size() > blocksKept)
        m_recent.pop_back();
    return bytes;
}

FileStream::FileStream(BlockStore blocks, Cid file, ByteRange range)
    : m_blocks(std::move(blocks))
    , m_file(std::move(file))
    , m_range(range)
{ }

Done FileStream::fill()
{
    m_piece.clear();
    m_sent = 0;
    const qint64 at = m_range.begin + m_fetched;
    const qint64 wanted = std::min(pieceSize - at % pieceSize, m_range.length - m_fetched);
    const Done done = content::DagReader(m_blocks).read(
        m_file,
        [this](QByteArrayView bytes) {
            m_piece.append(bytes);
            return Done();
        },
        at, wanted);
    if (!done)
        return done;
    if (m_piece.size() != wanted)
        return fail(Error::Kind::Corrupt, u"the file is shorter than it says"_s);
    m_fetched += wanted;
    return {};
}

qint64 FileStream::read(char* to, qint64 maxSize)
{
    if (m_sent == m_piece.size()) {
        if (m_fetched == m_range.length)
            return 0;
        if (const Done filled = fill(); !filled) {
            qCCritical(lcLocal) << "cannot send" << m_file.toString() << filled.error().detail;
            return -1;
        }
    }
    const qint64 count = std::min<qint64>(maxSize, m_piece.size() - m_sent);
    std::memcpy(to, m_piece.constData() + m_sent, std::size_t(count));
    m_sent += count;
    return count;
}

} // namespace cairn::local
