// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/wire/routes.h"
#include "core/base/error.h"

#include <QLatin1StringView>

namespace cairn {

inline constexpr int maxRetries = 5; ///< As the official client (contract §9).

/// How long to wait before the next attempt after @p error, when @p attempt attempts have failed;
/// nothing when the error is final: a refusal (400, 401, 403, 404, 410), a malformed request, a
/// route that may not be repeated, or enough attempts. A 429 is no failed attempt and never the
/// last one, nor is a move of the service. The service's own Retry-After wins over our 1-2-4-8-16
/// s.
std::optional<std::chrono::milliseconds> pauseBeforeRetry(const Error& error, int attempt,
                                                          routes::Repeat repeat);

/// Whether @p error counts as a failed attempt: a 429 and a move of the service do not.
bool isFailedAttempt(const Error& error);

/// What a request ends with that did not reach a service which is somewhere else by now: it may be
/// sent again, there, at once and however often that happens.
Error movedError(const QString& endpoint);
bool hasMoved(const Error& error);

/// The code of the error Timeout when the process that serves a data folder of this computer does
/// not answer, as one that was stopped: trying again brings nothing until somebody sees to it.
inline constexpr QLatin1StringView hostSilent("ERROR_HOST_SILENT");

/// Whether the service will not take the credential for anything (contract §2.4).
bool isAboutCredential(const Error& error);

/// 410: the service takes no more uploads, for good.
bool isSunset(const Error& error);

} // namespace cairn
