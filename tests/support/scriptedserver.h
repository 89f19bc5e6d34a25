// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QHash>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace cairn::test {

/// A service on loopback that does as it is told, route by route, where the local service would
/// behave. Out of the box it accepts every token, knows one user and stores nothing.
class ScriptedServer final : public QTcpServer
{
public:
    struct Answer
    {
        QByteArray status = "200 OK";
        QByteArray body;
        QByteArray headers{};
    };

    ScriptedServer()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, &ScriptedServer::greet);
        say("GET /version", R"({"version":"1.0","mode":"rw"})");
        say("GET /user/info", R"({"info":{"_id":"1","name":"Ada"}})");
        say("GET /user/account", R"({"usedStorage":{"uploaded":0,"psaPinned":0}})");
        say("GET /user/tokens", "[]");
        say("GET /user/uploads", "[]");
    }

    /// From now on requests that begin with @p route ("GET /user/tokens") are answered like this;
    /// of several such routes the longest counts. Whoever was kept waiting for it is answered now.
    void say(const QByteArray& route, const QByteArray& body, const QByteArray& status = "200 OK",
             const QByteArray& headers = {})
    {
        m_answers.insert(route, {status, body, headers});
        m_held.removeAll(route);
        for (const auto& [request, socket] : std::exchange(m_waiting, {}))
            answer(request, socket);
    }
    void refuse(const QByteArray& route, const QByteArray& status, const QByteArray& code)
    {
        say(route, R"({"code":")" + code + R"(","message":"no"})", status);
    }
    /// From now on requests of this route get no answer until say().
    void hold(const QByteArray& route) { m_held.append(route); }

    /// Answers the newest of the requests of @p route that wait; the older ones go on waiting.
    void answerNewest(const QByteArray& route, const QByteArray& body)
    {
        for (auto last = m_waiting.size() - 1; last >= 0; --last) {
            if (!m_waiting[last].first.startsWith(route))
                continue;
            send(m_waiting.takeAt(last).second, {"200 OK", body});
            return;
        }
    }

    int asked(const QByteArray& route) const
    {
        return int(std::count_if(m_requests.begin(), m_requests.end(),
                                 [&](const QByteArray& line) { return line.startsWith(route); }));
    }
    /// The whole of the last request of this route.
    QByteArray last(const QByteArray& route) const
    {
        for (auto line = m_requests.crbegin(); line != m_requests.crend(); ++line) {
            if (line->startsWith(route))
                return *line;
        }
        return {};
    }

    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort())); }

private:
    void greet()
    {
        QTcpSocket* socket = nextPendingConnection();
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, socket,
                [this, socket, all = QByteArray()]() mutable {
                    all += socket->readAll();
                    if (!isWhole(all))
                        return;
                    m_requests.append(all);
                    answer(std::exchange(all, {}), socket);
                });
    }

    static bool isWhole(const QByteArray& request)
    {
        const qsizetype end = request.indexOf("\r\n\r\n");
        if (end < 0)
            return false;
        const QByteArray head = request.left(end).toLower();
        const qsizetype at = head.indexOf("content-length:");
        const qsizetype length = at < 0
            ? 0
            : head.mid(at + 15, head.indexOf("\r\n", at) - at - 15).trimmed().toLongLong();
        return request.size() >= end + 4 + length;
    }

    void answer(const QByteArray& request, const QPointer<QTcpSocket>& socket)
    {
        if (!socket)
            return;
        for (const QByteArray& held : m_held) {
            if (request.startsWith(held))
                return m_waiting.append({request, socket});
        }
        QByteArray route;
        for (auto known = m_answers.cbegin(); known != m_answers.cend(); ++known) {
            if (request.startsWith(known.key()) && known.key().size() > route.size())
                route = known.key();
        }
        send(socket, m_answers.value(route, {"404 Not Found", "{}"}));
    }

    static void send(const QPointer<QTcpSocket>& socket, const Answer& answer)
    {
        if (!socket)
            return;
        socket->write("HTTP/1.1 " + answer.status
                      + "\r\nContent-Length: " + QByteArray::number(answer.body.size())
                      + "\r\nConnection: close\r\n" + answer.headers + "\r\n" + answer.body);
        socket->disconnectFromHost();
    }

    QHash<QByteArray, Answer> m_answers;
    QList<QByteArray> m_held;
    QList<std::pair<QByteArray, QPointer<QTcpSocket>>> m_waiting;
    QList<QByteArray> m_requests;
};

} // namespace cairn::test
