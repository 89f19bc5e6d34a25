// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QString>

namespace cairn {

// What errorText() says of what lies between here and a service. Main thread.

QString networkErrorText(const Error& error); ///< By its code; empty for other errors.
QString busyText(const Error& error); ///< Empty unless the service has too much to do.
QString passingBusyText(const Error& error); ///< The same where nobody is told to try again.
QString serviceWords(const QString& reason); ///< A sentence with them; empty if there are none.
QString untrustedText(const Error& error); ///< Of an error Untrusted.
QString redirectText(const Error& error); ///< Where isRedirect() is true.
QString proxyText(const Error& error); ///< Empty if the cause is no proxy.

} // namespace cairn
