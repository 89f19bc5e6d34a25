// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/httpserver.h"

#include "core/api/wire/routes.h"
#include "core/base/logging.h"

#include <microhttpd.h>
#include <netinet/in.h>

#include <cerrno>
#include <condition_variable>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <mutex>

namespace cairn::local {
using namespace Qt::StringLiterals;

/// The requests under way, of all threads.
struct HttpServer::Traffic
{
    HttpHandler& handler;
    std::mutex mutex;
    std::condition_variable ended;
    int underWay = 0;
    bool isClosing = false;

    /// Whether a request may begin.
    bool begin()
    {
        const std::lock_guard lock(mutex);
        underWay += isClosing ? 0 : 1;
        return !isClosing;
    }
    void end()
    {
        const std::lock_guard lock(mutex);
        --underWay;
        ended.notify_all();
    }
};

namespace {

constexpr unsigned threads = 4;
constexpr std::size_t connectionMemory = 128 * 1024;
constexpr unsigned connections = 512;
constexpr unsigned connectionsOfOneAddress = 256;
constexpr std::size_t streamPiece = 256 * 1024;
// A refused body is read to its end, for a sender listens only after sending; but not for ever.
constexpr qint64 longestRefusedBody = 4 * routes::largestBody;

/// One request under way.
struct Exchange
{
    std::unique_ptr<BodyReceiver> receiver;
    qint64 received = 0;
};

std::size_t keepEscapes(void*, MHD_Connection*, char* text)
{
    return std::strlen(text);
}

MHD_Result collect(void* fields, MHD_ValueKind, const char* key, const char* value)
{
    static_cast<HttpFields*>(fields)->emplace_back(key, value);
    return MHD_YES;
}

MHD_Result collectDecoded(void* fields, MHD_ValueKind, const char* key, const char* value)
{
    static_cast<HttpFields*>(fields)->emplace_back(QByteArray::fromPercentEncoding(key),
                                                   QByteArray::fromPercentEncoding(value));
    return MHD_YES;
}

HttpRequest requestFrom(MHD_Connection* connection, const char* path, const char* method)
{
    HttpRequest request{method, path, {}, {}};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, collect, &request.headers);
    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, collectDecoded, &request.query);
    return request;
}

ssize_t readStream(void* source, std::uint64_t, char* to, std::size_t maxSize)
{
    const qint64 count = static_cast<BodySource*>(source)->read(to, qint64(maxSize));
    return count > 0 ? ssize_t(count)
        : count == 0 ? MHD_CONTENT_READER_END_OF_STREAM
                     : MHD_CONTENT_READER_END_WITH_ERROR;
}

void freeStream(void* source)
{
    delete static_cast<BodySource*>(source);
}

MHD_Result send(MHD_Connection* connection, HttpResponse response)
{
    MHD_Response* answer = nullptr;
    if (response.stream) {
        const auto size = response.stream->size();
        answer = MHD_create_response_from_callback(size ? std::uint64_t(*size) : MHD_SIZE_UNKNOWN,
                                                   streamPiece, readStream,
                                                   response.stream.release(), freeStream);
    } else {
        answer = MHD_create_response_from_buffer(std::size_t(response.body.size()),
                                                 response.body.data(), MHD_RESPMEM_MUST_COPY);
    }
    for (const auto& [name, value] : response.headers)
        MHD_add_response_header(answer, name.constData(), value.constData());
    const MHD_Result queued = MHD_queue_response(connection, unsigned(response.status), answer);
    MHD_destroy_response(answer);
    return queued;
}

template<typename Traffic>
MHD_Result serve(void* argument, MHD_Connection* connection, const char* path, const char* method,
                 const char*, const char* bytes, std::size_t* count, void** state)
{
    auto* exchange = static_cast<Exchange*>(*state);
    if (!exchange) {
        auto& traffic = *static_cast<Traffic*>(argument);
        if (!traffic.begin())
            return MHD_NO;
        HttpRequest request = requestFrom(connection, path, method);
        const bool asksFirst = request.headerCount("Expect") > 0;
        exchange = new Exchange{traffic.handler.begin(std::move(request))};
        *state = exchange;
        if (asksFirst && !exchange->receiver->wantsBody())
            return send(connection, exchange->receiver->finish());
        return MHD_YES;
    }
    if (*count > 0) {
        exchange->received += qint64(*count);
        if (exchange->received > longestRefusedBody)
            return MHD_NO;
        exchange->receiver->write(QByteArrayView(bytes, qsizetype(*count)));
        *count = 0;
        return MHD_YES;
    }
    return send(connection, exchange->receiver->finish());
}

/// The answer is out, or the connection is gone.
template<typename Traffic>
void completed(void* argument, MHD_Connection*, void** state, MHD_RequestTerminationCode)
{
    auto* exchange = static_cast<Exchange*>(std::exchange(*state, nullptr));
    if (!exchange)
        return; // It never began.
    delete exchange;
    static_cast<Traffic*>(argument)->end();
}

void logLine(void*, const char* format, va_list arguments)
{
    char line[512];
    const int length = std::vsnprintf(line, sizeof line, format, arguments);
    if (length > 0)
        qCDebug(lcLocal) << QByteArray(line).trimmed();
}

sockaddr_storage socketAddress(const QHostAddress& address, quint16 port)
{
    sockaddr_storage storage{};
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        auto* v6 = reinterpret_cast<sockaddr_in6*>(&storage);
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(port);
        const Q_IPV6ADDR bytes = address.toIPv6Address();
        std::memcpy(&v6->sin6_addr, &bytes, sizeof bytes);
    } else {
        auto* v4 = reinterpret_cast<sockaddr_in*>(&storage);
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        v4->sin_addr.s_addr = htonl(address.toIPv4Address());
    }
    return storage;
}

} // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::start(const QHostAddress& address, quint16 port,
                                                      std::chrono::seconds timeout,
                                                      HttpHandler& handler)
{
    const sockaddr_storage storage = socketAddress(address, port);
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG;
    if (storage.ss_family == AF_INET6)
        flags |= MHD_USE_IPv6;

    errno = 0;
    std::unique_ptr<HttpServer> server(new HttpServer(handler));
    server->m_daemon
        = MHD_start_daemon(flags, port, nullptr, nullptr, serve<Traffic>,
                           server->m_traffic.get(), //
                           MHD_OPTION_EXTERNAL_LOGGER, logLine, nullptr, //
                           MHD_OPTION_SOCK_ADDR, reinterpret_cast<const sockaddr*>(&storage), //
                           MHD_OPTION_THREAD_POOL_SIZE, threads, //
                           MHD_OPTION_CONNECTION_MEMORY_LIMIT, connectionMemory, //
                           MHD_OPTION_CONNECTION_LIMIT, connections, //
                           MHD_OPTION_PER_IP_CONNECTION_LIMIT, connectionsOfOneAddress, //
                           MHD_OPTION_CONNECTION_TIMEOUT, unsigned(timeout.count()), //
                           MHD_OPTION_UNESCAPE_CALLBACK, keepEscapes, nullptr, //
                           MHD_OPTION_NOTIFY_COMPLETED, completed<Traffic>,
                           server->m_traffic.get(), //
                           MHD_OPTION_END);
    if (!server->m_daemon) {
        const int reason = errno;
        return fail(reason == EADDRINUSE ? Error::Kind::Conflict : Error::Kind::Storage,
                    u"cannot listen: %1"_s.arg(qt_error_string(reason)),
                    u"%1:%2"_s.arg(address.toString()).arg(port));
    }
    return server;
}

HttpServer::HttpServer(HttpHandler& handler)
    : m_traffic(new Traffic{handler, {}, {}, 0, false})
{ }

void HttpServer::finishRequests(std::chrono::milliseconds limit)
{
    std::unique_lock lock(m_traffic->mutex);
    m_traffic->isClosing = true;
    m_traffic->ended.wait_for(lock, limit, [this] { return m_traffic->underWay == 0; });
}

HttpServer::~HttpServer()
{
    if (m_daemon)
        MHD_stop_daemon(m_daemon);
}

quint16 HttpServer::port() const
{
    return MHD_get_daemon_info(m_daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

} // namespace cairn::local
