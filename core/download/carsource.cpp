// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/carsource.h"

#include "core/api/routes.h"

namespace cairn {
using content::Block;
using content::CarBlock;
using content::Cid;

namespace {

constexpr qsizetype pieceSize = 1024 * 1024;

/// v0 and v1 of one block name the same bytes.
bool isSame(const Cid& one, const Cid& other)
{
    return one == other || one.hash() == other.hash();
}

} // namespace

Result<HttpStream::Head> DownloadReins::head(HttpStream& stream) const
{
    auto head = stream.head();
    if (head)
        charge(head->bytes);
    return head;
}

Result<qint64> DownloadReins::read(HttpStream& stream, char* to, qint64 most) const
{
    const qint64 allowed = allow(most);
    const auto count = stream.read(to, allowed);
    if (const qint64 unused = allowed - count.value_or(0); unused > 0)
        charge(-unused);
    if (count)
        received(*count);
    return count;
}

CarSource::CarSource(std::unique_ptr<HttpStream> stream, const DownloadReins& reins, qint64 spare)
    : m_stream(std::move(stream))
    , m_reins(reins)
    , m_spare(spare)
    , m_parser({.blockBytes = routes::largestBlock}, {},
               [this](const CarBlock& block) {
                   m_blocks.push_back({block.cid, m_parser.takeData()});
                   return Done();
               })
    , m_piece(pieceSize, Qt::Uninitialized)
{ }

/// Until there is a block, or the end.
Done CarSource::fill()
{
    while (m_blocks.empty() && !m_isAtEnd) {
        const auto count = m_reins.read(*m_stream, m_piece.data(), pieceSize);
        if (!count)
            return fail(count.error());
        const Done parsed = *count == 0
            ? m_parser.finish()
            : m_parser.feed(QByteArrayView(m_piece.constData(), qsizetype(*count)));
        // What came before the fault was right.
        if (!parsed && m_blocks.empty())
            return parsed;
        m_isAtEnd = *count == 0;
    }
    return {};
}

Result<std::optional<QByteArray>> CarSource::take(const Cid& cid)
{
    while (true) {
        if (const Done filled = fill(); !filled)
            return fail(filled.error());
        if (m_blocks.empty())
            return std::optional<QByteArray>();
        if (isSame(m_blocks.front().cid, cid)) {
            QByteArray bytes = std::move(m_blocks.front().bytes);
            m_blocks.pop_front();
            m_spare = 0; // From here on whatever comes is wanted.
            return std::optional(std::move(bytes));
        }
        if (m_spare <= 0)
            return std::optional<QByteArray>();
        m_spare -= m_blocks.front().bytes.size() + 64;
        m_blocks.pop_front();
    }
}

} // namespace cairn
