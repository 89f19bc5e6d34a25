// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QString>

namespace cairn {

/// Which rule a chosen file breaks that should be a CAR, where, and what to do; empty for another
/// error (core/content/car/carfault.h has the codes).
QString carErrorText(const Error& error);

} // namespace cairn
