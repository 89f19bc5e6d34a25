// SPDX-License-Identifier: MIT OR Apache-2.0
// The Stored page at work while what it shows changes under the hands.
#include "tests/ui/consistency.h"
#include "tests/ui/longlist.h"
#include "tests/ui/messages.h"
#include "ui/common/copyfield.h"
#include "ui/stored/storedmodel.h"

#include <QApplication>
#include <QLineEdit>

using namespace cairn;
using namespace cairn::test;

namespace {

struct StoredChanges : LongList
{
    /// Nothing was logged, and all of the page says the same.
    void checkWhole()
    {
        const QStringList said = messages.take() + inconsistencies(window);
        CHECK(said == QStringList());
    }
    void search(const QString& words) { find<QLineEdit>(u"storedSearch"_s)->setText(words); }
    static content::CidString cidOf(const QModelIndex& row)
    {
        return content::CidString(row.data(StoredModel::CidRole).toString());
    }
    content::CidString selected()
    {
        const auto rows = table()->selectionModel()->selectedRows();
        return rows.isEmpty() ? content::CidString() : cidOf(rows.front());
    }
    bool isListed(const content::CidString& cid)
    {
        const QAbstractItemModel& model = *table()->model();
        return !model.match(model.index(0, 0), StoredModel::CidRole, cid.text()).isEmpty();
    }
    content::CidString select(int row)
    {
        table()->setFocus();
        table()->setCurrentIndex(table()->model()->index(row, 0));
        return selected();
    }
    Messages messages;
};

} // namespace

TEST_CASE_METHOD(StoredChanges, "what is typed into a row that goes is not taken for its name")
{
    AccountSession& account = shown(400);
    const content::CidString cid = select(3);
    const content::CidString next = cidOf(table()->model()->index(4, 0));
    const QString name = account.library().find(cid)->name;
    press(Qt::Key_F2);
    type(u"half a na"_s);
    SECTION("since it no longer matches")
    {
        search(next.text());
    }
    SECTION("since it was deleted")
    {
        REQUIRE(await(account.library().remove(cid)));
    }
    CHECK(selected() == next);
    QCoreApplication::processEvents();
    checkWhole();
    CHECK_FALSE(isVisible(u"messageText"_s));
    const Upload* kept = account.library().find(cid);
    CHECK((!kept || kept->name == name));
}

TEST_CASE_METHOD(StoredChanges, "Rename that is asked for again goes on with what was typed")
{
    AccountSession& account = shown(400);
    const content::CidString cid = select(3);
    const QString name = account.library().find(cid)->name;
    press(Qt::Key_F2);
    type(u"half"_s);
    SECTION("with the key")
    {
        press(Qt::Key_F2);
    }
    SECTION("with the letter of the button")
    {
        press(Qt::Key_N, Qt::AltModifier);
    }
    const auto* editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    REQUIRE(editor);
    CHECK(editor->text() == u"half"_s);
    press(Qt::Key_Escape);
    CHECK(table()->model()->index(3, StoredModel::Name).data() == name);
    checkWhole();
}

TEST_CASE_METHOD(StoredChanges, "a new name may take a row out of those that match")
{
    AccountSession& account = shown(400);
    search(u"item"_s);
    const content::CidString cid = select(3);
    press(Qt::Key_F2);
    type(u"other"_s);
    press(Qt::Key_Return);
    CHECK(until([&] { return account.library().find(cid)->name == u"other"_s; }));
    CHECK_FALSE(isListed(cid));
    checkWhole();
}

TEST_CASE_METHOD(StoredChanges, "an item is deleted by key while a search is on and pages come")
{
    AccountSession& account = shown(400);
    search(u"item 0"_s);
    const content::CidString cid = select(5);
    const content::CidString next = cidOf(table()->model()->index(6, 0));
    press(Qt::Key_F5);
    table()->scrollToBottom();
    press(Qt::Key_Delete);
    REQUIRE(dialog());
    account.library().fetchMore();
    REQUIRE(tabTo(u"confirmDeleteButton"_s));
    press(Qt::Key_Space);
    account.library().refresh();
    REQUIRE(isBack());
    REQUIRE(until([&] { return !account.library().find(cid); }));
    REQUIRE(isLoaded(account));
    CHECK(account.library().total() == 399);
    CHECK(selected() == next);
    CHECK_FALSE(isListed(cid));
    checkWhole();
    search({});
    table()->scrollToBottom();
    REQUIRE(until([&] { return account.library().uploads().size() == 399; }));
    CHECK_FALSE(isListed(cid));
    checkWhole();
}

TEST_CASE_METHOD(StoredChanges, "a name that is typed while pages come is that of its item")
{
    AccountSession& account = shown(400);
    search(u"item"_s);
    const content::CidString cid = select(7);
    press(Qt::Key_F2);
    type(u"half"_s);
    account.library().fetchMore();
    REQUIRE(isLoaded(account));
    // The rows above it change their number.
    REQUIRE(await(account.library().remove(cidOf(table()->model()->index(2, 0)))));
    stored(account, u"item of somebody else"_s, "another");
    type(u" a name"_s);
    account.library().refresh();
    press(Qt::Key_Return);
    REQUIRE(isLoaded(account));
    CHECK(until([&] { return account.library().find(cid)->name == u"half a name"_s; }));
    CHECK(std::ranges::count(account.library().uploads(), u"half a name"_s, &Upload::name) == 1);
    checkWhole();
}

TEST_CASE_METHOD(StoredChanges, "the selected item stays it while the list changes around it")
{
    AccountSession& account = shown(400);
    const content::CidString cid = select(50);
    press(Qt::Key_F5);
    REQUIRE(isLoaded(account));
    CHECK(selected() == cid);
    search(account.library().find(cid)->name);
    CHECK(selected() == cid);
    stored(account, u"another.txt"_s, "another");
    CHECK(selected() == cid);
    search({});
    CHECK(selected() == cid);
    account.library().fetchMore();
    REQUIRE(isLoaded(account));
    CHECK(selected() == cid);
    checkWhole();
}

TEST_CASE_METHOD(StoredChanges,
                 "what somebody else deletes while it is asked about stays asked about")
{
    AccountSession& account = shown(400);
    const content::CidString cid = select(5);
    const QString name = account.library().find(cid)->name;
    press(Qt::Key_Delete);
    REQUIRE(dialog());
    REQUIRE(await(account.library().remove(cid)));
    const content::CidString next = selected();
    CHECK(test::text(u"confirmTitle"_s).contains(name));
    REQUIRE(tabTo(u"confirmDeleteButton"_s));
    press(Qt::Key_Space);
    REQUIRE(isBack());
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(test::text(u"messageText"_s).startsWith(u"“%1” was not deleted."_s.arg(name)));
    CHECK(account.library().find(next));
    checkWhole();
}

TEST_CASE_METHOD(StoredChanges, "the focus is not lost with the details it was in")
{
    shown(400);
    select(5);
    REQUIRE(until([] { return isVisible(u"detailsCid"_s); }));
    find<CopyField>(u"detailsCid"_s)->setFocus();
    REQUIRE(window.focusWidget() != table());
    search(u"none has this"_s);
    CHECK(focused() == u"detailsPanel"_s);
    checkWhole();
}

TEST_CASE_METHOD(StoredChanges, "a Sort menu that is open while its account goes sorts nothing")
{
    shown(400);
    press(Qt::Key_V, Qt::AltModifier);
    press(Qt::Key_O); // Sort By
    REQUIRE(menuIsOpen());
    AccountSession& fresh
        = accounts.addLocal(service->url(), service->sessionLogin(), u"This computer"_s);
    press(Qt::Key_A); // Ascending
    REQUIRE(isLoaded(fresh));
    CHECK(fresh.library().sortOrder() == SortOrder::Descending);
    checkWhole();
}
