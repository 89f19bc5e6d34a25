// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/loopback.h"

#include <QHostAddress>

namespace cairn {
using namespace Qt::StringLiterals;

bool isLoopback(const QUrl& url)
{
    const QString host = url.host();
    return host == "localhost"_L1 || host.endsWith(".localhost"_L1)
        || QHostAddress(host).isLoopback();
}

bool isReadable(const QUrl& url)
{
    return url.scheme() != "https"_L1 && !isLoopback(url);
}

} // namespace cairn
