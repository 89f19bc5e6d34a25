// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <QHash>
#include <QHostAddress>

#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

namespace cairn::local {

/// What a client may take of a server.
struct ConnectionLimits
{
    /// A client sends the head of its next request within it, and of a body or an answer at least
    /// `leastBytes` go over the connection within each. The time in which we work is not counted.
    std::chrono::milliseconds window{60'000};
    qint64 leastBytes = 60 * 1024;
    int perAddress = 256; ///< Connections; requests under way of each client of a proxy.
    int inAll = 512;
    QList<QHostAddress> proxies{}; ///< Have any number of connections, for others.
};

/// The open connections of a server: how many each address has, and whether they get on. One that
/// does not is shut down, for a byte now and then keeps what is done only against idleness from
/// ever ending it. Any thread; one of its own looks at them.
class Connections
{
public:
    class Connection;

    Connections(const Clock& clock, ConnectionLimits limits);
    ~Connections();
    Connections(const Connections&) = delete;
    Connections& operator=(const Connections&) = delete;

    bool hasRoomFor(const QHostAddress& peer);
    /// Valid until it is given back, before its socket is closed.
    Connection* add(int socket, const QHostAddress& peer);
    void remove(Connection* connection);

    void awaitHead(Connection& connection);
    void awaitBytes(Connection& connection); ///< Of a body that comes or an answer that goes.
    void startWork(Connection& connection); ///< Whoever waits now waits for us.
    void endWork(Connection& connection);

    /// Whether more are open than we serve, or the process has hardly a file descriptor left.
    bool isOverloadedBy(const Connection& connection);

    /// Whether a request that @p client sends through a proxy may begin; always for those that
    /// their connections count for. Ends with awaitHead() or remove().
    bool beginRequest(Connection& connection, const QHostAddress& client);
    bool isProxy(const Connection& connection) const;
    QHostAddress peer(const Connection& connection) const;

private:
    void watch(const std::stop_token& stop);
    void shutDownSlow(std::chrono::milliseconds now);
    void forget(QHostAddress& counted);

    const Clock& m_clock;
    const ConnectionLimits m_limits;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::list<Connection> m_connections;
    QHash<QHostAddress, int> m_counts;
    std::jthread m_watcher; ///< Last, so that it ends before what it uses.
};

/// What counts as one client: of an IPv6 address its network, all of which one client may have.
QHostAddress countedAs(const QHostAddress& address);

/// Who is behind a proxy: the last address that @p forwardedFor, an X-Forwarded-For, has and that
/// is none of @p proxies; null if it names none. What stands before it, the client may have
/// written.
QHostAddress clientBehind(QByteArrayView forwardedFor, const QList<QHostAddress>& proxies);

} // namespace cairn::local
