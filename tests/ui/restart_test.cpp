// SPDX-License-Identifier: MIT OR Apache-2.0
// What a window shows of the transfers that an earlier run of the program has left.
#include "core/transfer/store/sqlitetransferstore.h"
#include "tests/ui/world.h"
#include "ui/text/formatting.h"

#include <QAbstractItemView>

using namespace cairn;
using namespace cairn::test;
using transfer::State;

namespace {

struct RestartWorld : World
{
    QString transfers = folder.filePath(u"transfers"_s);
    Timestamp inAnHour = clock.now() + std::chrono::hours(1);

    std::unique_ptr<SqliteTransferStore> earlierRun()
    {
        auto opened = SqliteTransferStore::open(transfers, u"local"_s);
        REQUIRE(opened);
        return std::move(*opened);
    }
    Transfer left(SqliteTransferStore& earlier, const QString& name)
    {
        return earlier.add({.request = {.paths = {file(name, name.toUtf8())}}, .name = name});
    }
    AccountSession& restarted()
    {
        accounts.keepTransfersIn(transfers);
        AccountSession& account = local();
        press(Qt::Key_1, Qt::ControlModifier);
        return account;
    }
    static QString sentence(int row)
    {
        return find<QAbstractItemView>(u"transferList"_s)
            ->model()
            ->index(row, 0)
            .data(Qt::AccessibleTextRole)
            .toString();
    }
};

} // namespace

TEST_CASE_METHOD(RestartWorld, "a pause of all for a time is in view after a restart, and ends")
{
    auto earlier = earlierRun();
    left(*earlier, u"a.txt"_s);
    left(*earlier, u"b.txt"_s);
    earlier->pauseUntil(inAnHour);
    earlier.reset();
    AccountSession& account = restarted();
    REQUIRE(isVisible(u"pauseBar"_s));
    CHECK(find(u"pauseBar"_s)
              ->accessibleName()
              .contains(u"until %1"_s.arg(formatMoment(inAnHour, clock.now()))));
    REQUIRE(rows(u"transferList"_s) == 2);
    CHECK(sentence(0).startsWith(u"a.txt, Waiting for its turn"_s));
    clock.advance(std::chrono::hours(1));
    account.transfers().tick();
    CHECK_FALSE(isVisible(u"pauseBar"_s));
    CHECK(until([&] { return account.library().total() == 2; }));
}

TEST_CASE_METHOD(RestartWorld, "one paused for a time is a row after a restart, and goes on then")
{
    auto earlier = earlierRun();
    Transfer paused = left(*earlier, u"a.txt"_s);
    paused.state = State::Paused;
    paused.resumeAt = inAnHour;
    earlier->save(paused);
    earlier.reset();
    AccountSession& account = restarted();
    REQUIRE(rows(u"transferList"_s) == 1);
    CHECK(sentence(0).contains(u"Paused until %1"_s.arg(formatMoment(inAnHour, clock.now()))));
    clock.advance(std::chrono::hours(1));
    account.transfers().tick();
    CHECK(until([&] { return account.library().total() == 1; }));
}

TEST_CASE_METHOD(RestartWorld, "of thousands that wait a page is read, and all are counted")
{
    auto earlier = earlierRun();
    left(*earlier, u"a.txt"_s);
    for (int i = 1; i < 2'000; ++i)
        earlier->add({.request = {.paths = {u"/a"_s}}, .name = QString::number(i)});
    earlier->pauseUntil(inAnHour);
    earlier.reset();
    AccountSession& account = restarted();
    CHECK(account.transfers().unfinishedCount() == 2'000);
    CHECK(rows(u"transferList"_s) < 400);
    CHECK(until([] { return test::text(u"transferSummary"_s).startsWith(u"2,000 to go"_s); }));
    account.transfers().cancelAll();
    CHECK(until([&] { return !account.transfers().isBusy(); }, std::chrono::seconds(30)));
}
