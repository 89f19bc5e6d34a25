// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/longlist.h"
#include "ui/stored/storedmodel.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>

using namespace cairn;
using namespace cairn::test;

namespace {

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

} // namespace

TEST_CASE_METHOD(LongList, "a long list is sorted while somebody is far down in it")
{
    AccountSession& account = shown(400);
    const QAbstractItemModelTester tester(table()->model(), fatal);
    REQUIRE(tabTo(u"storedTable"_s));
    press(Qt::Key_Down);
    for (int page = 0; page < 9; ++page) {
        press(Qt::Key_PageDown);
        REQUIRE(isLoaded(account));
    }
    REQUIRE(table()->model()->rowCount() > 100);
    clickHeader(StoredModel::Name);
    REQUIRE(isLoaded(account));
    CHECK(account.library().sortBy() == SortBy::Name);
    clickHeader(StoredModel::Name);
    REQUIRE(isLoaded(account));
    clickHeader(StoredModel::Date);
    REQUIRE(isLoaded(account));
    CHECK(table()->model()->rowCount() > 0);
}

TEST_CASE_METHOD(LongList, "a long list is searched, loaded anew and cut while its pages come")
{
    AccountSession& account = shown(400);
    const QAbstractItemModelTester tester(table()->model(), fatal);
    find<QLineEdit>(u"storedSearch"_s)->setText(u"item 0"_s);
    table()->scrollToBottom();
    press(Qt::Key_F5);
    clickHeader(StoredModel::Name);
    const content::CidString removed = account.library().uploads().back().cid;
    const content::CidString renamed = account.library().uploads().front().cid;
    std::ignore = account.library().remove(removed);
    table()->scrollToBottom();
    std::ignore = account.library().rename(renamed, u"another name"_s);
    press(Qt::Key_F5);
    REQUIRE(isLoaded(account));
    find<QLineEdit>(u"storedSearch"_s)->clear();
    table()->scrollToBottom();
    REQUIRE(until([&] {
        return account.library().loadState() == LoadState::Loaded
            && account.library().total() == 399 && !account.library().find(removed);
    }));
}

TEST_CASE_METHOD(LongList, "of a long list that nobody looks at only the first page is asked for")
{
    AccountSession& account = with(2'000);
    const auto settle = [] {
        for (int turn = 0; turn < 300; ++turn)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    };
    press(Qt::Key_1, Qt::ControlModifier);
    account.library().refresh();
    REQUIRE(isLoaded(account));
    settle();
    CHECK(account.library().uploads().size() == 100);
    // Seen before and then hidden.
    press(Qt::Key_2, Qt::ControlModifier);
    settle();
    const std::size_t seen = account.library().uploads().size();
    CHECK(seen <= 300);
    press(Qt::Key_3, Qt::ControlModifier);
    account.library().refresh();
    REQUIRE(isLoaded(account));
    settle();
    CHECK(account.library().uploads().size() <= seen);
}
