// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

namespace cairn::local {

/// What is known of the bytes of a CAR that the catalog names. Stored in car.state: the numbers
/// never change, new ones are appended.
enum class CarState {
    Whole = 0, ///< As it was accepted.
    Damaged = 1, ///< Some of its bytes have changed; the block index has the blocks that are good.
    Absent = 2, ///< Its file is not in the folder; it has no blocks.
};

} // namespace cairn::local
