// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/client/answererror.h"

#include "core/api/http/ratelimiter.h"
#include "core/api/http/redirect.h"
#include "core/api/wire/wire.h"

#include <QJsonDocument>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxReason = 1000; // It is kept with a transfer; what is shown is shorter.

Error::Kind kindOf(int status, const QString& code)
{
    using Kind = Error::Kind;
    switch (status) {
    case 400:
    case 422:
        return Kind::Invalid;
    case 401:
        return Kind::Unauthorized;
    case 403:
        return Kind::Forbidden;
    case 404:
    case 405:
    case 501:
        return Kind::NotFound;
    case 408:
        return Kind::Timeout;
    case 409:
        return Kind::Conflict;
    case 410:
        return Kind::Maintenance;
    case 413:
        return Kind::TooLarge;
    case 429:
        return Kind::RateLimited;
    case 503:
        return code == "ERROR_MAINTENANCE"_L1 || code == "ERROR_CATCHING_UP"_L1 ? Kind::Maintenance
                                                                                : Kind::Server;
    case 507:
        return Kind::DiskFull;
    default:
        return status >= 500 ? Kind::Server : Kind::Protocol;
    }
}

/// Ours, where the service gave none: what the status alone says.
QString codeOf(int status)
{
    switch (status) {
    case 405:
    case 501:
        return u"NOT_OFFERED"_s;
    case 410:
        return u"ERROR_FEATURE_HAS_BEEN_SUNSET"_s; // Contract §8: what 410 means here.
    case 503:
        return u"SERVICE_BUSY"_s;
    default:
        return {};
    }
}

/// A page for people, as servers send that know nothing of this API.
bool isPage(const HttpResponse& response)
{
    return response.body.trimmed().startsWith('<');
}

} // namespace

Error errorFrom(const HttpResponse& response, const QUrl& endpoint, Timestamp now)
{
    if (response.status >= 300 && response.status < 400) {
        const QUrl target = QUrl::fromEncoded(response.header("Location"));
        return redirectError(endpoint, endpoint.resolved(target));
    }
    // Not every failure is ours to read: proxies answer in HTML.
    const wire::Failure failure
        = wire::failureFrom(QJsonDocument::fromJson(response.body).object());
    Error error{kindOf(response.status, failure.code),
                u"HTTP %1: %2"_s.arg(response.status).arg(failure.message)};
    error.code = failure.code.isEmpty() ? codeOf(response.status) : failure.code;
    if (failure.message != "Not Found"_L1) // The name of the status gives no reason.
        error.reason = failure.message.trimmed().left(maxReason);
    if (error.kind == Error::Kind::NotFound && isPage(response))
        error = {Error::Kind::Protocol, error.detail, endpoint.host(), u"NOT_FROM_SERVICE"_s};
    error.retryAfter = retryAfterFrom(response.header("Retry-After"), now);
    if (error.kind == Error::Kind::RateLimited)
        error.retryAfter = believedPause(error.retryAfter);
    else if (error.retryAfter)
        error.retryAfter = std::min<std::chrono::seconds>(*error.retryAfter, longestPause);
    return error;
}

bool isAboutAccount(const Error& error)
{
    return error.code == "ERROR_ACCOUNT_RESTRICTED"_L1
        || error.code == "ERROR_DELETE_RESTRICTED"_L1;
}

} // namespace cairn
