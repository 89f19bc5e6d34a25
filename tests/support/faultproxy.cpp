// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/support/faultproxy.h"

#include "core/content/cid/multihash.h"

#include <QTcpSocket>

namespace cairn::test {
namespace {

constexpr qint64 bufferSize = 1024 * 1024;

using Fault = FaultProxy::Fault;
using Request = FaultProxy::Request;

qint64 lengthIn(const QByteArray& head)
{
    for (const QByteArray& line : head.split('\n')) {
        if (line.toLower().startsWith("content-length:"))
            return line.mid(15).trimmed().toLongLong();
    }
    return 0;
}

/// One request and its answer. A service that has the whole request answers it, whether or not the
/// client still lives.
class Exchange final : public QObject
{
public:
    Exchange(FaultProxy& proxy, QTcpSocket* client, const QUrl& service)
        : QObject(&proxy)
        , m_proxy(proxy)
        , m_client(client)
        , m_service(service)
    {
        m_client->setReadBufferSize(bufferSize);
        if (proxy.sendBuffer > 0)
            m_client->setSocketOption(QAbstractSocket::SendBufferSizeSocketOption,
                                      proxy.sendBuffer);
        connect(m_client, &QTcpSocket::readyRead, this, &Exchange::pump);
        connect(m_client, &QTcpSocket::bytesWritten, this, [this](qint64 bytes) {
            m_proxy.toClients += bytes;
            emit m_proxy.moved();
        });
        m_client->setParent(this);
        connect(m_client, &QTcpSocket::disconnected, this, &Exchange::pump);
        connect(&m_server, &QTcpSocket::bytesWritten, this, &Exchange::pump);
        connect(&m_server, &QTcpSocket::readyRead, this, [this] {
            m_answer += m_server.readAll();
            countBody();
            if (m_fault.kind == Fault::None && m_client->isOpen())
                m_client->write(std::exchange(m_answer, {}));
        });
        connect(&m_server, &QTcpSocket::errorOccurred, this,
                [this](QAbstractSocket::SocketError error) {
                    if (error == QAbstractSocket::ConnectionRefusedError)
                        m_client->abort();
                });
        connect(&m_server, &QTcpSocket::disconnected, this, &Exchange::answered);
        connect(&m_proxy, &FaultProxy::thawed, this, [this] {
            if (m_fault.kind == Fault::Stall)
                m_fault = {};
            pump();
        });
        pump();
    }
    // A socket that dies says so, and by then what hears it would be half gone.
    ~Exchange() override
    {
        enter(Stage::Over);
        m_server.disconnect(this);
        m_client->disconnect(this);
    }

private:
    enum class Stage { Head, Body, Complete, Over };

    /// What the client sent before it died still arrives, as it does on a real network.
    void pump()
    {
        passOn();
        const bool isGone = m_client->state() == QAbstractSocket::UnconnectedState;
        const bool hasMore = m_left > 0 && m_client->bytesAvailable() > 0 && !m_isAnswered
            && m_fault.kind != Fault::Reset && m_fault.kind != Fault::Stall;
        if (isGone && !hasMore && (!m_isComplete || m_isAnswered || m_fault.kind == Fault::Say))
            deleteLater();
    }

    void enter(Stage stage)
    {
        const Stage before = std::exchange(m_stage, stage);
        m_proxy.underWay += int(stage == Stage::Body) - int(before == Stage::Body);
        m_proxy.unanswered += int(stage == Stage::Complete) - int(before == Stage::Complete);
        emit m_proxy.moved();
    }

    void passOn()
    {
        if (m_request.head.isEmpty() && !readHead())
            return;
        const bool goesOn = m_fault.kind != Fault::Say;
        while (m_left > 0 && m_client->bytesAvailable() > 0) {
            if (m_fault.kind == Fault::Stall && m_passed >= m_fault.after)
                return;
            if (m_fault.kind == Fault::Reset && m_passed >= m_fault.after)
                return m_client->abort();
            if (goesOn && m_server.bytesToWrite() > bufferSize)
                return;
            const QByteArray piece = m_client->read(std::min<qint64>(m_left, 64 * 1024));
            m_left -= piece.size();
            m_passed += piece.size();
            m_proxy.fromClients += piece.size();
            if (!goesOn)
                continue;
            m_hash.add(piece);
            if (m_server.isOpen()) // A service that stops takes no more.
                m_server.write(piece);
            m_proxy.passed += piece.size();
            emit m_proxy.moved();
        }
        if (m_left > 0 || m_isComplete)
            return;
        if (m_fault.kind == Fault::Reset)
            return m_client->abort();
        if (m_fault.kind == Fault::Stall)
            return;
        m_isComplete = true;
        if (m_fault.kind == Fault::Say) {
            m_client->write(m_fault.answer);
            return m_client->disconnectFromHost();
        }
        if (m_request.length > 0) {
            const content::Digest digest = m_hash.finish();
            m_bodyName = QByteArray(digest.data(), digest.size()).toHex();
            enter(Stage::Complete);
        }
    }

    bool readHead()
    {
        const QByteArray seen = m_client->peek(64 * 1024);
        const qsizetype end = seen.indexOf("\r\n\r\n");
        if (end < 0)
            return false;
        m_request.head = m_client->read(end + 4);
        m_proxy.fromClients += m_request.head.size();
        const auto words = m_request.head.left(m_request.head.indexOf('\r')).split(' ');
        m_request.verb = words.value(0);
        m_request.path = words.value(1);
        m_request.length = m_left = lengthIn(m_request.head);
        m_proxy.asked.push_back(m_request);
        if (m_proxy.plan)
            m_fault = m_proxy.plan(m_request);
        if (m_fault.kind == Fault::Say)
            return true;
        if (m_request.length > 0)
            enter(Stage::Body);
        m_server.connectToHost(m_service.host(), quint16(m_service.port()));
        // The service closes when it has answered: then the answer is whole.
        QByteArray head = m_request.head;
        head.replace("\r\nConnection: Keep-Alive", "");
        head.insert(head.size() - 2, "Connection: close\r\n");
        head.replace("Host: " + m_proxy.url().authority().toUtf8(),
                     "Host: " + m_service.authority().toUtf8());
        m_server.write(head);
        return true;
    }

    /// Before the client can hear of it.
    void countBody()
    {
        if (m_answer.startsWith("HTTP/1.1 200") && !m_bodyName.isEmpty())
            ++m_proxy.bodies[std::exchange(m_bodyName, {})];
        if (m_isComplete)
            enter(Stage::Over);
    }

    void answered()
    {
        m_isAnswered = true;
        if (m_client->state() == QAbstractSocket::UnconnectedState)
            return deleteLater();
        if (m_fault.kind == Fault::LoseAnswer)
            return m_client->abort();
        if (m_fault.kind == Fault::CutAnswer)
            m_client->write(
                m_answer.left(m_fault.after > 0 ? m_fault.after : m_answer.size() - 20));
        m_client->disconnectFromHost();
    }

    FaultProxy& m_proxy;
    QTcpSocket* m_client;
    QUrl m_service;
    QTcpSocket m_server;
    Request m_request;
    Fault m_fault;
    content::Sha256 m_hash;
    QByteArray m_bodyName;
    QByteArray m_answer;
    Stage m_stage = Stage::Head;
    qint64 m_left = 0;
    qint64 m_passed = 0;
    bool m_isComplete = false;
    bool m_isAnswered = false;
};

} // namespace

FaultProxy::FaultProxy(QUrl service)
    : m_service(std::move(service))
{
    listen(QHostAddress::LocalHost);
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* client = nextPendingConnection())
            new Exchange(*this, client, m_service);
    });
}

/// Exchanges count themselves out of what is still whole.
FaultProxy::~FaultProxy()
{
    const QObjectList all = children();
    for (QObject* child : all)
        delete dynamic_cast<Exchange*>(child);
}

FaultProxy::Fault FaultProxy::say(const QByteArray& status, const QByteArray& body,
                                  const QByteArray& headers)
{
    return {Fault::Say, 0,
            "HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size())
                + "\r\nConnection: close\r\n" + headers + "\r\n" + body};
}

} // namespace cairn::test
