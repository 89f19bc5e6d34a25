// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/http/httpmessage.h"
#include "core/local/pins/pinrequests.h"

namespace cairn::local {

// The IPFS Pinning Service API's JSON and query (contract §5.6, §6.9). Errors: Invalid with the
// API's own reason.

[[nodiscard]] Result<PinSpec> pinSpecFrom(const QJsonObject& body);

/// Everything but the limit and offset. Only what is pinned is listed unless something is asked.
[[nodiscard]] Result<PinFilter> pinFilterFrom(const HttpRequest& request);
[[nodiscard]] Result<qint64> pinLimitFrom(const HttpRequest& request);

enum class Origins { Shown, LeftOut }; ///< Lists leave them out.
QJsonObject toJson(const PinRequest& request, Origins origins);

} // namespace cairn::local
