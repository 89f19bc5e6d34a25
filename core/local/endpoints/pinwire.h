// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/http/httpmessage.h"
#include "core/local/pins/pinrequests.h"

namespace cairn::local {

// The IPFS Pinning Service API's JSON and query (contract §5.6, §6.9). Errors: Invalid with the
// API's own reason.

[[nodiscard]] Result<PinSpec> pinSpecFrom(const QJsonObject& body);

/// The filter in a query, without limit and offset. A query without cid, name, status or meta asks
/// for pinned requests only.
[[nodiscard]] Result<PinFilter> pinFilterFrom(const HttpRequest& request);
[[nodiscard]] Result<qint64> pinLimitFrom(const HttpRequest& request);

enum class Origins { Shown, LeftOut }; ///< Lists have none.
QJsonObject toJson(const PinRequest& request, Origins origins);

} // namespace cairn::local
