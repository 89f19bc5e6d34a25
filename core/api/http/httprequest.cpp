// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/httprequest.h"

#include "core/api/http/networkenvironment.h"
#include "core/api/http/redirect.h"
#include "core/api/http/trust.h"
#include "core/base/logging.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslError>

#include <openssl/x509_vfy.h>

namespace cairn {
namespace {

constexpr qint64 maxGetAnswer = 64LL * 1024 * 1024;

/// No connection came about. Behind a proxy Qt has several words for that, of the proxy or not.
bool isAboutTheWay(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::UnknownNetworkError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return true;
    default:
        return false;
    }
}

Error transportError(const QNetworkReply& reply)
{
    using Kind = Error::Kind;
    if (isProxied(reply.url()) && isAboutTheWay(reply.error()))
        return proxyError(reply.url(), reply.errorString());
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
            return Kind::Protocol;
        default:
            return Kind::Offline;
        }
    }();
    const auto code = [&]() -> QString {
        switch (reply.error()) {
        case QNetworkReply::HostNotFoundError:
            return QString(transport::noAddress);
        case QNetworkReply::ConnectionRefusedError:
            return QString(transport::notAccepted);
        case QNetworkReply::SslHandshakeFailedError:
            return QString(transport::noTls);
        default:
            return {};
        }
    }();
    return {kind, reply.errorString(), reply.url().host(), code};
}

/// OpenSSL's number for what Qt found first in a certificate.
long verifyResult(QSslError::SslError error)
{
    switch (error) {
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::CertificateUntrusted:
        return X509_V_ERR_CERT_UNTRUSTED;
    case QSslError::CertificateNotYetValid:
    case QSslError::CertificateExpired:
        return X509_V_ERR_CERT_HAS_EXPIRED;
    case QSslError::HostNameMismatch:
        return X509_V_ERR_HOSTNAME_MISMATCH;
    default:
        return X509_V_ERR_UNSPECIFIED;
    }
}

/// Watches one QNetworkReply to its end. A child of the reply, gone with it.
Reply<HttpResponse> follow(QNetworkReply* reply, const QByteArray& verb)
{
    auto promise = std::make_shared<QPromise<Result<HttpResponse>>>();
    promise->start();

    auto* watcher = new QFutureWatcher<Result<HttpResponse>>(reply);
    QObject::connect(watcher, &QFutureWatcherBase::canceled, reply, &QNetworkReply::abort);
    watcher->setFuture(promise->future());

    // Kept apart: of what was aborted no bytes are left.
    auto isTooLarge = std::make_shared<bool>(false);
    QObject::connect(reply, &QNetworkReply::readyRead, reply, [reply, isTooLarge] {
        if (reply->bytesAvailable() <= maxGetAnswer)
            return;
        *isTooLarge = true;
        reply->abort();
    });
    auto doubts = std::make_shared<QList<QSslError>>();
    QObject::connect(reply, &QNetworkReply::sslErrors, reply,
                     [doubts](const QList<QSslError>& errors) { *doubts = errors; });
    QElapsedTimer timer;
    timer.start();
    QObject::connect(
        reply, &QNetworkReply::finished, reply, [reply, promise, verb, timer, doubts, isTooLarge] {
            reply->deleteLater();
            const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            qCInfo(lcApi).noquote() << verb << reply->url().path(QUrl::FullyEncoded) << status
                                    << timer.elapsed() << "ms";
            if (*isTooLarge || reply->bytesAvailable() > maxGetAnswer) {
                promise->addResult(fail(Error::Kind::TooLarge, QStringLiteral("answer too large"),
                                        reply->url().host(), QStringLiteral("ANSWER_TOO_LARGE")));
            } else if (reply->error() == QNetworkReply::SslHandshakeFailedError
                       && !doubts->isEmpty()) {
                const QSslError& first = doubts->front();
                promise->addResult(fail(untrustedError(verifyResult(first.error()),
                                                       first.errorString(), reply->url().host())));
            } else if (reply->error() == QNetworkReply::InsecureRedirectError) {
                const QUrl target = QUrl::fromEncoded(reply->rawHeader("Location"));
                promise->addResult(
                    fail(redirectError(reply->url(), reply->url().resolved(target))));
            } else if (reply->error() == QNetworkReply::TooManyRedirectsError) {
                promise->addResult(fail(redirectLoopError(reply->url())));
            } else if (status == 0 || reply->error() == QNetworkReply::OperationCanceledError
                       || reply->error() == QNetworkReply::RemoteHostClosedError) {
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
