// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/retrypolicy.h"

namespace cairn {

std::optional<std::chrono::milliseconds> pauseBeforeRetry(const Error& error, int attempt,
                                                          routes::Repeat repeat)
{
    using Kind = Error::Kind;
    if (repeat == routes::Repeat::Unsafe || attempt < 1 || attempt > mostRetries)
        return std::nullopt;
    switch (error.kind) {
    case Kind::Offline:
    case Kind::Timeout:
    case Kind::RateLimited:
    case Kind::Maintenance:
    case Kind::Server:
        if (error.retryAfter)
            return *error.retryAfter;
        return std::chrono::seconds(1 << (attempt - 1));
    default:
        return std::nullopt;
    }
}

} // namespace cairn
