// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/wire.h"
#include "core/content/car/carparser.h"
#include "core/content/cid/cidstring.h"
#include "tests/contract/moods.h"
#include "tests/support/until.h"

#include <QHash>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <algorithm>

namespace cairn::test {

/// A service on loopback that answers every request as its mood has it. While it is well it keeps
/// what is sent to it, lists that, and gives single blocks.
class MoodyServer final : public QTcpServer
{
public:
    MoodyServer()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = nextPendingConnection();
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QTcpSocket::readyRead, socket,
                    [this, socket, all = QByteArray()]() mutable {
                        all += socket->readAll();
                        if (isWhole(all))
                            take(std::exchange(all, {}), socket);
                    });
        });
    }

    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort())); }

    Mood mood = moods().front();
    bool isHolding = false; ///< What comes is kept without an answer.
    int underWay = 0; ///< Requests that are not answered yet.
    int asked = 0;
    int withCredential = 0;
    QList<QByteArray> requests; ///< The first line of each, and the name of what is sent.
    QHash<QString, QByteArray> blocks; ///< By CID.

    int count(const QByteArray& part) const
    {
        return int(std::ranges::count_if(
            requests, [&](const QByteArray& line) { return line.contains(part); }));
    }
    /// What only transfers ask for with a credential.
    int askedByUploads() const
    {
        return count("POST /car") + count("GET /user/uploads/")
            - count("GET /user/uploads/bafyone");
    }
    int askedByDownloads() const { return count("GET /ipfs/") + count("GET /car/"); }
    bool isKeeping() const { return !m_kept.isEmpty(); }

    /// The connections that were kept without an answer are closed.
    void giveUp()
    {
        isHolding = false;
        for (const auto& [request, socket] : std::exchange(m_kept, {})) {
            if (socket)
                socket->abort();
        }
    }
    /// What was kept is answered as the mood is now.
    void answerKept()
    {
        isHolding = false;
        for (const auto& [request, socket] : std::exchange(m_kept, {})) {
            if (socket)
                answer(request, socket);
        }
    }

private:
    static QByteArray field(const QByteArray& request, const QByteArray& name)
    {
        const QByteArray head = request.left(request.indexOf("\r\n\r\n") + 2);
        const qsizetype at = head.toLower().indexOf("\r\n" + name.toLower() + ':');
        const qsizetype from = at + name.size() + 3;
        return at < 0 ? QByteArray() : head.mid(from, head.indexOf("\r\n", from) - from).trimmed();
    }
    static bool isWhole(const QByteArray& request)
    {
        const qsizetype end = request.indexOf("\r\n\r\n");
        return end >= 0
            && request.size() >= end + 4 + field(request, "Content-Length").toLongLong();
    }

    void take(const QByteArray& request, QTcpSocket* socket)
    {
        ++asked;
        ++underWay; // A connection carries one.
        connect(socket, &QTcpSocket::disconnected, this, [this] { --underWay; });
        withCredential += field(request, "Authorization").isEmpty() ? 0 : 1;
        requests.append(request.left(request.indexOf('\r')) + ' ' + field(request, "X-Name"));
        if (isHolding)
            return m_kept.append({request, socket});
        answer(request, socket);
    }

    void answer(const QByteArray& request, QTcpSocket* socket)
    {
        QByteArray body = mood.body;
        QByteArray status = mood.status;
        if (mood.isKeeping() && request.startsWith("POST /car"))
            body = keep(request.mid(request.indexOf("\r\n\r\n") + 4));
        else if (mood.isKeeping())
            body = asItShouldBe(request, status);
        if (mood.ending == Mood::Ending::Reset)
            return socket->abort();
        if (mood.ending == Mood::Ending::Silent)
            return;
        const bool isCut
            = mood.ending == Mood::Ending::Truncated || mood.ending == Mood::Ending::Stalled;
        const qsizetype sent = isCut ? body.size() / 2 : body.size();
        socket->write("HTTP/1.1 " + status
                      + "\r\nContent-Length: " + QByteArray::number(body.size() + (isCut ? 10 : 0))
                      + "\r\nConnection: close\r\n" + mood.headers + "\r\n" + body.first(sent));
        if (mood.ending != Mood::Ending::Stalled)
            socket->disconnectFromHost();
    }

    /// The receipt for a CAR.
    QByteArray keep(const QByteArray& car)
    {
        content::CidString root;
        content::CarParser parser(
            {},
            [&](const std::vector<content::Cid>& roots) {
                root = content::CidString(roots.front());
                return Done();
            },
            [this](const content::CarBlock& block) {
                blocks.insert(block.cid.toString(), block.data.toByteArray());
                return Done();
            });
        if (!parser.feed(car) || !parser.finish())
            return "{}";
        content::Sha256 hash;
        hash.add(car);
        const content::CidString part(content::Cid::ofCar(hash.finish()));
        auto& parts = m_parts[root.text()];
        if (std::ranges::find(parts, part) == parts.end())
            parts.push_back(part);
        return QJsonDocument(wire::toJson(Receipt{root, part})).toJson();
    }

    QByteArray asItShouldBe(const QByteArray& request, QByteArray& status) const
    {
        if (request.startsWith("GET /version"))
            return R"({"version":"1.0","mode":"rw"})";
        if (request.startsWith("GET /user/info"))
            return R"({"info":{"_id":"1","name":"Ada"}})";
        if (request.startsWith("GET /user/account"))
            return R"({"usedStorage":{"uploaded":0,"psaPinned":0}})";
        const QString last = QString::fromLatin1(request.mid(request.indexOf(' ') + 1))
                                 .section(QLatin1Char(' '), 0, 0)
                                 .section(QLatin1Char('/'), -1);
        if (request.startsWith("GET /user/uploads/"))
            return listed(last, status);
        if (request.startsWith("POST") || request.startsWith("DELETE"))
            return R"({"_id":"1","cid":"bafyone","name":"one","created":"2021-07-14T18:00:00Z"})";
        if (request.startsWith("GET /openapi.json"))
            return "{}";
        if (request.startsWith("GET /ipfs/") && request.contains("format=raw"))
            return block(last.section(QLatin1Char('?'), 0, 0), status);
        if (request.startsWith("GET /ipfs/") || request.startsWith("GET /car/"))
            return block({}, status);
        return "[]";
    }
    QByteArray listed(const QString& root, QByteArray& status) const
    {
        const auto parts = m_parts.find(root);
        if (parts == m_parts.end()) {
            status = "404 Not Found";
            return failure("ERROR_NOT_FOUND");
        }
        Upload upload;
        upload.id = QStringLiteral("1");
        upload.cid = content::CidString(root);
        upload.parts = *parts;
        return QJsonDocument(wire::toJson(upload)).toJson();
    }
    QByteArray block(const QString& cid, QByteArray& status) const
    {
        if (!blocks.contains(cid))
            status = "404 Not Found";
        return blocks.value(cid, "no such block");
    }

    QHash<QString, std::vector<content::CidString>> m_parts; ///< By root.
    QList<std::pair<QByteArray, QPointer<QTcpSocket>>> m_kept;
};

/// Knows how many requests are under way.
class CountingNetwork final : public QNetworkAccessManager
{
public:
    int underWay() const { return *m_underWay; }

protected:
    QNetworkReply* createRequest(Operation operation, const QNetworkRequest& request,
                                 QIODevice* body) override
    {
        QNetworkReply* reply = QNetworkAccessManager::createRequest(operation, request, body);
        ++*m_underWay;
        connect(reply, &QObject::destroyed, this, [count = m_underWay] { --*count; });
        return reply;
    }

private:
    std::shared_ptr<int> m_underWay = std::make_shared<int>(0); ///< The last replies outlive it.
};

/// Lets the event loop run until nothing is at work, and nothing follows from what was.
inline bool comesToRest(const std::function<bool()>& isAtWork)
{
    bool isAtRest = false;
    until([&] {
        bool isBusy = false;
        for (int round = 0; round < 20 && !isAtRest; ++round) { // A step of a reply takes one each.
            QCoreApplication::processEvents();
            isBusy = isBusy || isAtWork();
        }
        isAtRest = isAtRest || !isBusy;
        return isAtRest;
    });
    return isAtRest;
}

} // namespace cairn::test
