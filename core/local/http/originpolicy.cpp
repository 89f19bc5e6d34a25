// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/originpolicy.h"

#include "core/local/http/responses.h"

#include <QUrl>

#include <algorithm>

namespace cairn::local {
using namespace Qt::StringLiterals;

namespace {

constexpr char exposed[] = "Link, Count, Page, Size, Retry-After, Content-Length, Content-Range, "
                           "ETag, X-Ipfs-Path, X-Ipfs-Roots";
// The last two names are those of other gateways: some pages want to see them in the list.
constexpr char exposedOfContent[]
    = "Link, Count, Page, Size, Retry-After, Content-Length, Content-Range, ETag, X-Ipfs-Path, "
      "X-Ipfs-Roots, Accept-Ranges, Content-Disposition, Content-Location, X-Chunked-Output, "
      "X-Stream-Output";

bool isForContent(const HttpRequest& request)
{
    return request.path.startsWith("/ipfs/");
}

/// Of content a page is told beforehand what it may ask for.
HttpFields contentFields()
{
    return {{"Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"},
            {"Access-Control-Allow-Headers", "Content-Type, Range, User-Agent, X-Requested-With"},
            {"Access-Control-Expose-Headers", exposedOfContent}};
}

/// The page is of the host that is asked, behind TLS or not.
bool isOwn(const QByteArray& origin, const HttpRequest& request)
{
    const QByteArray host = request.header("Host").toLower();
    return origin == "http://" + host || origin == "https://" + host;
}

/// A page from /ipfs asks for an image of its own. It is of no origin (its sandbox), but a browser
/// still says from where it is, and no other page can say that.
bool isOfOwnPage(const HttpRequest& request)
{
    const QByteArray page = request.header("Referer").toLower();
    return isOwn(page.first(std::max<qsizetype>(page.indexOf('/', sizeof "https://" - 1), 0)),
                 request);
}

} // namespace

Result<QByteArray> originFrom(const QString& text)
{
    if (text.trimmed() == "*"_L1)
        return QByteArray("*");
    QUrl url(text.trimmed(), QUrl::StrictMode);
    const bool hasPath = url.path() != "/"_L1 && !url.path().isEmpty();
    const bool hasMore
        = hasPath || url.hasQuery() || url.hasFragment() || !url.userInfo().isEmpty();
    if (!url.isValid() || hasMore || url.host().isEmpty() || !url.scheme().startsWith("http"_L1))
        return fail(Error::Kind::Invalid, u"no origin"_s, text);
    // A browser leaves the usual port out.
    if (url.port() == (url.scheme() == "https"_L1 ? 443 : 80))
        url.setPort(-1);
    return (url.scheme() + "://"_L1 + url.authority(QUrl::FullyEncoded)).toLatin1().toLower();
}

OriginPolicy::OriginPolicy(QByteArrayList allowed)
    : m_allowed(std::move(allowed))
    , m_allowsAll(m_allowed.contains("*"))
{
    for (QByteArray& origin : m_allowed)
        origin = origin.toLower();
}

bool OriginPolicy::isAllowed(const QByteArray& origin) const
{
    return m_allowsAll || m_allowed.contains(origin);
}

bool OriginPolicy::isForeign(const HttpRequest& request) const
{
    const QByteArray origin = request.header("Origin").toLower();
    if (!origin.isEmpty())
        return !isOwn(origin, request) && !isAllowed(origin);
    const QByteArray site = request.header("Sec-Fetch-Site");
    if (m_allowsAll || site.isEmpty() || site == "same-origin" || site == "none")
        return false;
    if (isOfOwnPage(request))
        return false;
    // A link that a person follows, in a tab of its own.
    return request.header("Sec-Fetch-Mode") != "navigate"
        || request.header("Sec-Fetch-Dest") != "document";
}

HttpFields OriginPolicy::fields(const HttpRequest& request, bool isAnswered) const
{
    HttpFields fields = isForContent(request)
        ? contentFields()
        : HttpFields{{"Access-Control-Expose-Headers", exposed}};
    fields.emplace_back("Vary", "Origin, Sec-Fetch-Site");
    const QByteArray origin = request.header("Origin");
    if (m_allowsAll && origin.isEmpty())
        fields.emplace_back("Access-Control-Allow-Origin", "*");
    if (!origin.isEmpty() && isAnswered)
        fields.emplace_back("Access-Control-Allow-Origin", origin);
    const bool isRead = !origin.isEmpty() && isAnswered;
    if (!m_allowsAll && !isRead && !isOfOwnPage(request))
        fields.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    return fields;
}

HttpResponse OriginPolicy::preflight(const HttpRequest& request) const
{
    const QByteArray origin = request.header("Origin");
    const QByteArray wanted = request.header("Access-Control-Request-Headers");
    const bool isComplete = !origin.isEmpty() && !wanted.isEmpty()
        && !request.header("Access-Control-Request-Method").isEmpty();
    if (!isComplete && !isForContent(request))
        return {405,
                {{"Content-Type", "text/plain;charset=UTF-8"}},
                "OPTIONS is for preflights only.\n",
                {}};
    const QByteArrayList names = wanted.toLower().replace(' ', "").split(',');
    if (isForeign(request) && !names.contains("authorization"))
        return failure(403, u"ERROR_ORIGIN_NOT_ALLOWED"_s,
                       u"This service does not answer pages of that origin."_s);
    if (!isComplete)
        return {204, fields(request, true), {}, {}};
    return {204,
            {{"Access-Control-Allow-Origin", origin},
             {"Access-Control-Allow-Methods", "GET,POST,PUT,DELETE,OPTIONS"},
             {"Access-Control-Max-Age", "86400"},
             {"Access-Control-Allow-Headers", wanted},
             {"Access-Control-Expose-Headers", exposed},
             {"Vary", "Origin"}},
            {},
            {}};
}

} // namespace cairn::local
