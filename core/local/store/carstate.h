// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

namespace cairn::local {

/// What is known of the bytes of a CAR that the catalog names. Stored in car.state: the numbers
/// never change, new ones are appended.
///
/// A CAR of many blocks has its rows written before it is one of the catalog's, and removed after
/// that, in batches that let others change the catalog in between. Meanwhile its row has no CID,
/// and only the states from firstUnlisted on keep its blocks from being found.
enum class CarState {
    Whole = 0, ///< As it was accepted.
    Damaged = 1, ///< Some of its bytes have changed; the block index has the blocks that are good.
    Absent = 2, ///< Its file is not in the folder; it has no blocks.
    Arriving = 3, ///< No CAR yet: some of its blocks are in the index.
    Leaving = 4, ///< No CAR any more: what is left of its blocks is to be removed.
};
inline constexpr int firstUnlisted = int(CarState::Arriving);

} // namespace cairn::local
