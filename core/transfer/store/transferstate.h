// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <initializer_list>
#include <optional>

namespace cairn::transfer {

// Stored as numbers, pinned by tests/transfer/persisted_test.cpp: new ones are appended, none is
// ever given a new meaning.
enum class State {
    Queued = 0,
    Packing = 1, ///< Reading and hashing the source; nothing is sent yet.
    Sending = 2,
    Waiting = 3, ///< An attempt failed; the next one has its time.
    Confirming = 4, ///< All parts acknowledged; asking whether the root is listed with all of them.
    Stored = 5,
    Cancelled = 6,
    Failed = 7,
    Paused = 8, ///< By a person, until they resume or a time they chose.
    /// Something outside the transfer stops it; goes on by itself once that has passed.
    Suspended = 9,
    Incomplete = 10, ///< The service has some of the parts and will not take or list the rest.
    Receiving = 11, ///< A download: fetching, verifying and writing.
    Saved = 12, ///< A download: all of it is verified and in its place.
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
    Retry,
    Pause,
    Resume,
    Suspend,
    Release,
    FallShort, ///< Given up with some parts acknowledged, or with fewer than all listed.
    Interrupt, ///< The program ended, or all transfers of the account are paused.
    Receive, ///< A download starts or makes its next attempt.
    Placed, ///< The last block was verified and the target has its name.
    PackAgain, ///< Parts are to be sent, and the source has not been read since a restart.
};

constexpr bool isOver(State state)
{
    return state == State::Stored || state == State::Cancelled || state == State::Failed
        || state == State::Incomplete || state == State::Saved;
}

/// A Sender or Receiver works on it.
constexpr bool isRunning(State state)
{
    return state == State::Packing || state == State::Sending || state == State::Waiting
        || state == State::Confirming || state == State::Receiving;
}

/// Where @p event leads from @p state; nothing if it does not apply there. This is the whole table:
/// runners and queue change a state only by it, and write the new state before they tell anybody.
///
///   An upload
///             Start           Packed           AllAcknowledged              Confirmed
///     Queued ───────▶ Packing ───────▶ Sending ────────────────▶ Confirming ──────────▶ Stored
///                                       │  ▲                         │
///                              LostTouch▼  │RetryDue                 │
///                                      Waiting ◀──── LostTouch ──────┘
///
///   A download
///             Receive             Placed
///     Queued ─────────▶ Receiving ───────▶ Saved
///                        │  ▲
///               LostTouch▼  │Receive
///                       Waiting
///
///   Every transfer
///     from                              event        to
///     running                           Suspend      Suspended
///     running, Suspended                Interrupt    Queued       program ended, or all are paused
///     Suspended                         Release      Queued
///     not over, not Paused              Pause        Paused       a restart leaves it Paused
///     Paused                            Resume       Queued
///     not over                          Cancel       Cancelled
///     not over                          Refuse       Failed
///     Cancelled, Failed, Incomplete     Retry        Queued
///     Sending, Waiting, Confirming      FallShort    Incomplete   an upload
///     Packing                     AllAcknowledged    Confirming   after a restart: all were sent
///     Sending                           PackAgain    Packing      after that: not all are listed
///
///   Running (isRunning): Packing, Sending, Waiting, Confirming, Receiving; these have a Runner.
///   Over (isOver): Stored, Saved, Cancelled, Failed, Incomplete.
constexpr std::optional<State> next(State state, Event event)
{
    const auto from = [state](std::initializer_list<State> states, State to) {
        for (const State allowed : states) {
            if (allowed == state)
                return std::optional(to);
        }
        return std::optional<State>();
    };
    const auto unlessOver
        = [state](State to) { return isOver(state) ? std::nullopt : std::optional(to); };
    switch (event) {
    case Event::Start:
        return from({State::Queued}, State::Packing);
    case Event::Packed:
        return from({State::Packing}, State::Sending);
    case Event::AllAcknowledged:
        return from({State::Packing, State::Sending}, State::Confirming);
    case Event::LostTouch:
        return from({State::Sending, State::Confirming, State::Receiving}, State::Waiting);
    case Event::RetryDue:
        return from({State::Waiting}, State::Sending);
    case Event::Confirmed:
        return from({State::Confirming}, State::Stored);
    case Event::FallShort:
        return from({State::Sending, State::Waiting, State::Confirming}, State::Incomplete);
    case Event::Suspend:
        return isRunning(state) ? std::optional(State::Suspended) : std::nullopt;
    case Event::Release:
        return from({State::Suspended}, State::Queued);
    case Event::Interrupt:
        return isRunning(state) || state == State::Suspended ? std::optional(State::Queued)
                                                             : std::nullopt;
    case Event::Receive:
        return from({State::Queued, State::Waiting}, State::Receiving);
    case Event::Placed:
        return from({State::Receiving}, State::Saved);
    case Event::PackAgain:
        return from({State::Sending}, State::Packing);
    case Event::Pause:
        return state == State::Paused ? std::nullopt : unlessOver(State::Paused);
    case Event::Resume:
        return from({State::Paused}, State::Queued);
    case Event::Cancel:
        return unlessOver(State::Cancelled);
    case Event::Refuse:
        return unlessOver(State::Failed);
    case Event::Retry:
        return from({State::Cancelled, State::Failed, State::Incomplete}, State::Queued);
    }
    return std::nullopt;
}

static_assert(next(State::Sending, Event::LostTouch) == State::Waiting);
static_assert(next(State::Sending, Event::Confirmed) == std::nullopt, "accepted is not done");
static_assert(next(State::Stored, Event::Cancel) == std::nullopt);
static_assert(next(State::Paused, Event::Interrupt) == std::nullopt, "a pause survives a restart");

} // namespace cairn::transfer
