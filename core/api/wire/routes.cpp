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

Result<QString> pathOf(QLatin1StringView route, const QString& segment)
{
    // Dots mean the same encoded or not, and are resolved before anybody looks at the path.
    if (segment.isEmpty() || segment == "."_L1 || segment == ".."_L1)
        return fail(Error::Kind::Invalid, u"this is no segment of a path"_s, segment);
    return route + QString::fromLatin1(QUrl::toPercentEncoding(segment));
}

} // namespace cairn::routes
