// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/answer.h"

#include <microhttpd.h>

#include <algorithm>
#include <cstring>

namespace cairn::local {

namespace {

constexpr qsizetype streamPiece = 128 * 1024;

/// The body of an answer, read ahead by a piece; used by the thread of its socket, or by one worker
/// while that connection is suspended.
class Stream
{
public:
    Stream(std::unique_ptr<BodySource> source, Work work, Traffic& traffic,
           MHD_Connection* connection)
        : m_source(std::move(source))
        , m_work(work)
        , m_traffic(traffic)
        , m_connection(connection)
    { }

    std::optional<qint64> size() const { return m_source->size(); }

    ssize_t read(char* to, std::size_t maxSize)
    {
        if (m_work == Work::AtOnce)
            return result(m_source->read(to, qint64(maxSize)));
        if (m_at == m_piece.size()) {
            if (m_last <= 0 && m_isBegun)
                return result(m_last);
            m_isBegun = true;
            if (!m_traffic.hand(m_work, m_connection, [this] { fill(); }))
                return MHD_CONTENT_READER_END_WITH_ERROR;
            return 0; // Asked again once the connection is resumed.
        }
        const qsizetype count = std::min(qsizetype(maxSize), m_piece.size() - m_at);
        std::memcpy(to, m_piece.constData() + m_at, std::size_t(count));
        m_at += count;
        return ssize_t(count);
    }

private:
    static ssize_t result(qint64 count)
    {
        return count > 0 ? ssize_t(count)
            : count == 0 ? MHD_CONTENT_READER_END_OF_STREAM
                         : MHD_CONTENT_READER_END_WITH_ERROR;
    }
    void fill()
    {
        m_piece.resize(streamPiece);
        if (!hasEnoughFor([this] { m_last = m_source->read(m_piece.data(), streamPiece); }))
            m_last = -1;
        m_piece.resize(std::max<qint64>(m_last, 0));
        m_at = 0;
    }

    const std::unique_ptr<BodySource> m_source;
    const Work m_work;
    Traffic& m_traffic;
    MHD_Connection* const m_connection;
    QByteArray m_piece;
    qsizetype m_at = 0;
    qint64 m_last = 0; ///< What the source said last.
    bool m_isBegun = false;
};

ssize_t readStream(void* stream, std::uint64_t, char* to, std::size_t maxSize)
{
    return static_cast<Stream*>(stream)->read(to, maxSize);
}

void freeStream(void* stream)
{
    delete static_cast<Stream*>(stream);
}

} // namespace

bool send(Traffic& traffic, MHD_Connection* connection, Work work, HttpResponse response)
{
    MHD_Response* answer = nullptr;
    if (response.stream) {
        auto* stream = new Stream(std::move(response.stream), work, traffic, connection);
        const auto size = stream->size();
        answer = MHD_create_response_from_callback(size ? std::uint64_t(*size) : MHD_SIZE_UNKNOWN,
                                                   std::size_t(streamPiece), readStream, stream,
                                                   freeStream);
    } else {
        answer = MHD_create_response_from_buffer(std::size_t(response.body.size()),
                                                 response.body.data(), MHD_RESPMEM_MUST_COPY);
    }
    for (const auto& [name, value] : response.headers)
        MHD_add_response_header(answer, name.constData(), value.constData());
    // Of every answer: a body is what it is said to be, whatever a browser finds in it.
    MHD_add_response_header(answer, "X-Content-Type-Options", "nosniff");
    traffic.connections.awaitBytes(countedOf(connection));
    const MHD_Result queued = MHD_queue_response(connection, unsigned(response.status), answer);
    MHD_destroy_response(answer);
    return queued == MHD_YES;
}

} // namespace cairn::local
