// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/common/rowdiff.h"

#include <QHash>

#include <algorithm>

namespace cairn {
namespace {

/// A view does something about all its rows with each move: more than these cost more than laying
/// it out anew.
constexpr int maxMoves = 16;

std::vector<int> removeUnwanted(std::span<const int> origins, int count,
                                std::vector<RowStep>& steps)
{
    std::vector<bool> isWanted(size_t(count), false);
    for (const int origin : origins) {
        if (origin >= 0)
            isWanted[size_t(origin)] = true;
    }
    for (int end = count; end > 0;) {
        int first = end;
        while (first > 0 && !isWanted[size_t(first) - 1])
            --first;
        if (first < end)
            steps.push_back({RowStep::Kind::Remove, first, end - first});
        end = first - 1;
    }
    std::vector<int> kept;
    for (int row = 0; row < count; ++row) {
        if (isWanted[size_t(row)])
            kept.push_back(row);
    }
    return kept;
}

/// Where each row of @p wanted stands in @p present, which holds the same in another order.
std::vector<int> placesOf(const std::vector<int>& wanted, const std::vector<int>& present)
{
    std::vector<int> places;
    if (present.empty())
        return places;
    std::vector<int> placeOfRow(size_t(present.back()) + 1); // It is sorted.
    for (size_t place = 0; place < present.size(); ++place)
        placeOfRow[size_t(present[place])] = int(place);
    std::ranges::transform(wanted, std::back_inserter(places),
                           [&](int row) { return placeOfRow[size_t(row)]; });
    return places;
}

void arrange(std::vector<int> present, const std::vector<int>& wanted, std::vector<RowStep>& steps)
{
    std::vector<int> order = placesOf(wanted, present);
    int stretches = 0; // Of rows that are neighbours before and after.
    for (size_t row = 0; row < order.size(); ++row)
        stretches += row == 0 || order[row] != order[row - 1] + 1 ? 1 : 0;
    if (stretches > maxMoves) {
        steps.push_back({RowStep::Kind::Reorder, 0, int(order.size()), 0, std::move(order)});
        return;
    }
    for (size_t to = 0; to < wanted.size();) {
        const auto begin = present.begin() + std::ptrdiff_t(to);
        const auto from = std::find(begin, present.end(), wanted[to]);
        const auto end
            = std::mismatch(from, present.end(), wanted.begin() + std::ptrdiff_t(to)).first;
        const int count = int(end - from);
        if (from != begin)
            steps.push_back({RowStep::Kind::Move, int(from - present.begin()), count, int(to)});
        std::rotate(begin, from, end);
        to += size_t(count);
    }
}

} // namespace

std::vector<int> rowOrigins(const std::vector<QStringView>& before,
                            const std::vector<QStringView>& after)
{
    QHash<QStringView, int> firstOf; // Of a key, among those not given away yet.
    firstOf.reserve(qsizetype(before.size()));
    std::vector<int> nextOfSame(before.size(), -1);
    for (int row = int(before.size()) - 1; row >= 0; --row) {
        nextOfSame[size_t(row)] = firstOf.value(before[size_t(row)], -1);
        firstOf.insert(before[size_t(row)], row);
    }
    std::vector<int> origins;
    origins.reserve(after.size());
    for (const QStringView key : after) {
        const auto first = firstOf.find(key);
        origins.push_back(first == firstOf.end() ? -1 : *first);
        if (origins.back() >= 0)
            *first = nextOfSame[size_t(*first)];
    }
    return origins;
}

std::vector<RowStep> rowSteps(std::span<const int> origins, int count)
{
    std::vector<RowStep> steps;
    std::vector<int> kept = removeUnwanted(origins, count, steps);
    std::vector<int> wanted;
    std::ranges::copy_if(origins, std::back_inserter(wanted), [](int row) { return row >= 0; });
    arrange(std::move(kept), wanted, steps);
    const int total = int(origins.size());
    for (int row = 0; row < total; ++row) {
        const int first = row;
        while (row < total && origins[size_t(row)] < 0)
            ++row;
        if (row > first)
            steps.push_back({RowStep::Kind::Insert, first, row - first});
    }
    return steps;
}

} // namespace cairn
