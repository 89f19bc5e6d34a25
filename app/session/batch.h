// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/transfer/store/transfer.h"

#include <map>

namespace cairn::session {

/// What became of the transfers since the account was last at rest, to be told once when it is at
/// rest again. A value; counts what is over, once each, by how it ended last.
class Batch
{
public:
    struct Outcome
    {
        int stored = 0; ///< Uploads.
        int saved = 0; ///< Downloads.
        int failed = 0; ///< Failed or incomplete.
        bool isEmpty() const { return stored + saved + failed == 0; }
        bool operator==(const Outcome&) const = default;
    };

    void note(const Transfer& transfer);
    Outcome outcome() const;
    void clear() { m_ends.clear(); }

private:
    /// One that is tried again and ends differently is counted by its last end.
    std::map<TransferId, transfer::State> m_ends;
};

} // namespace cairn::session
