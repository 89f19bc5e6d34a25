// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QLatin1StringView>

namespace cairn {

/// Codes of the error Untrusted: what is wrong with the certificate of the other end.
namespace untrusted {
inline constexpr QLatin1StringView unknownIssuer("CERTIFICATE_UNKNOWN_ISSUER");
inline constexpr QLatin1StringView notNow("CERTIFICATE_NOT_NOW"); ///< Expired, or not valid yet.
inline constexpr QLatin1StringView otherName("CERTIFICATE_OTHER_NAME"); ///< For another host.
inline constexpr QLatin1StringView unusable("CERTIFICATE_UNUSABLE"); ///< Anything else.
} // namespace untrusted

/// The error Untrusted for OpenSSL's X509_V_ERR_* @p result.
Error untrustedError(long result, const QString& detail, const QString& host);

} // namespace cairn
