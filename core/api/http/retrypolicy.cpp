// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/retrypolicy.h"

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
    const bool isLast = attempt > maxRetries && error.kind != Kind::RateLimited && !hasMoved(error);
    const bool isFinal = isLast || isSunset(error) || error.code == hostSilent;
    if (repeat == routes::Repeat::Unsafe || attempt < 1 || isFinal)
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
        return std::chrono::seconds(1 << (std::min(attempt, maxRetries) - 1));
    default:
        return std::nullopt;
    }
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

bool isSunset(const Error& error)
{
    return error.code == "ERROR_FEATURE_HAS_BEEN_SUNSET"_L1;
}

} // namespace cairn
