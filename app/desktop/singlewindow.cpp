// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/desktop/singlewindow.h"

#include "app/host/runtimefile.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocalSocket>
#include <QThread>

namespace cairn::desktop {
using namespace Qt::StringLiterals;

namespace {

constexpr quint8 version = 1;
constexpr char received = 1;
constexpr qint64 longestMessage = 16 * 1024 * 1024;
constexpr int timeoutMs = 5000;

/// Short: a socket's path holds some hundred bytes.
QString nameFor(const QString& dataFolder)
{
    const QFileInfo file(runtimeFile(dataFolder));
    const QByteArray hash
        = QCryptographicHash::hash(file.fileName().toUtf8(), QCryptographicHash::Sha256);
    return file.path() + "/window-"_L1 + QString::fromLatin1(hash.toHex().first(16));
}

} // namespace

SingleWindow::SingleWindow(const QString& dataFolder, QObject* parent)
    : QObject(parent)
    , m_name(nameFor(dataFolder))
{
    const QString folder = QFileInfo(m_name).path();
    if (!QDir().mkpath(folder))
        return;
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    m_lock = tryLockFile(m_name + ".lock"_L1);
    m_isFirst = m_lock.outcome != LockAttempt::Outcome::Held;
    if (m_lock.isOurs())
        listen();
}

SingleWindow::~SingleWindow() = default;

void SingleWindow::listen()
{
    // Left behind by one that crashed; the lock says that nobody listens there.
    QLocalServer::removeServer(m_name);
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket* socket = m_server.nextPendingConnection()) {
            connect(socket, &QLocalSocket::readyRead, this, [this, socket] { take(socket); });
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            take(socket);
        }
    });
    m_server.listen(m_name);
}

void SingleWindow::take(QLocalSocket* socket)
{
    if (socket->bytesAvailable() > longestMessage)
        return socket->abort();
    QDataStream stream(socket);
    stream.setVersion(QDataStream::Qt_6_4);
    stream.startTransaction();
    quint8 theirs = 0;
    QStringList paths;
    stream >> theirs >> paths;
    if (!stream.commitTransaction())
        return; // The rest is on its way.
    if (theirs != version)
        return socket->abort();
    socket->write(&received, 1);
    socket->flush();
    emit handedOver(paths);
}

Done SingleWindow::handOver(const QStringList& paths) const
{
    const QDeadlineTimer deadline(timeoutMs);
    QLocalSocket socket;
    // The first one may hold the lock and not listen yet.
    while (!deadline.hasExpired()) {
        socket.connectToServer(m_name);
        if (socket.waitForConnected(int(deadline.remainingTime())))
            break;
        QThread::msleep(50);
    }
    QByteArray message;
    QDataStream stream(&message, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << version << paths;
    socket.write(message);
    char answer = 0;
    if (socket.state() == QLocalSocket::ConnectedState
        && socket.waitForReadyRead(int(deadline.remainingTime())) && socket.getChar(&answer)
        && answer == received)
        return {};
    return fail(Error::Kind::Timeout, socket.errorString(), u"cairn"_s);
}

} // namespace cairn::desktop
