// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/error.h"

#include <QString>

namespace cairn {

/// What a person reads about an error: the cause, then the next step. The only place where errors
/// become sentences; the detail of an error is for logs and never shown.
QString errorText(const Error& error);

/// The same about what passes and is tried again by itself: nobody is told to retry.
QString passingErrorText(const Error& error);

} // namespace cairn
