// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/uploadworld.h"
#include "ui/uploads/list/transfermodel.h"

#include <QClipboard>
#include <QFileDialog>

using namespace cairn;
using namespace cairn::test;
using transfer::State;

TEST_CASE_METHOD(UploadWorld, "with nothing uploaded yet the pane is a place to drop or choose")
{
    local();
    open();
    CHECK(isVisible(u"dropArea"_s));
    CHECK_FALSE(isVisible(u"transferList"_s));
    checkControls();
    REQUIRE(tabTo(u"uploadFilesButton"_s));
    press(Qt::Key_Space);
    REQUIRE(dialog());
    CHECK(qobject_cast<QFileDialog*>(dialog())->fileMode() == QFileDialog::ExistingFiles);
    press(Qt::Key_Escape);
    REQUIRE(isBack());
    CHECK(focused() == u"uploadFilesButton"_s);
}

TEST_CASE_METHOD(UploadWorld,
                 "the file dialog opens by shortcut from any pane, for files and folders")
{
    local();
    press(Qt::Key_3, Qt::ControlModifier);
    press(Qt::Key_O, Qt::ControlModifier);
    REQUIRE(dialog());
    press(Qt::Key_Escape);
    REQUIRE(isBack());
    CHECK(isVisible(u"uploadPane"_s));
    press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
    REQUIRE(dialog());
    CHECK(qobject_cast<QFileDialog*>(dialog())->fileMode() == QFileDialog::Directory);
}

TEST_CASE_METHOD(UploadWorld, "a dropped file is stored, selected, and its CID copied by key")
{
    AccountSession& account = local();
    open();
    dropFile(file(u"hello.txt"_s, "hello world"));
    REQUIRE(becomes(account, State::Stored));
    CHECK(currentRow(u"transferList"_s) == 0);
    checkControls();
    CHECK(sentence().contains(u"Stored"_s));
    press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    CHECK(QApplication::clipboard()->text()
          == u"bafybeic6svhkwl3y2wvkj33weshyjjs5cbvgijh7yo3kjasyglrdwe2l74"_s);
}

TEST_CASE_METHOD(UploadWorld, "a list reached by key has a row selected")
{
    AccountSession& account = local();
    REQUIRE(account.transfers().add({.paths = {file(u"a.txt"_s, "a")}}));
    open();
    REQUIRE(becomes(account, State::Stored));
    REQUIRE(tabTo(u"transferList"_s));
    CHECK(isEnabled(u"copyTransferCidButton"_s));
    CHECK(isEnabled(u"removeTransferButton"_s));
}

TEST_CASE_METHOD(UploadWorld,
                 "Delete takes a finished upload off the list and goes to its neighbour")
{
    AccountSession& account = local();
    open();
    dropFile(file(u"a.txt"_s, "a"));
    dropFile(file(u"b.txt"_s, "b"));
    REQUIRE(until([&] { return account.library().total() == 2 && !account.transfers().isBusy(); }));
    REQUIRE(tabTo(u"transferList"_s));
    press(Qt::Key_Home);
    press(Qt::Key_Delete);
    REQUIRE(until([] { return rows(u"transferList"_s) == 1; }));
    CHECK(focused() == u"transferList"_s);
    CHECK(isEnabled(u"removeTransferButton"_s));
    press(Qt::Key_Delete);
    REQUIRE(until([] { return !isVisible(u"transferList"_s); }));
    CHECK(focused() == u"uploadFilesButton"_s);
    CHECK(account.library().total() == 2);
}

TEST_CASE_METHOD(UploadWorld, "the Menu key offers what can be done with an upload")
{
    AccountSession& account = local();
    open();
    dropFile(file(u"a.txt"_s, "a"));
    REQUIRE(becomes(account, State::Stored));
    REQUIRE(tabTo(u"transferList"_s));
    pressMenuKey();
    REQUIRE(menuIsOpen());
    press(Qt::Key_S);
    CHECK(until([&] { return account.transfers().all().empty(); }));
}

TEST_CASE_METHOD(UploadWorld,
                 "a file that cannot be read fails with its name, and Retry sends it later")
{
    AccountSession& account = local();
    open();
    const QString path = folder.filePath(u"late.txt"_s);
    REQUIRE(account.transfers().add({.paths = {path}}));
    REQUIRE(becomes(account, State::Failed));
    CHECK(sentence().contains(u"There is no “%1”. Check how it is written"_s.arg(path)));
    checkControls();
    file(u"late.txt"_s, "here now");
    REQUIRE(tabTo(u"retryTransferButton"_s));
    press(Qt::Key_Space);
    CHECK(becomes(account, State::Stored));
}

TEST_CASE_METHOD(UploadWorld, "a drop without files says so and starts nothing")
{
    AccountSession& account = local();
    open();
    drop({}, u"just words"_s);
    CHECK(test::text(u"messageText"_s).contains(u"no file or folder of this computer"_s));
    checkControls();
    drop({QUrl(u"https://example.org/a.txt"_s)});
    CHECK(account.transfers().all().empty());
}

TEST_CASE_METHOD(UploadWorld, "a file with a name of 255 characters is stored like any other")
{
    AccountSession& account = local();
    open();
    dropFile(file(QString(255, u'x'), "long"));
    CHECK(becomes(account, State::Stored));
}

TEST_CASE_METHOD(UploadWorld,
                 "while the service is down an upload waits, says so and can be cancelled")
{
    AccountSession& account = withWaitingUpload();
    CHECK(sentence().contains(u"Next attempt"_s));
    CHECK(sentence().contains(u"cannot be reached"_s));
    checkControls();
    REQUIRE(tabTo(u"cancelTransferButton"_s));
    press(Qt::Key_Space);
    REQUIRE(becomes(account, State::Cancelled));
    CHECK(isEnabled(u"retryTransferButton"_s));
}

TEST_CASE_METHOD(UploadWorld, "Escape never stops an upload")
{
    AccountSession& account = withWaitingUpload();
    press(Qt::Key_Escape);
    CHECK(account.transfers().isBusy());
}

TEST_CASE_METHOD(UploadWorld, "a full disk at the service holds the upload with that sentence")
{
    AccountSession& account = settled();
    open();
    server.refuse("POST /car", "507 Insufficient Storage", "ERROR_DISK_FULL");
    dropFile(file(u"a.txt"_s, "a"));
    REQUIRE(becomes(account, State::Suspended));
    CHECK(sentence().contains(u"no space left on the disk"_s));
    CHECK(sentence().contains(u"Free some space"_s));
}

TEST_CASE_METHOD(UploadWorld, "a token revoked meanwhile holds the upload with its reason")
{
    AccountSession& account = settled();
    open();
    server.refuse("POST /car", "401 No", "ERROR_TOKEN_NOT_FOUND");
    dropFile(file(u"a.txt"_s, "a"));
    REQUIRE(becomes(account, State::Suspended));
    CHECK(sentence().contains(u"no longer knows this token"_s));
}

TEST_CASE_METHOD(UploadWorld, "without a sign-in nothing is taken, and the place to drop says why")
{
    server.refuse("GET /user/info", "401 No", "ERROR_TOKEN_NOT_FOUND");
    AccountSession& account = scripted();
    open();
    REQUIRE(until([&] { return account.account().state() == Account::State::Refused; }));
    CHECK(test::text(u"dropSentence"_s).contains(u"not signed in"_s));
    CHECK_FALSE(isEnabled(u"uploadFilesButton"_s));
    checkControls();
    drop({QUrl::fromLocalFile(file(u"a.txt"_s, "a"))});
    CHECK(test::text(u"messageText"_s).startsWith(u"Nothing was uploaded."_s));
    CHECK(account.transfers().all().empty());
}

TEST_CASE_METHOD(UploadWorld, "a restricted account may not upload, and is told so before it tries")
{
    server.say("GET /user/info",
               R"({"info":{"_id":"1","name":"Ada","tags":{"HasAccountRestriction":true}}})");
    settled();
    open();
    CHECK(test::text(u"dropSentence"_s).contains(u"restricted this account"_s));
    CHECK_FALSE(isEnabled(u"uploadFilesButton"_s));
    CHECK(find(u"uploadFilesButton"_s)->accessibleDescription().contains(u"restricted"_s));
}

TEST_CASE_METHOD(UploadWorld, "what is painted is what assistive technology reads")
{
    local();
    open();
    service.reset();
    dropFile(file(u"a.txt"_s, "a"));
    REQUIRE(until([] { return sentence().contains(u"Next attempt"_s); }));
    const auto* list = find<QTreeView>(u"transferList"_s);
    const auto& model = *static_cast<const TransferModel*>(list->model());
    const TransferText text = transferText(model.at(0), model.paceOf(model.at(0)));
    for (const QString& painted : {text.name, text.phase.text, text.figures, text.cid, text.detail})
        CHECK(sentence().contains(painted));
}

TEST_CASE_METHOD(UploadWorld, "the end of the session keeps what is to be kept and asks nothing")
{
    AccountSession& account = local();
    open();
    service.reset();
    dropFile(file(u"a.txt"_s, "a"));
    REQUIRE(becomes(account, State::Waiting));
    window.endSession();
    CHECK(QSettings(settings.fileName(), QSettings::IniFormat).contains(u"window/geometry"_s));
    CHECK(window.close());
    REQUIRE(show(window)); // The session went on after all: quitting is a person's action again.
    CHECK_FALSE(window.close());
    REQUIRE(dialog());
}

TEST_CASE_METHOD(UploadWorld, "notifications are on, and off with one menu entry")
{
    local();
    press(Qt::Key_S, Qt::AltModifier);
    press(Qt::Key_Y);
    CHECK_FALSE(settings.value(MainWindow::notifyKey, true).toBool());
}

TEST_CASE_METHOD(UploadWorld, "quitting with an unfinished upload asks, and Escape stays")
{
    withWaitingUpload();
    press(Qt::Key_Q, Qt::ControlModifier);
    REQUIRE(dialog());
    CHECK(dialog()->windowTitle() == u"Quit"_s);
    CHECK(test::text(u"confirmWarning"_s).contains(u"One transfer is not finished"_s));
    checkControls();
    press(Qt::Key_Return);
    REQUIRE(isBack());
    CHECK(window.isVisible());
    press(Qt::Key_Q, Qt::ControlModifier);
    REQUIRE(dialog());
    press(Qt::Key_Q, Qt::AltModifier);
    CHECK(until([this] { return !window.isVisible(); }));
}
