// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/http/httpresponse.h"
#include "core/base/error.h"

#include <QUrl>

namespace cairn {

/// The error that an answer other than 2xx is (contract §1.1, §8). @p endpoint is who was asked.
/// An answer that asks for fewer requests always says for how long, and none for longer than
/// longestPause: what asks for hours may be wrong.
Error errorFrom(const HttpResponse& response, const QUrl& endpoint, Timestamp now);

/// Whether the service says of the account, and not of the request, that it may not.
bool isAboutAccount(const Error& error);

} // namespace cairn
