// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QMap>
#include <QTcpServer>
#include <QUrl>

#include <functional>
#include <vector>

namespace cairn::test {

/// Stands on loopback between a client and a service and does to each exchange what its plan says.
/// Lives in the test's event loop; one request a connection.
class FaultProxy final : public QTcpServer
{
public:
    struct Request
    {
        QByteArray verb;
        QByteArray path;
        QByteArray head; ///< As it came, to the empty line.
        qint64 length = 0;
    };
    struct Fault
    {
        enum Kind {
            None,
            Reset, ///< Breaks off once `after` bytes of the body went on.
            Stall, ///< Goes silent once `after` bytes of the body went on, until `thaw()`.
            Say, ///< Takes the body and gives `answer`; the service hears nothing.
            LoseAnswer, ///< The service does it all, and the client never hears of it.
            /// The service does it all, and the beginning of its answer arrives: `after` bytes, or
            /// all but the last few.
            CutAnswer,
        };
        Kind kind = None;
        qint64 after = 0;
        QByteArray answer{};
    };

    explicit FaultProxy(QUrl service);
    ~FaultProxy() override;

    /// A whole response around @p body.
    static Fault say(const QByteArray& status, const QByteArray& body,
                     const QByteArray& headers = {});

    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort())); }
    void thaw() { emit thawed(); }

    int sendBuffer = 0; ///< How much of an answer the system may hold back; 0: as it likes.
    std::function<Fault(const Request&)> plan; ///< Empty: everything passes.
    std::vector<Request> asked;
    /// How often the service got the whole of a body, by the body's hash.
    QMap<QByteArray, int> bodies;
    qint64 passed = 0; ///< Bytes of bodies that went on to the service.
    qint64 fromClients = 0; ///< Bytes of heads and bodies, as they were taken from the network.
    qint64 toClients = 0; ///< The same of answers, as the network took them.
    int underWay = 0; ///< Bodies that the service gets just now.
    int unanswered = 0; ///< Bodies that the service has, whose answer is still to come.

signals:
    void thawed();
    void moved(); ///< Any of the figures changed.

private:
    Q_OBJECT

    QUrl m_service;
};

} // namespace cairn::test
