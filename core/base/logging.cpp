// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/logging.h"

namespace cairn {

Q_LOGGING_CATEGORY(lcContent, "cairn.content", QtInfoMsg)
Q_LOGGING_CATEGORY(lcStorage, "cairn.storage", QtInfoMsg)
Q_LOGGING_CATEGORY(lcVault, "cairn.vault", QtInfoMsg)
Q_LOGGING_CATEGORY(lcApi, "cairn.api", QtInfoMsg)
Q_LOGGING_CATEGORY(lcAccount, "cairn.account", QtInfoMsg)
Q_LOGGING_CATEGORY(lcLibrary, "cairn.library", QtInfoMsg)
Q_LOGGING_CATEGORY(lcTransfer, "cairn.transfer", QtInfoMsg)
Q_LOGGING_CATEGORY(lcLocal, "cairn.local", QtInfoMsg)
Q_LOGGING_CATEGORY(lcApp, "cairn.app", QtInfoMsg)

} // namespace cairn
