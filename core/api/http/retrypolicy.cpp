// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/retrypolicy.h"

#include "core/api/http/redirect.h"

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView movedCode("ERROR_SERVICE_MOVED"); // Ours: no service sends it.

} // namespace

std::optional<std::chrono::milliseconds> pauseBeforeRetry(const Error& error, int attempt,
                                                          routes::Repeat repeat)
{
    using Kind = Error::Kind;
    const bool isLast = attempt > maxRetries && isFailedAttempt(error);
    const bool isFinal = isLast || isSunset(error) || isRedirect(error) || error.code == hostSilent;
    const bool isNone = attempt < 1 && isFailedAttempt(error);
    if (repeat == routes::Repeat::Unsafe || isNone || isFinal)
        return std::nullopt;
    switch (error.kind) {
    case Kind::Offline:
    case Kind::Timeout:
    case Kind::RateLimited:
    case Kind::Maintenance:
    case Kind::Server:
    case Kind::Protocol: // Garbled on its way, or by a proxy: a route that may be repeated may be.
        if (error.retryAfter)
            return *error.retryAfter;
        return std::chrono::seconds(1 << (std::clamp(attempt, 1, maxRetries) - 1));
    default:
        return std::nullopt;
    }
}

bool isFailedAttempt(const Error& error)
{
    return error.kind != Error::Kind::RateLimited && !hasMoved(error);
}

Error movedError(const QString& endpoint)
{
    return {Error::Kind::Offline, u"the service is somewhere else now"_s, endpoint,
            movedCode.toString(), std::chrono::seconds(0)};
}

bool hasMoved(const Error& error)
{
    return error.code == movedCode;
}

bool isAboutCredential(const Error& error)
{
    return error.kind == Error::Kind::Unauthorized
        || (error.kind == Error::Kind::Forbidden && error.code == "ERROR_TOKEN_BLOCKED"_L1);
}

bool isSunset(const Error& error)
{
    return error.code == "ERROR_FEATURE_HAS_BEEN_SUNSET"_L1;
}

} // namespace cairn
