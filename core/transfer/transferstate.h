// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <optional>

namespace cairn::transfer {

enum class State {
    Queued,
    Packing, ///< Reading and hashing the source; nothing is sent yet.
    Sending,
    Waiting, ///< Lost touch; the next attempt is due by itself.
    Confirming, ///< All parts acknowledged; asking whether the root is listed with all of them.
    Stored,
    Cancelled,
    Failed,
};

enum class Event {
    Start,
    Packed,
    AllAcknowledged,
    LostTouch,
    RetryDue,
    Confirmed,
    Cancel,
    Refuse,
    Retry
};

/// Where @p event leads from @p state; nothing if it does not apply there.
///
///   Queued ─Start▶ Packing ─Packed▶ Sending ─AllAcknowledged▶ Confirming ─Confirmed▶ Stored
///                                    │   ▲                       │
///                           LostTouch▼   │RetryDue               ▼LostTouch
///                                   Waiting ◀────────────────────┘
///   Cancel and Refuse apply until the end; Retry leads from Cancelled or Failed to Queued.
constexpr std::optional<State> next(State state, Event event)
{
    const bool over = state == State::Stored || state == State::Cancelled || state == State::Failed;
    switch (event) {
    case Event::Start:
        return state == State::Queued ? std::optional(State::Packing) : std::nullopt;
    case Event::Packed:
        return state == State::Packing ? std::optional(State::Sending) : std::nullopt;
    case Event::AllAcknowledged:
        return state == State::Sending ? std::optional(State::Confirming) : std::nullopt;
    case Event::LostTouch:
        return state == State::Sending || state == State::Confirming ? std::optional(State::Waiting)
                                                                     : std::nullopt;
    case Event::RetryDue:
        return state == State::Waiting ? std::optional(State::Sending) : std::nullopt;
    case Event::Confirmed:
        return state == State::Confirming ? std::optional(State::Stored) : std::nullopt;
    case Event::Cancel:
        return over ? std::nullopt : std::optional(State::Cancelled);
    case Event::Refuse:
        return over ? std::nullopt : std::optional(State::Failed);
    case Event::Retry:
        return state == State::Cancelled || state == State::Failed ? std::optional(State::Queued)
                                                                   : std::nullopt;
    }
    return std::nullopt;
}

constexpr bool isOver(State state)
{
    return state == State::Stored || state == State::Cancelled || state == State::Failed;
}

static_assert(next(State::Sending, Event::LostTouch) == State::Waiting);
static_assert(next(State::Sending, Event::Confirmed) == std::nullopt, "accepted is not done");
static_assert(next(State::Stored, Event::Cancel) == std::nullopt);

} // namespace cairn::transfer
