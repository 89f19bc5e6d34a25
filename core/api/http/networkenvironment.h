// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QLatin1StringView>
#include <QUrl>

namespace cairn {

/// Values of Error::code. The subject is the proxy, not who was asked: it may be the cause.
inline constexpr QLatin1StringView proxyFailed("PROXY_FAILED"); ///< It gives no way through.
inline constexpr QLatin1StringView proxyUnknown("PROXY_UNKNOWN"); ///< Of a kind not spoken here.

/// Has both network stacks go by the environment alike: ALL_PROXY for what http_proxy and
/// https_proxy say nothing about, names in capitals where those in small letters are missing
/// (but for HTTP_PROXY, which a request to a CGI could set), and SSL_CERT_FILE. A proxy without a
/// scheme is one for http. Where one is named that cannot be used nothing is sent at all: never
/// around it. To be called at the start of a program, before other threads.
void useNetworkEnvironment();

bool isProxied(const QUrl& url); ///< Any thread.
/// The error of a request for @p url that its proxy failed. Any thread.
Error proxyError(const QUrl& url, const QString& detail);

/// The file of the certificates to trust in place of the system's, as SSL_CERT_FILE names it; empty
/// if it names none. Any thread.
QByteArray trustedCertificatesFile();

} // namespace cairn
