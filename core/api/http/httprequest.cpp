// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/httprequest.h"

#include "core/base/logging.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace cairn {
namespace {

constexpr qint64 maxGetAnswer = 64LL * 1024 * 1024;

Error transportError(const QNetworkReply& reply)
{
    using Kind = Error::Kind;
    const auto kind = [&] {
        switch (reply.error()) {
        // Qt 6.4 reports an expired transfer timeout as a cancellation. A real cancellation never
        // gets here: a cancelled promise takes no result.
        case QNetworkReply::OperationCanceledError:
        case QNetworkReply::TimeoutError:
            return Kind::Timeout;
        case QNetworkReply::ProtocolInvalidOperationError:
        case QNetworkReply::ProtocolUnknownError:
        case QNetworkReply::ProtocolFailure:
        case QNetworkReply::InsecureRedirectError:
            return Kind::Protocol;
        default:
            return Kind::Offline;
        }
    }();
    return {kind, reply.errorString(), reply.url().host()};
}

/// Watches one QNetworkReply to its end. A child of the reply, gone with it.
Reply<HttpResponse> follow(QNetworkReply* reply, const QByteArray& verb)
{
    auto promise = std::make_shared<QPromise<Result<HttpResponse>>>();
    promise->start();

    auto* watcher = new QFutureWatcher<Result<HttpResponse>>(reply);
    QObject::connect(watcher, &QFutureWatcherBase::canceled, reply, &QNetworkReply::abort);
    watcher->setFuture(promise->future());

    QObject::connect(reply, &QNetworkReply::readyRead, reply, [reply] {
        if (reply->bytesAvailable() > maxGetAnswer)
            reply->abort();
    });
    QElapsedTimer timer;
    timer.start();
    QObject::connect(reply, &QNetworkReply::finished, reply, [reply, promise, verb, timer] {
        reply->deleteLater();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        qCInfo(lcApi).noquote() << verb << reply->url().path(QUrl::FullyEncoded) << status
                                << timer.elapsed() << "ms";
        if (reply->bytesAvailable() > maxGetAnswer) {
            promise->addResult(fail(Error::Kind::TooLarge, QStringLiteral("answer too large")));
        } else if (status == 0 || reply->error() == QNetworkReply::OperationCanceledError
                   || reply->error() == QNetworkReply::RemoteHostClosedError
                   || reply->error() == QNetworkReply::InsecureRedirectError) {
            promise->addResult(fail(transportError(*reply)));
        } else {
            promise->addResult(HttpResponse{status, reply->readAll(), reply->rawHeaderPairs()});
        }
        promise->finish();
    });
    return promise->future();
}

} // namespace

Reply<HttpResponse> send(QNetworkAccessManager& network, const QByteArray& verb,
                         const QNetworkRequest& request, const QByteArray& body)
{
    return follow(network.sendCustomRequest(request, verb, body), verb);
}

} // namespace cairn
