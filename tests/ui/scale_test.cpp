// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/storage/statement.h"
#include "core/transfer/store/sqlitetransferstore.h"
#include "tests/support/heartbeat.h"
#include "tests/ui/world.h"
#include "ui/uploads/list/transfermodel.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QTreeView>

using namespace cairn;
using namespace cairn::test;
using transfer::State;

namespace {

struct ScaleWorld : World
{
    QString transfers = folder.filePath(u"transfers"_s);

    void seed(int finished)
    {
        auto opened = SqliteTransferStore::open(transfers, u"local"_s);
        REQUIRE(opened);
        Transfer over = (*opened)->add({.request = {.paths = {u"/a"_s}}, .name = u"a"_s});
        over.state = State::Stored;
        (*opened)->save(over);
        opened->reset();
        auto database = Database::open(transfers + u"/local.sqlite"_s);
        REQUIRE(database);
        const QString copies
            = u"INSERT INTO transfer (owner, request, name, state, over, position, root, files,"
              " source_bytes, total_bytes, acknowledged_bytes, parts, acknowledged_parts, notes,"
              " created, finished) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
              " WHERE i < ?) SELECT owner, request, name || i, state, over, i, root, 1, 1, 1, 1, 1,"
              " 1, notes, created, i FROM n, (SELECT * FROM transfer LIMIT 1)"_s;
        REQUIRE(Statement(**database, copies).bind(finished).run());
    }
};

} // namespace

TEST_CASE_METHOD(ScaleWorld, "of a history of a million only the pages that are shown are read")
{
    seed(1'000'000);
    accounts.keepTransfersIn(transfers);
    service = *local::LocalService::start({.dataFolder = folder.filePath(u"data"_s)});
    QElapsedTimer timer;
    timer.start();
    accounts.addLocal(service->url(), service->sessionLogin(), u"This computer"_s);
    const qint64 added = timer.elapsed();
    press(Qt::Key_1, Qt::ControlModifier);
    window.grab();
    const qint64 took = timer.elapsed();
    WARN("1 000 001 finished transfers: account and panes made after "
         << added << " ms, painted after " << took << " ms");
    auto* list = find<QTreeView>(u"transferList"_s);
    REQUIRE(list);
    // The view asks for more only as it is scrolled to the end.
    CHECK(list->model()->rowCount() <= 300);
    list->scrollToBottom();
    window.grab();
    CHECK(list->model()->rowCount() <= 600);
}

TEST_CASE_METHOD(ScaleWorld, "while ten thousand uploads are queued the window has its turns")
{
    accounts.keepTransfersIn(transfers);
    AccountSession& account = local();
    press(Qt::Key_1, Qt::ControlModifier);
    const QString small = file(u"small.txt"_s, QByteArray(4096, 's'));
    int queued = 0;
    QTimer adding;
    const Heartbeat heartbeat;
    // As fast as they come, a handful between two looks at the window.
    QObject::connect(&adding, &QTimer::timeout, &adding, [&] {
        for (int i = 0; i < 50 && queued < 10'000; ++i, ++queued)
            std::ignore
                = account.transfers().add({.paths = {small}, .name = QString::number(queued)});
    });
    adding.start(0);
    QElapsedTimer timer;
    timer.start();
    REQUIRE(until([&] { return queued == 10'000; }, std::chrono::seconds(90)));
    adding.stop();
    const qint64 all = timer.elapsed();
    const qint64 whileAdding = heartbeat.longest();
    const qint64 turnsWhileAdding = heartbeat.turns();
    const auto stored = [&] { return account.transfers().history(0, 1000).size(); };
    const size_t before = stored();
    until([&] { return stored() >= before + 100; }, std::chrono::seconds(10));
    WARN("10 000 uploads queued in " << all << " ms, the window away for at most " << whileAdding
                                     << " ms; then " << stored() - before << " stored in "
                                     << timer.elapsed() - all << " ms, away for at most "
                                     << heartbeat.longest() << " ms");
    CHECK(find<QTreeView>(u"transferList"_s)->model()->rowCount() >= 10'000);
    // One for every two handfuls at least; how long one waits for it is a figure that others at
    // work change.
    CHECK(turnsWhileAdding >= 10'000 / 100);
    account.transfers().pauseAll();
}
