// SPDX-License-Identifier: MIT OR Apache-2.0
// For the sources of this folder alone: from what system calls give to what its headers speak of.
#pragma once

#include "core/base/posix/file.h"

#include <sys/stat.h>

#include <cerrno>

namespace cairn::posix {

/// The reason in errno, right after the call that failed.
[[nodiscard]] inline tl::unexpected<std::error_code> lastReason()
{
    return tl::unexpected(std::error_code(errno, std::generic_category()));
}

[[nodiscard]] inline Outcome<void> outcomeOf(int result)
{
    if (result != 0)
        return lastReason();
    return {};
}

[[nodiscard]] inline Outcome<Descriptor> descriptorOf(int number)
{
    if (number < 0)
        return lastReason();
    return Descriptor(number);
}

[[nodiscard]] FileStatus statusFrom(const struct stat& raw);

} // namespace cairn::posix
