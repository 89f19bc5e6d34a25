// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/requestguard.h"

#include <QUrl>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr char exposed[] = "Link, Count, Page, Size";

} // namespace

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
    if (host == "localhost"_L1)
        return true;
    // An address cannot be rebound, so any may name us where we listen beyond loopback.
    const QHostAddress address(host);
    return !address.isNull() && (address.isLoopback() || !m_listen.isLoopback());
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

HttpFields corsFields(const HttpRequest& request)
{
    HttpFields fields{{"Access-Control-Expose-Headers", exposed}};
    const QByteArray origin = request.header("Origin");
    if (origin.isEmpty()) {
        fields.emplace_back("Access-Control-Allow-Origin", "*");
    } else {
        fields.emplace_back("Access-Control-Allow-Origin", origin);
        fields.emplace_back("Vary", "Origin");
    }
    return fields;
}

HttpResponse preflight(const HttpRequest& request)
{
    const QByteArray origin = request.header("Origin");
    const QByteArray wanted = request.header("Access-Control-Request-Headers");
    if (origin.isEmpty() || wanted.isEmpty()
        || request.header("Access-Control-Request-Method").isEmpty())
        return {405,
                {{"Content-Type", "text/plain;charset=UTF-8"}},
                "OPTIONS is for preflights only.\n",
                {}};
    return {204,
            {{"Access-Control-Allow-Origin", origin},
             {"Access-Control-Allow-Methods", "GET,POST,PUT,DELETE,OPTIONS"},
             {"Access-Control-Max-Age", "86400"},
             {"Access-Control-Allow-Headers", wanted},
             {"Access-Control-Expose-Headers", exposed}},
            {},
            {}};
}

} // namespace cairn::local
