// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

namespace cairn {

/// Whether a list of a service is loaded. After Failed the last values stay.
enum class LoadState { Never, Loading, Loaded, Failed };

} // namespace cairn
