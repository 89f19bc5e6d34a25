// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

namespace cairn {

/// Where a list that comes from a service stands. After Failed the last known values stay.
enum class LoadState { Never, Loading, Loaded, Failed };

} // namespace cairn
