// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstdint>

namespace cairn::test {

/// What stands in the file by which the preloaded library (eio.cpp) is told what to do.
struct DiskErrors
{
    std::uint32_t isOn = 0;
    std::uint32_t readPerMille = 0; ///< How many of a thousand calls fail.
    std::uint32_t writePerMille = 0;
    std::uint32_t syncPerMille = 0;
    std::uint64_t seed = 0;
    char path[64] = {}; ///< Only files whose path contains this.
};

} // namespace cairn::test
