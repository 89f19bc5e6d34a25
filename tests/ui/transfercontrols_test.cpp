// SPDX-License-Identifier: MIT OR Apache-2.0
// What a person does with transfers once they are in the list, by key.
#include "tests/ui/uploadworld.h"
#include "ui/text/formatting.h"
#include "ui/uploads/list/transferlimits.h"

using namespace cairn;
using namespace cairn::test;
using transfer::State;

TEST_CASE_METHOD(UploadWorld, "keys pause an upload, say until when, and let it go on")
{
    AccountSession& account = withWaitingUpload();
    press(Qt::Key_P, Qt::ControlModifier);
    REQUIRE(becomes(account, State::Paused));
    CHECK(until([] { return sentence().startsWith(u"a.txt, Paused"_s); }));
    checkControls();
    press(Qt::Key_Q, Qt::ControlModifier); // A person's pause is nothing to be asked about.
    CHECK(until([this] { return !window.isVisible(); }));
    REQUIRE(show(window));
    press(Qt::Key_S, Qt::ControlModifier);
    CHECK(becomes(account, State::Waiting));

    REQUIRE(tabTo(u"pauseTransferButton"_s));
    press(Qt::Key_Space);
    REQUIRE(becomes(account, State::Paused));
    CHECK(focused() == u"resumeTransferButton"_s); // Not lost with the button that went.
    press(Qt::Key_Space);
    CHECK(becomes(account, State::Waiting));
}

TEST_CASE_METHOD(UploadWorld, "an upload paused for an hour goes on when it has passed")
{
    AccountSession& account = local();
    open();
    dropFile(file(u"a.txt"_s, "a"));
    REQUIRE(becomes(account, State::Stored));
    account.transfers().pauseAll();
    dropFile(file(u"b.txt"_s, "b"));
    REQUIRE(becomes(account, State::Queued));
    REQUIRE(tabTo(u"transferList"_s));
    pressMenuKey();
    REQUIRE(menuIsOpen());
    press(Qt::Key_F); // Pause For
    press(Qt::Key_H);
    REQUIRE(becomes(account, State::Paused));
    CHECK(sentence().contains(
        u"Paused until %1"_s.arg(formatMoment(clock.now() + std::chrono::hours(1), clock.now()))));
    account.transfers().resumeAll();
    clock.advance(std::chrono::minutes(59));
    account.transfers().tick();
    CHECK(account.transfers().all().back().state == State::Paused);
    clock.advance(std::chrono::minutes(1));
    CHECK(becomes(account, State::Stored));
}

TEST_CASE_METHOD(UploadWorld, "all uploads pause with the time in view, and one button ends it")
{
    AccountSession& account = local();
    open();
    CHECK_FALSE(isVisible(u"pauseBar"_s));
    press(Qt::Key_S, Qt::AltModifier);
    REQUIRE(menuIsOpen());
    press(Qt::Key_O); // Pause All For
    press(Qt::Key_1);
    REQUIRE(isVisible(u"pauseBar"_s));
    CHECK(find(u"pauseBar"_s)
              ->accessibleName()
              .contains(formatMoment(clock.now() + std::chrono::minutes(15), clock.now())));
    dropFile(file(u"a.txt"_s, "a"));
    REQUIRE(becomes(account, State::Queued));
    checkControls();
    press(Qt::Key_L, Qt::AltModifier); // Resume all
    CHECK(becomes(account, State::Stored));
    CHECK_FALSE(isVisible(u"pauseBar"_s));
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    CHECK(account.transfers().isPaused());
    CHECK(find(u"pauseBar"_s)->accessibleName() == u"All transfers of this account are paused."_s);
    press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    CHECK_FALSE(account.transfers().isPaused());
}

TEST_CASE_METHOD(UploadWorld, "keys move an upload in the queue, and the list follows")
{
    AccountSession& account = local();
    open();
    account.transfers().pauseAll();
    for (const auto& name : {u"a"_s, u"b"_s, u"c"_s})
        dropFile(file(name, name.toUtf8()));
    const auto order
        = [] { return sentence(0).first(1) + sentence(1).first(1) + sentence(2).first(1); };
    CHECK(order() == u"abc"_s);
    CHECK(currentRow(u"transferList"_s) == 2); // What was dropped last.
    press(Qt::Key_Plus, Qt::ControlModifier);
    CHECK(until([&] { return order() == u"acb"_s; }));
    press(Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
    CHECK(until([&] { return order() == u"cab"_s; }));
    press(Qt::Key_Minus, Qt::ControlModifier);
    CHECK(until([&] { return order() == u"acb"_s; }));
    press(Qt::Key_Down, Qt::ControlModifier | Qt::ShiftModifier);
    CHECK(until([&] { return order() == u"abc"_s; }));
    CHECK(currentRow(u"transferList"_s) == 2);
}

TEST_CASE_METHOD(UploadWorld, "a limit chosen in the menu counts at once and is kept")
{
    AccountSession& account = local();
    open();
    dropFile(file(u"a.txt"_s, "a"));
    REQUIRE(becomes(account, State::Stored));
    account.transfers().pauseAll();
    dropFile(file(u"b.txt"_s, "b"));
    press(Qt::Key_S, Qt::AltModifier);
    press(Qt::Key_B);
    press(Qt::Key_C); // Custom…
    REQUIRE(dialog());
    CHECK(focused() != QString());
    type(u"750"_s);
    press(Qt::Key_Return);
    REQUIRE(isBack());
    CHECK(account.transfers().limits().bytesPerSecond == 750'000);
    CHECK(until(
        [] { return test::text(u"transferSummary"_s).contains(u"limited to 750.0 kB/s"_s); }));
    CHECK(account.transfers().limits().partsInFlight == 3);
    // What another start of the program would read.
    account.transfers().setLimits({});
    const TransferLimits again(account.transfers(), settings, account.record().id);
    CHECK(account.transfers().limits().bytesPerSecond == 750'000);
}

TEST_CASE_METHOD(UploadWorld, "limits in the settings that make no sense are not taken")
{
    AccountSession& account = local();
    settings.setValue(u"limits/local/partsInFlight"_s, -4);
    settings.setValue(u"limits/local/bytesPerSecond"_s, u"much"_s);
    const TransferLimits limits(account.transfers(), settings, localAccount);
    CHECK(limits.limits().partsInFlight == 1);
    CHECK(limits.limits().bytesPerSecond == 0);
}

TEST_CASE_METHOD(UploadWorld, "all uploads are cancelled after a question, and all failed retried")
{
    AccountSession& account = local();
    open();
    account.transfers().pauseAll();
    for (int i = 0; i < 250; ++i)
        REQUIRE(account.transfers().add({.paths = {folder.filePath(u"absent"_s)}}));
    press(Qt::Key_S, Qt::AltModifier);
    press(Qt::Key_L);
    REQUIRE(dialog());
    press(Qt::Key_Return); // The safe answer.
    REQUIRE(isBack());
    CHECK(account.transfers().isBusy());
    press(Qt::Key_S, Qt::AltModifier);
    press(Qt::Key_L);
    REQUIRE(dialog());
    press(Qt::Key_A, Qt::AltModifier);
    REQUIRE(isBack());
    CHECK(until([&] { return !account.transfers().isBusy(); }));
    CHECK_FALSE(account.transfers().hasFailed()); // Cancelled is nobody's failure.

    account.transfers().resumeAll();
    REQUIRE(account.transfers().add({.paths = {folder.filePath(u"absent"_s)}}));
    REQUIRE(becomes(account, State::Failed));
    file(u"absent"_s, "here");
    press(Qt::Key_S, Qt::AltModifier);
    press(Qt::Key_I); // Retry All Failed
    CHECK(becomes(account, State::Stored));
}

TEST_CASE_METHOD(UploadWorld,
                 "a service under maintenance holds all, and the bar says what ends it")
{
    AccountSession& account = settled();
    open();
    server.refuse("POST /car", "503 Service Unavailable", "ERROR_MAINTENANCE");
    dropFile(file(u"a.txt"_s, "a"));
    REQUIRE(becomes(account, State::Suspended));
    REQUIRE(isVisible(u"pauseBar"_s));
    CHECK(find(u"pauseBar"_s)->accessibleName().contains(u"under maintenance"_s));
    CHECK(sentence().contains(u"Held: the service is under maintenance"_s));
    CHECK(sentence().contains(u"goes on by itself"_s));
    checkControls();
}

TEST_CASE_METHOD(UploadWorld, "uploads held for a login that was refused once go on when asked to")
{
    AccountSession& account = local();
    open();
    account.transfers().suspend(transfer::SuspensionReason::LoginExpired,
                                {Error::Kind::Unauthorized});
    dropFile(file(u"a.txt"_s, "a"));
    REQUIRE(isVisible(u"pauseBar"_s));
    CHECK(find(u"pauseBar"_s)->accessibleName().contains(u"login is not accepted"_s));
    CHECK(account.transfers().all().back().state == State::Queued);
    REQUIRE(tabTo(u"messageAction"_s));
    press(Qt::Key_Space);
    CHECK(becomes(account, State::Stored));
    CHECK_FALSE(isVisible(u"pauseBar"_s));
}
