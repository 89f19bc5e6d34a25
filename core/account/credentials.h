// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/secret.h"

namespace cairn {

/// The two keys an account may have (contract §2); either may be empty.
struct Credentials
{
    Secret login; ///< Tokens, deleting, renaming, account figures, and all an API token can do.
    Secret apiToken; ///< Uploading, listing, status.
    bool isEmpty() const { return login.isEmpty() && apiToken.isEmpty(); }
};

} // namespace cairn
