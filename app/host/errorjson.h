// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QJsonObject>

namespace cairn {

/// What programs read about an error on standard error: {"error": {"code", "message", "subject"}}.
/// The code is the service's own, else the kind's; @p message is a sentence. No subject is null.
QJsonObject errorJson(const Error& error, const QString& message);

} // namespace cairn
