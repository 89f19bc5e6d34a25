// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QLoggingCategory>

namespace cairn {

// One category a room. Info: of use in a report; warning: a failure that the program handled;
// critical: one that it could not handle. No secret and no body is ever logged.
Q_DECLARE_LOGGING_CATEGORY(lcContent)
Q_DECLARE_LOGGING_CATEGORY(lcStorage)
Q_DECLARE_LOGGING_CATEGORY(lcVault)
Q_DECLARE_LOGGING_CATEGORY(lcApi)
Q_DECLARE_LOGGING_CATEGORY(lcAccount)
Q_DECLARE_LOGGING_CATEGORY(lcLibrary)
Q_DECLARE_LOGGING_CATEGORY(lcTransfer)
Q_DECLARE_LOGGING_CATEGORY(lcLocal)
Q_DECLARE_LOGGING_CATEGORY(lcApp)

} // namespace cairn
