// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace cairn::test {

/// Listens on loopback and answers every request with the same bytes, right or wrong; an empty
/// answer is never sent. Keeps what it was asked.
class RawServer final : public QTcpServer
{
public:
    RawServer()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                asked += socket->readAll();
                const qsizetype head = asked.indexOf("\r\n\r\n");
                if (answer.isEmpty() || head < 0 || asked.size() < head + 4 + bodyBytes)
                    return;
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
    }

    /// A whole response around @p body.
    void say(const QByteArray& status, const QByteArray& body, const QByteArray& headers = {})
    {
        answer = "HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size())
            + "\r\nConnection: close\r\n" + headers + "\r\n" + body;
    }

    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort())); }

    QByteArray answer;
    QByteArray asked;
    qint64 bodyBytes = 0; ///< Of a request, before it is answered.
};

} // namespace cairn::test
