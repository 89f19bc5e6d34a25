// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/async.h"

#include <QByteArray>
#include <QNetworkRequest>

#include <functional>

class QIODevice;
class QNetworkAccessManager;

namespace cairn {

struct HttpResponse
{
    int status = 0;
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray header(QByteArrayView name) const; ///< Empty if absent; names in any case.
};

/// Sends one request and ends with the response, whatever its status, or with why there is none:
/// Offline, Timeout, TooLarge (an answer beyond 64 MiB), Protocol. Cancelling the future aborts.
/// @p body is read while sending and kept until the exchange is over; @p sent hears the bytes
/// handed over.
[[nodiscard]] Reply<HttpResponse> send(QNetworkAccessManager& network, const QByteArray& verb,
                                       const QNetworkRequest& request,
                                       std::shared_ptr<QIODevice> body,
                                       std::function<void(qint64 bytes)> sent);

/// The same with a small body that the request keeps itself.
[[nodiscard]] Reply<HttpResponse> send(QNetworkAccessManager& network, const QByteArray& verb,
                                       const QNetworkRequest& request, const QByteArray& body);

} // namespace cairn
