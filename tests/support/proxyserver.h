// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>

namespace cairn::test {

/// A proxy on loopback for HTTP (whole addresses and CONNECT) and SOCKS 5. Whatever host it is
/// asked for, it takes to the port of one server on loopback, and notes the host and the manner.
class ProxyServer final : public QTcpServer
{
public:
    explicit ProxyServer(quint16 target)
        : m_target(target)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] { greet(nextPendingConnection()); });
    }

    QByteArray address() const { return "127.0.0.1:" + QByteArray::number(serverPort()); }

    QList<QByteArray> asked; ///< "GET host", "CONNECT host" or "SOCKS host".

private:
    enum class Step { First, SocksRequest };

    void greet(QTcpSocket* client)
    {
        auto* far = new QTcpSocket(client);
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        auto* reader = new QObject(client);
        connect(client, &QTcpSocket::readyRead, reader,
                [this, client, far, reader, all = QByteArray(), step = Step::First]() mutable {
                    all += client->readAll();
                    if (step == Step::First && all.startsWith('\x05')) {
                        if (all.size() < 2 || all.size() < 2 + all[1])
                            return;
                        all.remove(0, 2 + all[1]);
                        client->write(QByteArray("\x05\x00", 2));
                        step = Step::SocksRequest;
                    }
                    if (step == Step::SocksRequest) {
                        // Version, command, reserved, kind 3 (a name), its length, it, the port.
                        if (all.size() < 5 || all.size() < 7 + uchar(all[4]))
                            return;
                        asked << "SOCKS " + (all[3] == 3 ? all.mid(5, uchar(all[4])) : "number");
                        all.remove(0, 7 + uchar(all[4]));
                        join(client, far, reader, all);
                        client->write(QByteArray("\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50", 10));
                        return;
                    }
                    if (!all.contains("\r\n\r\n"))
                        return;
                    const QByteArray line = all.left(all.indexOf("\r\n"));
                    const QByteArray where = line.split(' ').value(1);
                    if (line.startsWith("CONNECT ")) {
                        asked << "CONNECT " + where.left(where.lastIndexOf(':'));
                        join(client, far, reader, {});
                        client->write("HTTP/1.1 200 Connected\r\n\r\n");
                        return;
                    }
                    const QByteArray host = where.mid(7, where.indexOf('/', 7) - 7);
                    asked << line.left(line.indexOf(' ')) + ' ' + host;
                    join(client, far, reader, all.replace(where, where.mid(7 + host.size())));
                });
    }

    /// From now on what one says goes to the other.
    void join(QTcpSocket* client, QTcpSocket* far, QObject* reader, const QByteArray& said)
    {
        reader->deleteLater();
        client->disconnect(reader);
        far->connectToHost(QHostAddress::LocalHost, m_target);
        if (!said.isEmpty())
            far->write(said);
        connect(client, &QTcpSocket::readyRead, far, [=] { far->write(client->readAll()); });
        connect(far, &QTcpSocket::readyRead, client, [=] { client->write(far->readAll()); });
        connect(far, &QTcpSocket::disconnected, client, [=] {
            client->write(far->readAll());
            client->disconnectFromHost();
        });
    }

    quint16 m_target;
};

} // namespace cairn::test
