// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <random>

namespace cairn::test {

/// Chooses by a seed, the same on every computer.
class Dice
{
public:
    explicit Dice(unsigned seed)
        : m_seed(seed)
    {
        turn(0);
    }

    /// What one action asks does not change what the next one is given.
    void turn(unsigned number)
    {
        std::seed_seq both{m_seed, number};
        m_engine.seed(both);
    }
    /// From 0 to one less than @p count; 0 for a count of 0.
    int below(qint64 count) { return count > 1 ? int(m_engine() % quint64(count)) : 0; }
    int between(int least, int most) { return least + below(most - least + 1); }
    bool chance(int percent) { return below(100) < percent; }
    template<typename List> auto oneOf(const List& list)
    {
        return *(std::begin(list) + below(qint64(std::size(list))));
    }

private:
    unsigned m_seed;
    std::mt19937 m_engine;
};

} // namespace cairn::test
