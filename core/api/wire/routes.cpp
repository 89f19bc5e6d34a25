// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/routes.h"

namespace cairn::routes {
using namespace Qt::StringLiterals;

QUrl urlOf(const QUrl& endpoint, const QString& path)
{
    QString base = endpoint.path(QUrl::FullyEncoded);
    while (base.endsWith('/'_L1))
        base.chop(1);
    const qsizetype queryAt = path.indexOf('?'_L1);
    QUrl url = endpoint;
    url.setPath(base + path.left(queryAt), QUrl::StrictMode);
    url.setQuery(queryAt < 0 ? QString() : path.mid(queryAt + 1));
    return url;
}

} // namespace cairn::routes
