// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/transfer/store/transferstate.h"

#include <catch2/catch.hpp>

using namespace cairn::transfer;

TEST_CASE("only a confirmed transfer is stored")
{
    for (const State state : {State::Queued, State::Packing, State::Sending, State::Waiting,
                              State::Confirming, State::Cancelled, State::Failed}) {
        for (const Event event :
             {Event::Start, Event::Packed, Event::AllAcknowledged, Event::LostTouch,
              Event::RetryDue, Event::Cancel, Event::Refuse, Event::Retry, Event::Confirmed}) {
            const bool isConfirmation = state == State::Confirming && event == Event::Confirmed;
            CHECK((next(state, event) == State::Stored) == isConfirmation);
        }
    }
}

TEST_CASE("an upload whose parts are missing after a restart is packed again, and only it")
{
    CHECK(next(State::Sending, Event::PackAgain) == State::Packing);
    for (const State state : {State::Queued, State::Packing, State::Waiting, State::Confirming,
                              State::Paused, State::Suspended, State::Failed, State::Receiving})
        CHECK_FALSE(next(state, Event::PackAgain));
}

TEST_CASE("what is stored stays stored")
{
    for (const Event event :
         {Event::Start, Event::Packed, Event::AllAcknowledged, Event::LostTouch, Event::RetryDue,
          Event::Confirmed, Event::Cancel, Event::Refuse, Event::Retry})
        CHECK_FALSE(next(State::Stored, event));
}

TEST_CASE("a transfer that ended can be tried again from the start")
{
    CHECK(next(State::Failed, Event::Retry) == State::Queued);
    CHECK(next(State::Cancelled, Event::Retry) == State::Queued);
    CHECK_FALSE(next(State::Sending, Event::Retry));
}

TEST_CASE("cancelling works until the end, and once")
{
    for (const State state :
         {State::Queued, State::Packing, State::Sending, State::Waiting, State::Confirming})
        CHECK(next(state, Event::Cancel) == State::Cancelled);
    CHECK_FALSE(next(State::Cancelled, Event::Cancel));
}

TEST_CASE("a download is saved once its last block is in place, and only then")
{
    CHECK(next(State::Queued, Event::Receive) == State::Receiving);
    CHECK(next(State::Waiting, Event::Receive) == State::Receiving);
    CHECK(next(State::Receiving, Event::LostTouch) == State::Waiting);
    CHECK(next(State::Receiving, Event::Placed) == State::Saved);
    for (const State state : {State::Queued, State::Waiting, State::Suspended, State::Paused,
                              State::Cancelled, State::Failed, State::Sending, State::Confirming})
        CHECK_FALSE(next(state, Event::Placed));
    CHECK_FALSE(next(State::Receiving, Event::Confirmed));
    CHECK(isOver(State::Saved));
    CHECK(isRunning(State::Receiving));
}

TEST_CASE("a download is paused, held, interrupted and cancelled like an upload")
{
    CHECK(next(State::Receiving, Event::Pause) == State::Paused);
    CHECK(next(State::Receiving, Event::Suspend) == State::Suspended);
    CHECK(next(State::Receiving, Event::Interrupt) == State::Queued);
    CHECK(next(State::Receiving, Event::Cancel) == State::Cancelled);
    CHECK(next(State::Receiving, Event::Refuse) == State::Failed);
    CHECK_FALSE(next(State::Saved, Event::Cancel));
    CHECK_FALSE(next(State::Saved, Event::Retry));
}
