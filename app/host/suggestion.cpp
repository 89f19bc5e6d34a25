// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/host/suggestion.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace cairn {

namespace {

constexpr int maxDistance = 2;

/// How many letters have to be left out, added, changed or swapped with their neighbour (the
/// restricted Damerau-Levenshtein distance, a row of its table at a time).
int editDistance(const QString& from, const QString& to)
{
    const auto columns = size_t(to.size()) + 1;
    std::vector<int> beforeLast(columns);
    std::vector<int> last(columns);
    std::vector<int> row(columns);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 1; i <= from.size(); ++i) {
        beforeLast.swap(last);
        last.swap(row);
        row[0] = int(i);
        for (qsizetype j = 1; j <= to.size(); ++j) {
            const auto at = size_t(j);
            const int changed = last[at - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
            row[at] = std::min({changed, last[at] + 1, row[at - 1] + 1});
            const bool isSwapped
                = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
            if (isSwapped)
                row[at] = std::min(row[at], beforeLast[at - 2] + 1);
        }
    }
    return row.back();
}

} // namespace

std::optional<QString> nearest(const QString& word, const QStringList& candidates)
{
    std::optional<QString> found;
    // A word of which half is wrong could be anything.
    int least = std::min(maxDistance + 1, int(word.size() + 1) / 2);
    for (const QString& candidate : candidates) {
        if (std::abs(candidate.size() - word.size()) > maxDistance)
            continue; // A word of any length is nobody's mistyped command.
        const int distance = editDistance(word.toLower(), candidate.toLower());
        if (distance < least) {
            least = distance;
            found = candidate;
        }
    }
    return found;
}

} // namespace cairn
