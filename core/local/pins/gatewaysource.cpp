// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/pins/gatewaysource.h"

#include "core/api/wire/routes.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr int timeoutMilliseconds = 30'000;
constexpr int pollIntervalMs = 200; // How late it hears that it is to stop.

} // namespace

GatewaySource::GatewaySource(const QUrl& gateway, std::function<bool()> isStopping)
    : m_gateway(gateway)
    , m_isStopping(std::move(isStopping))
    , m_network(std::make_unique<QNetworkAccessManager>())
{ }

GatewaySource::~GatewaySource() = default;

Result<QByteArray> GatewaySource::block(const content::Cid& cid)
{
    QNetworkRequest request(
        routes::urlOf(m_gateway, "/ipfs/"_L1 + cid.toString() + "?format=raw"_L1));
    request.setRawHeader("Accept", "application/vnd.ipld.raw");
    request.setTransferTimeout(timeoutMilliseconds);

    // The loop is this thread's own and runs nothing but this request.
    const std::unique_ptr<QNetworkReply> reply(m_network->get(request));
    QEventLoop loop;
    QTimer poll;
    bool tooLarge = false;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    QObject::connect(reply.get(), &QNetworkReply::downloadProgress, &loop,
                     [&](qint64 received, qint64) {
                         tooLarge = received > routes::largestBlock;
                         if (tooLarge)
                             reply->abort();
                     });
    QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
        if (m_isStopping())
            reply->abort();
    });
    poll.start(pollIntervalMs);
    if (!reply->isFinished())
        loop.exec();

    const QString host = m_gateway.host();
    if (tooLarge)
        return fail(Error::Kind::TooLarge, u"%1 sent more than a block."_s.arg(host));
    if (m_isStopping())
        return fail(Error::Kind::Cancelled);
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 404 || status == 410)
        return fail(Error::Kind::NotFound, u"%1 does not have %2."_s.arg(host, cid.toString()));
    if (reply->error() != QNetworkReply::NoError || status != 200)
        return fail(status == 0 ? Error::Kind::Offline : Error::Kind::Server,
                    u"%1: %2"_s.arg(host, reply->errorString()));
    QByteArray bytes = reply->readAll();
    if (const Done verified = content::verifyHash(cid.hash(), bytes); !verified)
        return fail(Error::Kind::Corrupt, u"What %1 sent is not %2."_s.arg(host, cid.toString()));
    return bytes;
}

} // namespace cairn::local
