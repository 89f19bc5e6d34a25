// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/http/httpresponse.h"
#include "core/base/async.h"

#include <QNetworkRequest>

class QNetworkAccessManager;

namespace cairn {

/// Sends one request; the reply is the response, whatever its status. Errors: Offline, Timeout,
/// TooLarge (an answer beyond 64 MiB), Untrusted, Protocol (also redirectError()'s). Cancelling the
/// future aborts.
[[nodiscard]] Reply<HttpResponse> send(QNetworkAccessManager& network, const QByteArray& verb,
                                       const QNetworkRequest& request, const QByteArray& body);

} // namespace cairn
