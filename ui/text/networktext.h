// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QString>

namespace cairn {

// What errorText() says of what lies between here and a service. Main thread.

QString untrustedText(const Error& error); ///< Of an error Untrusted.
QString redirectText(const Error& error); ///< Where isRedirect() is true.
QString proxyText(const Error& error); ///< Empty if the cause is no proxy.

} // namespace cairn
