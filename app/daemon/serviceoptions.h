// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/local/localservice.h"

#include <QCommandLineParser>

namespace cairn {

/// Fills in @p options from what was given; what is wrong with the line, if anything.
[[nodiscard]] QString serviceOptionsFrom(const QCommandLineParser& line,
                                         local::ServiceOptions& options);

} // namespace cairn
