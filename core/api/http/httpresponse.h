// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <QByteArray>
#include <QLatin1StringView>
#include <QList>

#include <optional>

namespace cairn {

/// How a connection failed, where its Error::Kind does not say it: values of Error::code.
namespace transport {
inline constexpr QLatin1StringView noAddress("DNS_FAILED");
inline constexpr QLatin1StringView notAccepted("CONNECTION_REFUSED");
inline constexpr QLatin1StringView noTls("TLS_FAILED");
} // namespace transport

/// What Retry-After asks for, in either of its forms (RFC 9110 §10.2.3); none where it has neither.
/// A claim: whoever waits bounds it.
std::optional<std::chrono::seconds> retryAfterFrom(const QByteArray& value, Timestamp now);

struct HttpResponse
{
    int status = 0;
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray header(QByteArrayView name) const; ///< Empty if absent; names in any case.
};

} // namespace cairn
