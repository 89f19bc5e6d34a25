// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/session/batch.h"

namespace cairn::session {
using transfer::State;

void Batch::note(const Transfer& transfer)
{
    // What a person cancelled is no news to them.
    if (transfer::isOver(transfer.state) && transfer.state != State::Cancelled)
        m_ends.insert_or_assign(transfer.id, transfer.state);
    else
        m_ends.erase(transfer.id);
}

Batch::Outcome Batch::outcome() const
{
    Outcome outcome;
    for (const auto& [id, state] : m_ends) {
        if (state == State::Stored)
            ++outcome.stored;
        else if (state == State::Saved)
            ++outcome.saved;
        else
            ++outcome.failed;
    }
    return outcome;
}

} // namespace cairn::session
