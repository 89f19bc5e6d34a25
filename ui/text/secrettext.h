// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/content/secrets/secrets.h"

#include <QString>

namespace cairn {

/// What a likely secret seems to be: "private key".
QString secretText(content::SecretKind kind);

} // namespace cairn
