// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QStringView>

#include <span>
#include <vector>

namespace cairn {

/// One step in which the rows of a list become others. Its numbers are right when the steps before
/// it are done.
struct RowStep
{
    enum class Kind {
        Remove, ///< `count` rows from `first` on.
        Move, ///< `count` rows from `first` on go up, to where the first of them is row `to`.
        Reorder, ///< All at once: new row i is the old row order[i]. For what many moves would be.
        Insert, ///< `count` rows, the first of which becomes row `first`: where they stay.
    };

    Kind kind = Kind::Insert;
    int first = 0;
    int count = 0;
    int to = 0;
    std::vector<int> order{};

    bool operator==(const RowStep&) const = default;
};

/// For each key of @p after its place in @p before, or -1. Of keys that are there several times the
/// first goes with the first, the second with the second.
[[nodiscard]] std::vector<int> rowOrigins(const std::vector<QStringView>& before,
                                          const std::vector<QStringView>& after);

/// How @p count rows become those of @p origins, in as few steps as neighbours can share: removals
/// from the bottom up, then moves or one new order, then insertions from the top down.
[[nodiscard]] std::vector<RowStep> rowSteps(std::span<const int> origins, int count);

} // namespace cairn
