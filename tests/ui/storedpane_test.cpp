// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/world.h"
#include "ui/stored/downloadcommand.h"
#include "ui/stored/storedmodel.h"
#include "ui/text/formatting.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLineEdit>
#include <QTreeView>

using namespace cairn;
using namespace cairn::test;

namespace {

struct StoredWorld : World
{
    void open() { press(Qt::Key_2, Qt::ControlModifier); }
    static QString selectedName()
    {
        const auto rows
            = find<QAbstractItemView>(u"storedTable"_s)->selectionModel()->selectedRows();
        return rows.isEmpty() ? QString() : rows.front().data().toString();
    }
    /// Three items of a real service, newest first: c, b, a; the list in focus.
    AccountSession& withThree()
    {
        AccountSession& account = local();
        for (const auto& name : {u"a.txt"_s, u"b.txt"_s, u"c.txt"_s}) {
            clock.advance(std::chrono::minutes(1));
            stored(account, name, name.toUtf8());
        }
        open();
        REQUIRE(tabTo(u"storedTable"_s));
        REQUIRE(selectedName() == u"c.txt"_s);
        return account;
    }
    void says(const QByteArray& body)
    {
        server.say("GET /user/uploads", body, "200 OK", "Count: 1\r\n");
    }
};

const QByteArray oneUpload = R"([{"_id":"1","cid":"bafyone","name":"One"}])";

} // namespace

TEST_CASE_METHOD(StoredWorld,
                 "with nothing stored the pane says what will stand there, and leads on")
{
    local();
    open();
    CHECK(test::text(u"emptyTitle"_s) == u"Nothing stored yet"_s);
    checkControls();
    REQUIRE(tabTo(u"emptyAction"_s));
    press(Qt::Key_Space);
    CHECK(isVisible(u"dropArea"_s));
}

TEST_CASE_METHOD(StoredWorld, "while the list loads the pane says whom it asks")
{
    server.hold("GET /user/uploads");
    AccountSession& account = scripted();
    open();
    REQUIRE(until([&] { return account.library().loadState() == LoadState::Loading; }));
    CHECK(test::text(u"emptyTitle"_s) == u"Loading…"_s);
    CHECK(test::text(u"emptySentence"_s).contains(u"127.0.0.1"_s));
    CHECK_FALSE(isVisible(u"emptyAction"_s));
    checkControls();
}

TEST_CASE_METHOD(StoredWorld, "a list that could not be loaded says why, and Retry loads it")
{
    server.say("GET /user/uploads", "{}", "500 Oops");
    settled();
    open();
    CHECK(test::text(u"emptyTitle"_s) == u"The list could not be loaded"_s);
    CHECK(test::text(u"emptySentence"_s).startsWith(u"The service failed"_s));
    checkControls();
    says(oneUpload);
    REQUIRE(tabTo(u"emptyAction"_s));
    press(Qt::Key_Space);
    CHECK(until([] { return rows(u"storedTable"_s) == 1; }));
    CHECK_FALSE(isVisible(u"dropArea"_s));
}

TEST_CASE_METHOD(StoredWorld,
                 "a service that is down is said instead of the list, with a way to try again")
{
    server.close();
    AccountSession& account = scripted();
    open();
    REQUIRE(until([&] { return account.account().state() == Account::State::Unreachable; }));
    CHECK(test::text(u"emptyTitle"_s) == u"Not reachable"_s);
    checkControls();
    REQUIRE(tabTo(u"emptyAction"_s));
    press(Qt::Key_Space);
    CHECK(until([&] { return account.account().state() == Account::State::Checking; }));
}

TEST_CASE_METHOD(StoredWorld, "a wrong token is said in the pane")
{
    server.refuse("GET /user/info", "401 No", "ERROR_UNRECOGNISED_TOKEN");
    AccountSession& account = scripted();
    open();
    REQUIRE(until([&] { return account.account().state() == Account::State::Refused; }));
    CHECK(test::text(u"emptyTitle"_s) == u"Not accepted"_s);
    CHECK(test::text(u"emptySentence"_s).contains(u"does not recognise this"_s));
}

TEST_CASE_METHOD(StoredWorld, "a failed reload keeps the rows and offers Retry")
{
    says(oneUpload);
    AccountSession& account = settled();
    open();
    server.say("GET /user/uploads", "{}", "500 Oops");
    press(Qt::Key_R, Qt::ControlModifier);
    REQUIRE(until([&] { return account.library().loadState() == LoadState::Failed; }));
    CHECK(rows(u"storedTable"_s) == 1);
    CHECK(test::text(u"messageText"_s).contains(u"This list is as it was at"_s));
    checkControls();
    says(oneUpload);
    REQUIRE(tabTo(u"messageAction"_s));
    press(Qt::Key_Space);
    CHECK(until([] { return !isVisible(u"messageText"_s); }));
}

TEST_CASE_METHOD(StoredWorld, "rows of a service that is gone by now say from when they are")
{
    AccountSession& account = withThree();
    const QString then = formatMoment(clock.now(), clock.now());
    clock.advance(std::chrono::minutes(7));
    service.reset();
    account.account().check();
    REQUIRE(until([&] { return account.account().state() == Account::State::Unreachable; }));
    CHECK(rows(u"storedTable"_s) == 3);
    CHECK(test::text(u"messageText"_s).contains(u"cannot be reached"_s));
    CHECK(test::text(u"messageText"_s).contains(u"This list is as it was at %1"_s.arg(then)));
    checkControls();
    REQUIRE(tabTo(u"messageAction"_s));
    press(Qt::Key_Space); // Still down: it stays while the service is asked, and after.
    REQUIRE(until([&] { return account.account().state() == Account::State::Unreachable; }));
    CHECK(test::text(u"messageText"_s).contains(u"as it was at %1"_s.arg(then)));
}

TEST_CASE_METHOD(StoredWorld, "a filled list is walked by arrow keys and the details follow")
{
    withThree();
    checkControls();
    REQUIRE(tabTo(u"storedTable"_s));
    press(Qt::Key_Down);
    CHECK(selectedName() == u"b.txt"_s);
    CHECK(until([] { return test::text(u"detailsTitle"_s) == u"b.txt"_s; }));
    press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    CHECK(QApplication::clipboard()->text() == cell(u"storedTable"_s, 1, StoredModel::Cid));
}

TEST_CASE_METHOD(StoredWorld, "F2 renames in place and the service keeps the new name")
{
    AccountSession& account = withThree();
    press(Qt::Key_F2);
    type(u"notes.txt"_s);
    press(Qt::Key_Return);
    REQUIRE(until([&] { return account.library().uploads().front().name == u"notes.txt"_s; }));
    CHECK(until([] { return cell(u"storedTable"_s, 0, StoredModel::Name) == u"notes.txt"_s; }));
    CHECK(focused() == u"storedTable"_s);
}

TEST_CASE_METHOD(StoredWorld, "Escape leaves the old name")
{
    AccountSession& account = withThree();
    press(Qt::Key_F2);
    type(u"notes.txt"_s);
    press(Qt::Key_Escape);
    CHECK(cell(u"storedTable"_s, 0, StoredModel::Name) == u"c.txt"_s);
    CHECK(account.library().uploads().front().name == u"c.txt"_s);
}

TEST_CASE_METHOD(StoredWorld, "a reload while a name is typed does not take the typing away")
{
    AccountSession& account = withThree();
    press(Qt::Key_F2);
    type(u"half a na"_s);
    const auto renamed = account.library().rename(account.library().uploads().front().cid, u"x"_s);
    REQUIRE(await(renamed));
    type(u"me"_s);
    press(Qt::Key_Return);
    CHECK(until([&] { return account.library().uploads().front().name == u"half a name"_s; }));
}

TEST_CASE_METHOD(StoredWorld,
                 "a name that was not saved is said with its cause, and the old one is back")
{
    withThree();
    service.reset();
    press(Qt::Key_F2);
    type(u"notes.txt"_s);
    press(Qt::Key_Return);
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(test::text(u"messageText"_s).startsWith(u"“notes.txt” was not saved"_s));
    CHECK(test::text(u"messageText"_s).contains(u"cannot be reached"_s));
    CHECK(cell(u"storedTable"_s, 0, StoredModel::Name) == u"c.txt"_s);
}

TEST_CASE_METHOD(StoredWorld, "a name of 300 characters is saved whole")
{
    AccountSession& account = withThree();
    press(Qt::Key_F2);
    type(QString(300, u'n'));
    press(Qt::Key_Return);
    CHECK(until([&] { return account.library().uploads().front().name == QString(300, u'n'); }));
}

TEST_CASE_METHOD(StoredWorld, "Delete asks first, Return and Escape both keep the item")
{
    AccountSession& account = withThree();
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Escape}) {
        press(Qt::Key_Delete);
        REQUIRE(dialog());
        CHECK(dialog()->windowTitle() == u"Delete from list"_s);
        CHECK(test::text(u"confirmTitle"_s) == u"Delete “c.txt”?"_s);
        CHECK(focused() == u"cancelButton"_s);
        checkControls();
        press(key);
        REQUIRE(isBack());
        CHECK(focused() == u"storedTable"_s);
    }
    CHECK(account.library().total() == 3);
}

TEST_CASE_METHOD(StoredWorld,
                 "after an item is deleted its neighbour is selected and has the focus")
{
    AccountSession& account = withThree();
    press(Qt::Key_Delete);
    REQUIRE(dialog());
    press(Qt::Key_D, Qt::AltModifier);
    REQUIRE(isBack());
    REQUIRE(until([&] { return account.library().total() == 2; }));
    CHECK(until(
        [] { return test::text(u"messageText"_s) == u"“c.txt” is no longer in the list."_s; }));
    CHECK(selectedName() == u"b.txt"_s);
    CHECK(focused() == u"storedTable"_s);
}

TEST_CASE_METHOD(StoredWorld, "an item that was not deleted stays, and why is said")
{
    AccountSession& account = withThree();
    service.reset();
    press(Qt::Key_Delete);
    REQUIRE(dialog());
    press(Qt::Key_D, Qt::AltModifier);
    REQUIRE(isBack());
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(test::text(u"messageText"_s).startsWith(u"“c.txt” was not deleted."_s));
    CHECK(account.library().uploads().size() == 3);
}

TEST_CASE_METHOD(StoredWorld, "the Menu key offers what can be done with a stored item")
{
    withThree();
    pressMenuKey();
    REQUIRE(menuIsOpen());
    press(Qt::Key_D);
    CHECK(dialog());
}

TEST_CASE_METHOD(StoredWorld,
                 "Ctrl+F finds by name, Tab goes to the matches, Escape ends the search")
{
    withThree();
    press(Qt::Key_F, Qt::ControlModifier);
    CHECK(focused() == u"storedSearch"_s);
    type(u"b.t"_s);
    CHECK(rows(u"storedTable"_s) == 1);
    CHECK(test::text(u"storedCount"_s).startsWith(u"1 of 3"_s));
    press(Qt::Key_Tab);
    CHECK(focused() == u"storedTable"_s);
    CHECK(selectedName() == u"b.txt"_s);
    press(Qt::Key_F, Qt::ControlModifier);
    press(Qt::Key_Escape);
    CHECK(test::text(u"storedSearch"_s).isEmpty());
    CHECK(rows(u"storedTable"_s) == 3);
}

TEST_CASE_METHOD(StoredWorld, "Delete in the search field deletes a letter, not an item")
{
    withThree();
    press(Qt::Key_F, Qt::ControlModifier);
    type(u"bx"_s);
    press(Qt::Key_Left);
    press(Qt::Key_Delete);
    CHECK(test::text(u"storedSearch"_s) == u"b"_s);
    CHECK_FALSE(QApplication::activeModalWidget());
}

TEST_CASE_METHOD(StoredWorld, "the mark of the sorted column stays with the order there is")
{
    withThree();
    auto* header = find<QTreeView>(u"storedTable"_s)->header();
    // What a click on a header does; the service cannot sort by size.
    header->setSortIndicator(StoredModel::Size, Qt::AscendingOrder);
    CHECK(header->sortIndicatorSection() == StoredModel::Date);
    header->setSortIndicator(StoredModel::Name, Qt::AscendingOrder);
    REQUIRE(until([] { return cell(u"storedTable"_s, 0, StoredModel::Name) == u"a.txt"_s; }));
    CHECK(header->sortIndicatorSection() == StoredModel::Name);
}

TEST_CASE_METHOD(StoredWorld, "the View menu sorts by key what a click on a header sorts")
{
    withThree();
    press(Qt::Key_V, Qt::AltModifier);
    press(Qt::Key_O); // Sort By: name is its first entry.
    press(Qt::Key_Return);
    REQUIRE(until([] { return cell(u"storedTable"_s, 0, StoredModel::Name) == u"c.txt"_s; }));
    press(Qt::Key_V, Qt::AltModifier);
    press(Qt::Key_O);
    press(Qt::Key_A); // Ascending
    CHECK(until([] { return cell(u"storedTable"_s, 0, StoredModel::Name) == u"a.txt"_s; }));
    const auto* header = find<QTreeView>(u"storedTable"_s)->header();
    CHECK(header->sortIndicatorSection() == StoredModel::Name);
    CHECK(focused() == u"storedTable"_s);
}

TEST_CASE_METHOD(StoredWorld,
                 "an API token alone may look but not rename or delete, and is told why")
{
    says(oneUpload);
    const auto id = await(accounts.add({u"Studio"_s, server.url(), {{}, Secret("a.p.i")}},
                                       AccountSessions::Keep::ThisSession));
    REQUIRE(until([&] { return accounts.find(*id)->library().loadState() == LoadState::Loaded; }));
    open();
    REQUIRE(tabTo(u"storedTable"_s));
    CHECK_FALSE(isEnabled(u"deleteButton"_s));
    CHECK(find(u"deleteButton"_s)->accessibleDescription().contains(u"needs a login token"_s));
    press(Qt::Key_Delete);
    press(Qt::Key_F2);
    CHECK_FALSE(QApplication::activeModalWidget());
    CHECK(focused() == u"storedTable"_s);
    CHECK(isEnabled(u"copyCidButton"_s));
}

TEST_CASE_METHOD(StoredWorld, "Download asks where to and queues it")
{
    AccountSession& account = withThree();
    QTemporaryDir home;
    qputenv("HOME", home.path().toLocal8Bit()); // One that a dialog has read in no time.
    press(Qt::Key_D, Qt::ControlModifier);
    auto* dialog = qobject_cast<QFileDialog*>(find(u"downloadDialog"_s));
    REQUIRE(dialog);
    CHECK(dialog->acceptMode() == QFileDialog::AcceptSave);
    emit dialog->fileSelected(home.filePath(u"c"_s));
    dialog->close();
    REQUIRE(until([&] {
        const auto all = account.transfers().all();
        return all.back().isDownload() && all.back().state == transfer::State::Saved;
    }));
    QFile back(home.filePath(u"c"_s)); // A folder that wraps one file is that file.
    REQUIRE(back.open(QIODevice::ReadOnly));
    CHECK(back.readAll() == "c.txt");
}

TEST_CASE("a download is proposed under its own name, numbered where that is taken")
{
    QTemporaryDir folder;
    const auto proposed = [&](const QString& name) {
        return proposedTarget(folder.path(), name, content::CidString(u"bafy"_s))
            .mid(folder.path().size() + 1);
    };
    CHECK(proposed(u"a.txt"_s) == u"a.txt"_s);
    for (const auto& name : {u"a.txt"_s, u"a (2).txt"_s, u"plain"_s}) {
        QFile file(folder.filePath(name));
        REQUIRE(file.open(QIODevice::WriteOnly));
    }
    CHECK(proposed(u"a.txt"_s) == u"a (3).txt"_s);
    CHECK(proposed(u"plain"_s) == u"plain (2)"_s);
    CHECK(proposed(u"../a"_s) == u"bafy"_s);
    CHECK(proposed({}) == u"bafy"_s);
}

TEST_CASE_METHOD(StoredWorld,
                 "a rename without an answer is not shown as done, and asks at quitting")
{
    server.say("GET /user/uploads", R"([{"_id":"1","name":"c.txt","cid":"bafyone"}])");
    AccountSession& account = settled();
    press(Qt::Key_2, Qt::ControlModifier);
    REQUIRE(tabTo(u"storedTable"_s));
    server.hold("POST /user/uploads/bafyone");
    press(Qt::Key_F2);
    type(u"notes.txt"_s);
    press(Qt::Key_Return);
    REQUIRE(until([&] { return account.library().changesOnTheWay() == 1; }));
    CHECK(cell(u"storedTable"_s, 0, StoredModel::Name) == u"notes.txt (not saved yet)"_s);

    window.close();
    REQUIRE(dialog());
    CHECK_FALSE(placesWith(u"1 rename or deletion has no answer from the service yet"_s).isEmpty());
    press(Qt::Key_Escape);
    REQUIRE(isBack());
    server.say("POST /user/uploads/bafyone", "{}");
    CHECK(until([] { return cell(u"storedTable"_s, 0, StoredModel::Name) == u"notes.txt"_s; }));
    CHECK(until([&] { return account.library().changesOnTheWay() == 0; }));
}
