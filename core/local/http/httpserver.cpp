// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/httpserver.h"

#include "core/api/wire/routes.h"
#include "core/base/posix/socket.h"
#include "core/local/http/answer.h"
#include "core/local/http/requesthead.h"
#include "core/local/http/responses.h"

#include <microhttpd.h>
#include <netinet/in.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr unsigned socketThreads = 4;
constexpr std::size_t connectionMemory = 128 * 1024;
constexpr qsizetype pieceOfWorker = 512 * 1024;
constexpr int moreConnections = 64; // Than we serve, to be told so.
// A refused body is read to its end, for a sender listens only after sending; but not for ever.
constexpr qint64 longestRefusedBody = 4 * routes::largestBody;

/// One request under way: used by the thread of its socket, or by one worker while that connection
/// is suspended. Exists from the first line of its head on.
struct Exchange
{
    qsizetype targetSize = 0; ///< Before the library takes it apart.
    bool isTargetRefused = false;
    bool hasBegun = false; ///< Its head is complete, and it is counted.
    std::unique_ptr<BodyReceiver> receiver{};
    bool hasFailed = false; ///< There was no memory or no thread for the receiver.
    Work work = Work::AtOnce;
    qint64 received = 0;
    QByteArray held{}; ///< Of the body: what the next job of a worker takes.
    std::size_t withWorker = 0; ///< Bytes of the last piece in it, which the library still has.
    std::optional<HttpResponse> response{}; ///< A worker has made it.
};

void take(Exchange& exchange, QByteArrayView bytes)
{
    exchange.hasFailed
        = exchange.hasFailed || !hasEnoughFor([&] { exchange.receiver->write(bytes); });
}

/// The receiver is let go with what it has on disk: the answer may be long on its way.
HttpResponse answerOf(Exchange& exchange)
{
    HttpResponse response = overloaded();
    if (!exchange.hasFailed)
        exchange.hasFailed = !hasEnoughFor([&] { response = exchange.receiver->finish(); });
    if (!response.stream)
        exchange.receiver.reset();
    return response;
}

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

MHD_Result collectViews(void* head, MHD_ValueKind, const char* key, std::size_t keySize,
                        const char* value, std::size_t valueSize)
{
    static_cast<RequestHead*>(head)->fields.emplace_back(
        QByteArrayView(key, qsizetype(keySize)), QByteArrayView(value, qsizetype(valueSize)));
    return MHD_YES;
}

/// Where the library has it. Its own option to be strict knows two of these faults, a missing Host
/// and a blank in the target (0.9.75), and answers the first one twice.
RequestHead headOf(MHD_Connection* connection, const char* method, const char* path,
                   qsizetype targetSize, const char* version)
{
    RequestHead head{
        QByteArrayView(method), QByteArrayView(path, targetSize), QByteArrayView(version), {}, 0};
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, collectViews, &head);
    const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    head.size = qsizetype(info->header_size);
    return head;
}

int socketOf(MHD_Connection* connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

HttpRequest requestFrom(MHD_Connection* connection, const char* path, const char* method)
{
    HttpRequest request{method, path, {}, {}};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, collect, &request.headers);
    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, collectDecoded, &request.query);
    request.isGone = [number = socketOf(connection)] { return posix::isPeerGone(number); };
    return request;
}

MHD_Result reply(Traffic& traffic, MHD_Connection* connection, Work work, HttpResponse response)
{
    return send(traffic, connection, work, std::move(response)) ? MHD_YES : MHD_NO;
}

/// Takes a piece of the body. Workers have copies, since the library moves its own when this
/// returns, and what comes at once together, since each change of threads costs. The last piece of
/// it comes again when the connection is resumed, and is said to be taken only then: of a chunked
/// body the library would offer the next piece at once otherwise.
MHD_Result receive(Traffic& traffic, MHD_Connection* connection, Exchange& exchange,
                   const char* bytes, std::size_t* count)
{
    const std::size_t taken = std::exchange(exchange.withWorker, 0);
    bytes += taken;
    *count -= taken;
    if (*count == 0)
        return MHD_YES;
    // More may have come behind what a worker had: it is not offered again unless it is taken, or
    // the connection is suspended and resumed.
    exchange.received += qint64(*count);
    if (exchange.received > longestRefusedBody)
        return MHD_NO;
    const QByteArrayView piece(bytes, qsizetype(*count));
    if (exchange.work == Work::AtOnce || !exchange.receiver->wantsBody()) {
        take(exchange, piece);
        *count = 0;
        return MHD_YES;
    }
    if (exchange.held.isEmpty())
        exchange.held.reserve(pieceOfWorker + qsizetype(connectionMemory));
    exchange.held.append(piece);
    if (exchange.held.size() < pieceOfWorker && posix::hasBytes(socketOf(connection))) {
        *count = 0;
        return MHD_YES;
    }
    exchange.withWorker = *count;
    const auto job = [&exchange] {
        take(exchange, exchange.held);
        exchange.held.resize(0); // Keeps its room.
    };
    return traffic.hand(exchange.work, connection, job) ? MHD_YES : MHD_NO;
}

/// The body has ended.
MHD_Result finish(Traffic& traffic, MHD_Connection* connection, Exchange& exchange)
{
    if (exchange.work == Work::AtOnce)
        exchange.response = answerOf(exchange);
    if (exchange.response)
        return reply(traffic, connection, exchange.work, std::move(*exchange.response));
    // Called once more when the worker is done.
    const auto answer = [&exchange] {
        if (!exchange.held.isEmpty())
            take(exchange, std::exchange(exchange.held, QByteArray()));
        exchange.response = answerOf(exchange);
    };
    return traffic.hand(exchange.work, connection, answer) ? MHD_YES : MHD_NO;
}

/// The first line of a head is there. Of more arguments than it has memory for, about a thousand,
/// the library breaks (0.9.75): of a target that is refused it is shown none.
void* arrive(void*, const char* target, MHD_Connection*)
{
    const QByteArrayView text(target);
    const bool isRefused = !isTarget(text);
    const qsizetype query = text.indexOf('?');
    if (isRefused && query >= 0)
        const_cast<char*>(target)[query + 1] = '\0'; // Its own memory, which it changes next.
    return new Exchange{.targetSize = text.size(), .isTargetRefused = isRefused};
}

/// Nothing of what follows is looked at.
MHD_Result refuse(Traffic& traffic, MHD_Connection* connection, HttpResponse response)
{
    response.headers.emplace_back("Connection", "close");
    return reply(traffic, connection, Work::AtOnce, std::move(response));
}

/// Who sent it, for whom it counts.
QHostAddress clientOf(Traffic& traffic, const Connections::Connection& counted,
                      const HttpRequest& request)
{
    const QHostAddress peer = traffic.connections.peer(counted);
    if (!traffic.connections.isProxy(counted))
        return peer;
    const QHostAddress client
        = clientBehind(request.headerList("X-Forwarded-For"), traffic.limits.proxies);
    return client.isNull() ? peer : client;
}

/// The head is complete.
MHD_Result begin(Traffic& traffic, MHD_Connection* connection, Exchange& exchange,
                 HttpRequest request)
{
    Connections::Connection& counted = countedOf(connection);
    if (traffic.connections.isOverloadedBy(counted))
        return refuse(traffic, connection, overloaded());
    request.client = clientOf(traffic, counted, request);
    if (!traffic.connections.beginRequest(counted, request.client))
        return refuse(traffic, connection, tooManyRequests());
    exchange.hasBegun = traffic.begin();
    if (!exchange.hasBegun)
        return MHD_NO;
    traffic.connections.awaitBytes(counted);
    const bool asksFirst = request.headerCount("Expect") > 0;
    if (!hasEnoughFor([&] { exchange.receiver = traffic.handler.begin(std::move(request)); }))
        return refuse(traffic, connection, overloaded());
    exchange.work = exchange.receiver->work();
    if (traffic.hasLongQueue(exchange.work))
        return refuse(traffic, connection, overloaded());
    if (asksFirst && !exchange.receiver->wantsBody())
        return reply(traffic, connection, Work::AtOnce, answerOf(exchange));
    return MHD_YES;
}

MHD_Result serve(void* argument, MHD_Connection* connection, const char* path, const char* method,
                 const char* version, const char* bytes, std::size_t* count, void** state)
{
    auto& traffic = *static_cast<Traffic*>(argument);
    auto& exchange = *static_cast<Exchange*>(*state);
    if (!exchange.hasBegun) {
        if (exchange.isTargetRefused)
            return refuse(traffic, connection,
                          failure(400, u"HTTP_ERROR"_s,
                                  u"The target has too many arguments, or characters that have no"
                                  " place there."_s));
        if (const auto why
            = ambiguityIn(headOf(connection, method, path, exchange.targetSize, version)))
            return refuse(traffic, connection, failure(400, u"HTTP_ERROR"_s, *why));
        return begin(traffic, connection, exchange, requestFrom(connection, path, method));
    }
    if (*count == 0)
        return finish(traffic, connection, exchange);
    return receive(traffic, connection, exchange, bytes, count);
}

/// The answer is out, or the connection is gone.
void completed(void* argument, MHD_Connection* connection, void** state, MHD_RequestTerminationCode)
{
    auto& traffic = *static_cast<Traffic*>(argument);
    auto* exchange = static_cast<Exchange*>(std::exchange(*state, nullptr));
    const bool hasBegun = exchange && exchange->hasBegun;
    delete exchange;
    traffic.connections.awaitHead(countedOf(connection));
    if (hasBegun)
        traffic.end();
}

MHD_Result mayConnect(void* traffic, const sockaddr* peer, socklen_t)
{
    return static_cast<Traffic*>(traffic)->connections.hasRoomFor(QHostAddress(peer)) ? MHD_YES
                                                                                      : MHD_NO;
}

void connectionChanged(void* traffic, MHD_Connection* connection, void** counted,
                       MHD_ConnectionNotificationCode what)
{
    Connections& connections = static_cast<Traffic*>(traffic)->connections;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED)
        return connections.remove(static_cast<Connections::Connection*>(*counted));
    const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    *counted = connections.add(socketOf(connection), QHostAddress(info->client_addr));
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

/// Why nothing can listen there, by the number that the system gave.
Error listenError(int reason, const QHostAddress& address, quint16 port)
{
    const QString code = reason == EADDRINUSE ? u"PORT_IN_USE"_s
        : reason == EACCES                    ? u"PORT_NOT_ALLOWED"_s
        : reason == EADDRNOTAVAIL             ? u"LISTEN_ADDRESS_ELSEWHERE"_s
                                              : u"LISTEN_FAILED"_s;
    return {reason == EADDRINUSE ? Error::Kind::Conflict : Error::Kind::Storage,
            u"cannot listen: %1"_s.arg(qt_error_string(reason)),
            u"%1:%2"_s.arg(address.toString()).arg(port), code};
}

} // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::start(const QHostAddress& address, quint16 port,
                                                      const ConnectionLimits& limits,
                                                      const Clock& clock, HttpHandler& handler)
{
    const sockaddr_storage storage = socketAddress(address, port);
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    if (storage.ss_family == AF_INET6)
        flags |= MHD_USE_IPv6;

    std::unique_ptr<HttpServer> server;
    if (!hasEnoughFor([&] { server.reset(new HttpServer(handler, clock, limits)); }))
        return fail(Error::Kind::Storage, u"there are no more threads"_s, {}, u"NO_THREADS"_s);
    using std::chrono::ceil;
    const auto idle = unsigned(ceil<std::chrono::seconds>(limits.window).count());
    errno = 0;
    server->m_daemon = MHD_start_daemon(
        flags, port, mayConnect, server->m_traffic.get(), serve,
        server->m_traffic.get(), //
        MHD_OPTION_EXTERNAL_LOGGER, logLine, nullptr, //
        MHD_OPTION_SOCK_ADDR, reinterpret_cast<const sockaddr*>(&storage), //
        MHD_OPTION_THREAD_POOL_SIZE, socketThreads, //
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, connectionMemory, //
        MHD_OPTION_CONNECTION_LIMIT, unsigned(limits.inAll + moreConnections), //
        MHD_OPTION_CONNECTION_TIMEOUT, idle, //
        MHD_OPTION_UNESCAPE_CALLBACK, keepEscapes, nullptr, //
        MHD_OPTION_URI_LOG_CALLBACK, arrive, nullptr, //
        MHD_OPTION_NOTIFY_CONNECTION, connectionChanged, server->m_traffic.get(), //
        MHD_OPTION_NOTIFY_COMPLETED, completed,
        server->m_traffic.get(), //
        MHD_OPTION_END);
    if (!server->m_daemon) {
        return fail(listenError(errno, address, port));
    }
    return server;
}

HttpServer::HttpServer(HttpHandler& handler, const Clock& clock, const ConnectionLimits& limits)
    : m_traffic(std::make_unique<Traffic>(handler, clock, limits))
{ }

void HttpServer::finishRequests(std::chrono::milliseconds limit)
{
    m_traffic->close(limit);
}

HttpServer::~HttpServer()
{
    m_traffic->stop();
    if (m_daemon)
        MHD_stop_daemon(m_daemon);
}

quint16 HttpServer::port() const
{
    return MHD_get_daemon_info(m_daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

} // namespace cairn::local
