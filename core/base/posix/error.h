// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <system_error>

namespace cairn::posix {

/// What a system call gave, or the system's reason against it. The reasons compare with std::errc.
template<typename T> using Outcome = tl::expected<T, std::error_code>;

/// The system's words for @p reason.
[[nodiscard]] QString text(const std::error_code& reason);

/// No space is left, on the disk or in the user's share of it.
[[nodiscard]] bool isDiskFull(const std::error_code& reason);

/// What @p reason means for @p subject: DiskFull, or Storage for all the rest.
[[nodiscard]] tl::unexpected<Error> failure(const std::error_code& reason,
                                            const QString& subject = {});

} // namespace cairn::posix
