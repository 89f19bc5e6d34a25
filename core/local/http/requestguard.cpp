// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/requestguard.h"

#include <QUrl>

#include <algorithm>

namespace cairn::local {
using namespace Qt::StringLiterals;

RequestGuard::RequestGuard(QHostAddress listen, QStringList names)
    : m_listen(std::move(listen))
    , m_names(std::move(names))
{ }

bool RequestGuard::admits(const HttpRequest& request) const
{
    if (request.headerCount("Host") != 1)
        return false;
    const QUrl url(u"http://"_s + QString::fromLatin1(request.header("Host")) + '/'_L1,
                   QUrl::StrictMode);
    if (!url.isValid() || !url.userInfo().isEmpty() || url.host().isEmpty())
        return false;
    if (url.path() != "/"_L1 || url.hasQuery() || url.hasFragment())
        return false; // More than a host and a port.
    const QString host = url.host();
    if (m_names.contains(host, Qt::CaseInsensitive))
        return true; // A reverse proxy's name: its port is not ours.
    if (url.port(80) != m_port)
        return false;
    if (host == "localhost"_L1 || contentLabel(request))
        return true;
    // An address cannot be rebound, so any may name us where we listen beyond loopback.
    const QHostAddress address(host);
    return !address.isNull() && (address.isLoopback() || !m_listen.isLoopback());
}

std::optional<QByteArray> contentLabel(const HttpRequest& request)
{
    constexpr QByteArrayView domain(".ipfs.localhost");
    constexpr qsizetype maxLabel = 63;
    const QByteArray host = request.header("Host").toLower();
    const QByteArray name = host.first(std::max<qsizetype>(host.indexOf(':'), 0));
    if (!name.endsWith(domain))
        return std::nullopt;
    const QByteArray label = name.chopped(domain.size());
    // Names do not keep upper and lower case: of the bases only base32 and base36 will do.
    const bool isCid = label.startsWith('b') || label.startsWith('k');
    const bool isOne = isCid && label.size() <= maxLabel && !label.contains('.');
    return isOne ? std::optional(label) : std::nullopt;
}

Result<Secret> bearer(const HttpRequest& request)
{
    const auto refuse = [](const QString& code, const QString& message) {
        return fail(Error{Error::Kind::Unauthorized, message, {}, code, {}});
    };
    const QByteArray header = request.header("Authorization");
    if (header.isEmpty())
        return refuse(u"ERROR_NO_TOKEN"_s, u"No token was sent."_s);
    constexpr QByteArrayView scheme("Bearer ");
    if (header.size() <= scheme.size() || header.at(scheme.size()) == ' '
        || header.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) != 0)
        return refuse(u"EXPECTED_BEARER_STRING"_s, u"Expected \"Bearer\" and a token."_s);
    return Secret(header.sliced(scheme.size()));
}

} // namespace cairn::local
