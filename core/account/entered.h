// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/account/credentials.h"
#include "core/base/result.h"

#include <QUrl>

namespace cairn {

// What people type and paste where an address or a token is wanted, understood. Pure functions, any
// thread.

/// The address of a service: blanks, quotes and angle brackets around it are left out, as are query
/// and fragment; without a scheme it is https, on this computer http. Errors: Invalid (subject
/// "endpoint"), with the code ADDRESS_HAS_LOGIN where a user name or password is in it.
[[nodiscard]] Result<QUrl> endpointFrom(const QString& text);

/// A token without what often comes along when it is copied: blanks and line ends, quotes, "Bearer"
/// and the name of its header.
Secret tokenFrom(const QString& text);

/// A token of three parts, as API tokens are (contract §2.2).
bool looksLikeApiToken(const Secret& token);

/// Each token in its place, whichever field it was pasted into, as far as its form tells.
Credentials arranged(const Credentials& entered);

} // namespace cairn
