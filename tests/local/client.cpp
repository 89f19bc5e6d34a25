// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/local/client.h"

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QTimer>

#include <catch2/catch.hpp>

namespace cairn::test {
using namespace Qt::StringLiterals;

QJsonObject Answer::object() const
{
    return QJsonDocument::fromJson(body).object();
}

QJsonArray Answer::array() const
{
    return QJsonDocument::fromJson(body).array();
}

QByteArray Answer::header(const QByteArray& name) const
{
    const auto found = headers.find(name.toLower());
    return found == headers.end() ? QByteArray() : found->second;
}

Client::Client(local::ServiceOptions options)
    : m_options(std::move(options))
{
    m_options.dataFolder = m_folder.path();
    restart();
}

void Client::restart()
{
    m_service.reset();
    auto started = local::LocalService::start(m_options);
    REQUIRE(started);
    m_service = std::move(*started);
}

Answer Client::ask(const QByteArray& method, const QByteArray& path, const Fields& fields,
                   const QByteArray& body)
{
    QNetworkRequest request(QUrl::fromEncoded(m_service->url().toEncoded() + path));
    for (const auto& [name, value] : fields)
        request.setRawHeader(name, value);
    if (!body.isEmpty() && !request.hasRawHeader("Content-Type"))
        request.setRawHeader("Content-Type", "application/octet-stream");
    // As a custom verb, HEAD would wait for the body that its Content-Length speaks of.
    const std::unique_ptr<QNetworkReply> reply(
        method == "HEAD" ? m_network.head(request)
                         : m_network.sendCustomRequest(request, method, body));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(std::chrono::seconds(30), &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    Answer answer{
        reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll(), {}};
    for (const auto& [name, value] : reply->rawHeaderPairs())
        answer.headers[name.toLower()] = value;
    return answer;
}

Answer Client::as(const Secret& token, const QByteArray& method, const QByteArray& path,
                  const QByteArray& body, Fields fields)
{
    fields.emplace_back("Authorization", "Bearer " + token.reveal());
    return ask(method, path, fields, body);
}

Answer Client::asOwner(const QByteArray& method, const QByteArray& path, const QByteArray& body,
                       Fields fields)
{
    return as(m_service->sessionLogin(), method, path, body, std::move(fields));
}

Secret Client::token(const QString& name, QJsonObject extra)
{
    extra.insert(u"name"_s, name);
    const Answer made
        = asOwner("POST", "/user/tokens", QJsonDocument(extra).toJson(QJsonDocument::Compact));
    REQUIRE(made.status == 201);
    return Secret(made.object()["secret"_L1].toString().toLatin1());
}

QByteArray Client::raw(const QByteArray& request)
{
    QTcpSocket socket;
    socket.connectToHost(m_service->url().host(), quint16(m_service->url().port()));
    REQUIRE(socket.waitForConnected());
    socket.write(request);
    QByteArray answer;
    while (socket.waitForReadyRead(10'000))
        answer += socket.readAll();
    return answer + socket.readAll();
}

void Client::hangUpAfter(const QByteArray& bytes)
{
    QTcpSocket socket;
    socket.connectToHost(m_service->url().host(), quint16(m_service->url().port()));
    REQUIRE(socket.waitForConnected());
    socket.write(bytes);
    while (socket.bytesToWrite() > 0)
        REQUIRE(socket.waitForBytesWritten());
    socket.abort();
}

} // namespace cairn::test
