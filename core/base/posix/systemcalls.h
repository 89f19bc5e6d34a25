// SPDX-License-Identifier: MIT OR Apache-2.0
// For the sources of this folder alone: from what system calls give to what its headers speak of.
#pragma once

#include "core/base/posix/file.h"

#include <sys/stat.h>

#include <array>
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

/// For the calls that set both times of a file: the time of reading stays.
[[nodiscard]] inline std::array<timespec, 2> timesOf(qint64 seconds, quint32 nanoseconds)
{
    timespec unchanged = {};
    unchanged.tv_nsec = UTIME_OMIT;
    timespec modified = {};
    modified.tv_sec = static_cast<time_t>(seconds);
    modified.tv_nsec = static_cast<long>(nanoseconds);
    return {unchanged, modified};
}

[[nodiscard]] FileStatus statusFrom(const struct stat& raw);

} // namespace cairn::posix
