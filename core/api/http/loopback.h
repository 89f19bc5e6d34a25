// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QUrl>

namespace cairn {

/// Whether the host of @p url is this computer by its name: what is sent there leaves it not. Any
/// thread.
bool isLoopback(const QUrl& url);

/// Whether what is sent to @p url could be read on its way.
bool isReadable(const QUrl& url);

/// The code of the error Untrusted for a credential that would go by plain http to another
/// computer; nothing was sent. The subject is the host.
inline constexpr QLatin1StringView insecureHttp("INSECURE_HTTP");

} // namespace cairn
