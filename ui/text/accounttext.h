// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/account.h"

#include <QString>

namespace cairn {

// What a person reads about the standing of an account.

/// One or two words: "Signed in".
QString stateWord(Account::State state);
QString stateWord(const Account& account); ///< It may have answered that it is not ready.

/// The sentence below it: what that means here, and the next step where there is one.
QString stateText(const Account& account);

/// Why an action is not offered; empty when it is.
QString permissionText(Account::Permission permission);

/// Host and port of the endpoint, which is how people recognise a service.
QString endpointText(const AccountRecord& record);

} // namespace cairn
