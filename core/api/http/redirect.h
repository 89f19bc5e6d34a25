// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QLatin1StringView>
#include <QUrl>

namespace cairn {

/// How often a request is sent on within its origin before that is a loop.
inline constexpr int mostRedirects = 5;

/// Codes of the error Protocol for an answer that sends elsewhere. A request with a credential goes
/// to no other origin or scheme by itself.
namespace redirect {
inline constexpr QLatin1StringView toHttps("REDIRECT_TO_HTTPS"); ///< The same host, by https.
inline constexpr QLatin1StringView elsewhere("REDIRECT_ELSEWHERE");
inline constexpr QLatin1StringView loop("REDIRECT_LOOP");
} // namespace redirect

/// The error of a request to @p from that was sent on to @p target, which is in Error::more.
Error redirectError(const QUrl& from, const QUrl& target);
Error redirectLoopError(const QUrl& from);
/// Whether the same request would end the same, however often it is sent.
inline bool isRedirect(const Error& error)
{
    return error.code == redirect::toHttps || error.code == redirect::elsewhere
        || error.code == redirect::loop;
}

} // namespace cairn
