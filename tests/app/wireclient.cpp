// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/app/wireclient.h"

#include <QFile>
#include <QTcpSocket>

#include <unistd.h>

namespace cairn::test {

WireAnswer askOverWire(quint16 port, const QByteArray& method, const QByteArray& path,
                       const QByteArray& login, const QByteArray& body, const QByteArray& headers)
{
    constexpr int timeout = 60'000;
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), port);
    if (!socket.waitForConnected(timeout))
        return {};
    socket.write(method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port)
                 + "\r\nAuthorization: Bearer " + login + "\r\n" + headers
                 + "Connection: close\r\nContent-Length: " + QByteArray::number(body.size())
                 + "\r\n\r\n");
    socket.write(body);
    while (socket.bytesToWrite() > 0) {
        if (!socket.waitForBytesWritten(timeout))
            return {};
    }
    QByteArray all;
    while (socket.state() == QAbstractSocket::ConnectedState && socket.waitForReadyRead(timeout))
        all += socket.readAll();
    all += socket.readAll();

    const qsizetype end = all.indexOf("\r\n\r\n");
    if (end < 0)
        return {};
    WireAnswer answer{0, all.first(end + 2), all.sliced(end + 4)};
    const qsizetype at = answer.head.indexOf("Content-Length: ");
    const qsizetype begin = at + qsizetype(qstrlen("Content-Length: "));
    const qint64 length = at < 0
        ? -1
        : answer.head.mid(begin, answer.head.indexOf('\r', begin) - begin).toLongLong();
    if (length == answer.body.size())
        answer.status = answer.head.mid(9, 3).toInt();
    return answer;
}

qint64 residentBytes(qint64 process)
{
    QFile file(QStringLiteral("/proc/%1/statm").arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

} // namespace cairn::test
