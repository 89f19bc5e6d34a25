// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/download/carsource.h"

#include "core/api/source/sourceanswer.h"
#include "core/api/wire/routes.h"

namespace cairn {
using content::Block;
using content::CarBlock;
using content::Cid;

namespace {

constexpr qsizetype pieceSize = 1024 * 1024;
constexpr qint64 maxAhead = 4 * 1024 * 1024;

/// v0 and v1 of one block name the same bytes.
bool isSame(const Cid& one, const Cid& other)
{
    return one == other || one.hash() == other.hash();
}

/// Not every server says how long its answer is; then only the CAR shows that the end is missing.
Done finished(content::CarParser& parser)
{
    Done done = parser.finish();
    if (done || !parser.fault() || parser.fault()->rule != content::CarFault::Rule::CutShort)
        return done;
    return fail(brokenOff({Error::Kind::Offline, done.error().detail}));
}

} // namespace

CarSource::CarSource(std::unique_ptr<HttpStream> stream, const TransferControl& control,
                     qint64 unusedBudget)
    : m_stream(std::move(stream))
    , m_control(control)
    , m_unusedBudget(unusedBudget)
    , m_reader([this] { read(); })
{ }

CarSource::~CarSource()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isStopped = true;
    }
    m_changed.notify_all();
    m_stream->interrupt();
    m_reader.join();
}

bool CarSource::isStopped() const
{
    const std::scoped_lock lock(m_mutex);
    return m_isStopped;
}

void CarSource::read()
{
    content::CarParser* self = nullptr;
    content::CarParser parser({.blockBytes = routes::largestBlock}, {}, [&](const CarBlock& block) {
        return put({block.cid, self->takeData()});
    });
    self = &parser;
    QByteArray piece(pieceSize, Qt::Uninitialized);
    Done end;
    bool isAtEnd = false;
    while (end && !isAtEnd && !isStopped()) {
        const auto count
            = m_control.read(*m_stream, piece.data(), pieceSize, [this] { return isStopped(); });
        if (!count) {
            end = fail(brokenOff(count.error()));
            break;
        }
        isAtEnd = *count == 0;
        end = isAtEnd ? finished(parser)
                      : parser.feed(QByteArrayView(piece.constData(), qsizetype(*count)));
    }
    {
        const std::scoped_lock lock(m_mutex);
        m_end = std::move(end);
    }
    m_changed.notify_all();
}

Done CarSource::put(Block block)
{
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_bytes < maxAhead || m_isStopped; });
        if (m_isStopped)
            return fail(Error::Kind::Cancelled);
        m_bytes += block.bytes.size();
        m_blocks.push_back(std::move(block));
    }
    m_changed.notify_all();
    return {};
}

bool CarSource::isAtEnd() const
{
    const std::scoped_lock lock(m_mutex);
    return m_blocks.empty() && m_end && *m_end;
}

Result<std::optional<QByteArray>> CarSource::take(const Cid& cid)
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock, [this] { return !m_blocks.empty() || m_end; });
        if (m_blocks.empty() && !*m_end)
            return fail(m_end->error());
        if (m_blocks.empty())
            return std::optional<QByteArray>();
        const bool isWanted = isSame(m_blocks.front().cid, cid);
        if (!isWanted && m_unusedBudget <= 0)
            return std::optional<QByteArray>();
        QByteArray bytes = std::move(m_blocks.front().bytes);
        m_blocks.pop_front();
        m_bytes -= bytes.size();
        m_changed.notify_all();
        if (isWanted) {
            m_unusedBudget = 0; // From here on whatever comes is wanted.
            return std::optional(std::move(bytes));
        }
        m_unusedBudget -= bytes.size() + 64;
    }
}

} // namespace cairn
