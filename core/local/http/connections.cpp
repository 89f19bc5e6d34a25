// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/connections.h"

#include "core/base/posix/socket.h"

#include <algorithm>

namespace cairn::local {
using namespace std::chrono_literals;

namespace {

constexpr int keptDescriptors = 64; // For what is under way: CARs, the catalog, connections.

} // namespace

class Connections::Connection
{
public:
    int socket = 0;
    QHostAddress peer;
    QHostAddress counted{}; ///< By whom; null: not at all.
    QHostAddress countedRequest{};
    bool awaitsHead = true;
    bool isAtWork = false;
    std::chrono::milliseconds since{}; ///< It waits for its client,
    std::chrono::milliseconds waited{}; ///< and has before in this window.
    std::optional<qint64> bytes{}; ///< That had gone over it when the window began.
    std::list<Connection>::iterator place{};

    void beginWindow(std::chrono::milliseconds now)
    {
        since = now;
        waited = 0ms;
        bytes = posix::bytesTransferred(socket);
    }
    bool isSlow(std::chrono::milliseconds now, const ConnectionLimits& limits)
    {
        if (isAtWork || waited + now - since < limits.window)
            return false;
        if (awaitsHead)
            return true;
        const auto before = bytes;
        beginWindow(now);
        return before && bytes && *bytes - *before < limits.leastBytes;
    }
};

Connections::Connections(const Clock& clock, ConnectionLimits limits)
    : m_clock(clock)
    , m_limits(std::move(limits))
    , m_watcher([this](const std::stop_token& stop) { watch(stop); })
{ }

Connections::~Connections() = default;

bool Connections::hasRoomFor(const QHostAddress& peer)
{
    const std::lock_guard lock(m_mutex);
    return m_limits.proxies.contains(peer) || m_counts.value(countedAs(peer)) < m_limits.perAddress;
}

Connections::Connection* Connections::add(int socket, const QHostAddress& peer)
{
    const std::lock_guard lock(m_mutex);
    m_connections.push_back({.socket = socket, .peer = peer});
    Connection& added = m_connections.back();
    added.place = std::prev(m_connections.end());
    added.beginWindow(m_clock.elapsed());
    if (!m_limits.proxies.contains(peer)) {
        added.counted = countedAs(peer);
        ++m_counts[added.counted];
    }
    return &added;
}

void Connections::remove(Connection* connection)
{
    const std::lock_guard lock(m_mutex);
    forget(connection->counted);
    forget(connection->countedRequest);
    m_connections.erase(connection->place);
}

void Connections::forget(QHostAddress& counted)
{
    if (!counted.isNull() && --m_counts[counted] == 0)
        m_counts.remove(counted);
    counted.clear();
}

void Connections::awaitHead(Connection& connection)
{
    const std::lock_guard lock(m_mutex);
    forget(connection.countedRequest);
    connection.awaitsHead = true;
    connection.beginWindow(m_clock.elapsed());
}

void Connections::awaitBytes(Connection& connection)
{
    const std::lock_guard lock(m_mutex);
    connection.awaitsHead = false;
    connection.beginWindow(m_clock.elapsed());
}

void Connections::startWork(Connection& connection)
{
    const std::lock_guard lock(m_mutex);
    connection.isAtWork = true;
    connection.waited += m_clock.elapsed() - connection.since;
}

void Connections::endWork(Connection& connection)
{
    const std::lock_guard lock(m_mutex);
    connection.isAtWork = false;
    connection.since = m_clock.elapsed();
}

bool Connections::isOverloadedBy(const Connection& connection)
{
    // A new descriptor has the lowest number that is free, so that it tells how many are.
    const int descriptors = posix::maxDescriptors();
    if (connection.socket >= descriptors - std::min(keptDescriptors, descriptors / 4))
        return true;
    const std::lock_guard lock(m_mutex);
    return std::ssize(m_connections) > m_limits.inAll;
}

bool Connections::beginRequest(Connection& connection, const QHostAddress& client)
{
    const std::lock_guard lock(m_mutex);
    if (!connection.counted.isNull())
        return true;
    const QHostAddress counted = countedAs(client);
    if (m_counts.value(counted) >= m_limits.perAddress)
        return false;
    connection.countedRequest = counted;
    ++m_counts[counted];
    return true;
}

bool Connections::isProxy(const Connection& connection) const
{
    return m_limits.proxies.contains(connection.peer);
}

QHostAddress Connections::peer(const Connection& connection) const
{
    return connection.peer;
}

void Connections::watch(const std::stop_token& stop)
{
    const auto pause = std::min<std::chrono::milliseconds>(m_limits.window / 4, 1s);
    std::unique_lock lock(m_mutex);
    while (!m_changed.wait_for(lock, stop, pause, [&stop] { return stop.stop_requested(); }))
        shutDownSlow(m_clock.elapsed());
}

/// Who owns the connection sees that it has ended, and gives it back.
void Connections::shutDownSlow(std::chrono::milliseconds now)
{
    for (Connection& connection : m_connections) {
        if (connection.isSlow(now, m_limits))
            posix::shutDown(connection.socket);
    }
}

QHostAddress countedAs(const QHostAddress& address)
{
    bool isIPv4 = false;
    const quint32 v4 = address.toIPv4Address(&isIPv4);
    if (isIPv4)
        return QHostAddress(v4);
    Q_IPV6ADDR bytes = address.toIPv6Address();
    std::fill(bytes.c + 8, bytes.c + 16, quint8(0));
    return QHostAddress(bytes);
}

QHostAddress clientBehind(QByteArrayView forwardedFor, const QList<QHostAddress>& proxies)
{
    const auto hops = forwardedFor.toByteArray().split(',');
    for (auto hop = hops.crbegin(); hop != hops.crend(); ++hop) {
        const QHostAddress address(QString::fromLatin1(hop->trimmed()));
        if (address.isNull() || !proxies.contains(address))
            return address;
    }
    return {};
}

} // namespace cairn::local
