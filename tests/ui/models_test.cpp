// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/client/apiclient.h"
#include "tests/support/catchqt.h"
#include "tests/support/fakeclock.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/until.h"
#include "ui/stored/storedfilter.h"
#include "ui/stored/storedmodel.h"
#include "ui/tokens/tokenlistmodel.h"
#include "ui/uploads/list/transfermodel.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QItemSelectionModel>
#include <QNetworkAccessManager>
#include <QSignalSpy>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

QByteArray upload(const QByteArray& cid, const QByteArray& name)
{
    return R"({"_id":"1","cid":")" + cid + R"(","name":")" + name + R"("})";
}

/// A library on a server that answers what the test says.
struct Shelf
{
    test::ScriptedServer server;
    test::FakeClock clock;
    QNetworkAccessManager network;
    ApiClient api{network, server.url(), ApiClient::Pace::Unlimited, clock};
    Library library{api, clock};
    StoredModel model{library};
    QAbstractItemModelTester tester{&model, fatal};
    QSignalSpy resets{&model, &QAbstractItemModel::modelReset};

    Shelf() { api.setCredentials(Secret("login"), {}); }

    void lists(const QByteArrayList& uploads)
    {
        server.say("GET /user/uploads", "[" + uploads.join(",") + "]", "200 OK",
                   "Count: " + QByteArray::number(uploads.size()) + "\r\n");
        library.refresh();
        REQUIRE(test::until([this] { return library.loadState() == LoadState::Loaded; }));
    }
    QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names << model.index(row, StoredModel::Name).data().toString();
        return names;
    }
};

constexpr auto v0 = "QmUhs5fcTLrqvyTeZNMZ6btL3g7CRkSavTCeo474vuXXE6";
constexpr auto v1 = "bafybeic6svhkwl3y2wvkj33weshyjjs5cbvgijh7yo3kjasyglrdwe2l74";

} // namespace

TEST_CASE("token rows change by rows, never by reset, and a refresh keeps the selection", "[model]")
{
    const test::FakeClock clock;
    TokenListModel model(clock);
    const QAbstractItemModelTester tester(&model, fatal);
    const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    const QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QItemSelectionModel selection(&model);
    model.setTokens(
        {{.id = TokenId(u"1"_s), .name = u"ci"_s}, {.id = TokenId(u"2"_s), .name = u"laptop"_s}});
    selection.select(model.index(1, 0),
                     QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    model.setTokens(
        {{.id = TokenId(u"3"_s), .name = u"phone"_s}, {.id = TokenId(u"2"_s), .name = u"desk"_s}});
    REQUIRE(model.rowCount() == 2);
    REQUIRE(selection.selectedRows().size() == 1);
    CHECK(selection.selectedRows().front().data(TokenListModel::IdRole).toString() == u"2"_s);
    CHECK(selection.selectedRows().front().data().toString() == u"desk"_s);
    CHECK(resets.empty());
    CHECK(inserted.size() == 2);
    model.setTokens({});
    CHECK(model.rowCount() == 0);
}

TEST_CASE("what a service does not tell of a token is not known, not never", "[model]")
{
    test::FakeClock clock;
    TokenListModel model(clock);
    const QAbstractItemModelTester tester(&model, fatal);
    const auto text
        = [&](int row, int column) { return model.index(row, column).data().toString(); };
    model.setTokens({{.id = TokenId(u"1"_s), .name = u"old"_s, .hasUploads = true},
                     {.id = TokenId(u"2"_s),
                      .name = u"new"_s,
                      .created = clock.now(),
                      .hint = u"wxyz"_s,
                      .scopes = Scope::Upload | Scope::List,
                      .expires = clock.now(),
                      .lastUsed = clock.now()},
                     {.id = TokenId(u"3"_s), .name = u"unused"_s}});
    CHECK(text(0, TokenListModel::Created) == u"Unknown"_s);
    CHECK(text(0, TokenListModel::LastUsed) == u"For uploads"_s);
    CHECK(text(0, TokenListModel::Permissions) == u"Everything"_s);
    CHECK(text(1, TokenListModel::SecretHint).endsWith(u"wxyz"_s));
    CHECK(text(1, TokenListModel::LastUsed) == u"just now"_s);
    CHECK(text(1, TokenListModel::Expires) == u"Expired"_s);
    CHECK_FALSE(text(1, TokenListModel::Permissions).contains(u"Delete"_s));
    CHECK(text(2, TokenListModel::LastUsed) == u"Not known"_s);
    for (int row = 0; row < 3; ++row)
        CHECK(model.index(row, 0)
                  .data(Qt::AccessibleTextRole)
                  .toString()
                  .contains(text(row, TokenListModel::Expires)));
}

TEST_CASE_METHOD(Shelf, "stored rows move, change, come and go without a reset", "[model]")
{
    QItemSelectionModel selection(&model);
    lists({upload("a", "A"), upload("b", "B"), upload("c", "C")});
    selection.select(model.index(1, 0),
                     QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    lists({upload("n", "New"), upload("c", "C"), upload("b", "Renamed")});
    CHECK(names() == QStringList{u"New"_s, u"C"_s, u"Renamed"_s});
    REQUIRE(selection.selectedRows().size() == 1);
    CHECK(selection.selectedRows().front().data(StoredModel::CidRole).toString() == u"b"_s);
    lists({});
    CHECK(model.rowCount() == 0);
    CHECK(resets.empty());
}

TEST_CASE_METHOD(Shelf, "a failed reload leaves the rows as they were", "[model]")
{
    lists({upload("a", "A")});
    server.say("GET /user/uploads", "[]", "500 Oops");
    library.refresh();
    REQUIRE(test::until([this] { return library.loadState() == LoadState::Failed; }));
    CHECK(names() == QStringList{u"A"_s});
}

TEST_CASE_METHOD(Shelf, "a new name is only proposed, and shown while the service is asked",
                 "[model]")
{
    lists({upload("a", "A")});
    const QSignalSpy proposed(&model, &StoredModel::renameProposed);
    CHECK_FALSE(model.setData(model.index(0, 0), u"B"_s, Qt::EditRole));
    model.setMayRename(true);
    CHECK_FALSE(model.setData(model.index(0, 0), u"  "_s, Qt::EditRole));
    CHECK(model.setData(model.index(0, 0), u" B "_s, Qt::EditRole));
    REQUIRE(proposed.size() == 1);
    CHECK(proposed.front().at(1).toString() == u"B"_s);
    CHECK(names() == QStringList{u"A"_s});
    model.setPendingName(content::CidString(u"a"_s), u"B"_s);
    CHECK(names() == QStringList{u"B (not saved yet)"_s});
    model.setPendingName(content::CidString(u"a"_s), {});
    CHECK(names() == QStringList{u"A"_s});
}

TEST_CASE_METHOD(Shelf, "what the list does not tell is not known, and no pins are unknown",
                 "[model]")
{
    lists({upload("a", "")});
    const auto text = [&](int column) { return model.index(0, column).data().toString(); };
    CHECK(text(StoredModel::Name) == u"(no name)"_s);
    CHECK(text(StoredModel::Size) == u"Not known"_s);
    CHECK(text(StoredModel::Date) == u"Not known"_s);
    CHECK(text(StoredModel::Pins) == u"Unknown"_s);
    CHECK(model.index(0, 0).data(Qt::AccessibleTextRole).toString().contains(u"Unknown"_s));
}

TEST_CASE_METHOD(Shelf, "the search finds by name and by CID in any spelling", "[model]")
{
    StoredFilter filter;
    const QAbstractItemModelTester filterTester(&filter, fatal);
    filter.setSourceModel(&model);
    lists({upload(v0, "Holiday"),
           upload("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", "Work")});
    const auto found = [&](const QString& text) {
        filter.setSearch(text);
        return filter.rowCount() == 1 ? filter.index(0, 0).data().toString()
                                      : QString::number(filter.rowCount());
    };
    CHECK(found(u"holi"_s) == u"Holiday"_s);
    CHECK(found(QLatin1StringView(v0)) == u"Holiday"_s);
    CHECK(found(QLatin1StringView(v1)) == u"Holiday"_s);
    CHECK(found(u"https://example.org/ipfs/"_s + QLatin1StringView(v1)) == u"Holiday"_s);
    CHECK(found(u"  WORK "_s) == u"Work"_s);
    CHECK(found(u"nothing like it"_s) == u"0"_s);
    CHECK(found({}) == u"2"_s);
}

TEST_CASE_METHOD(Shelf, "a refresh under a search keeps the selection", "[model]")
{
    StoredFilter filter;
    const QAbstractItemModelTester filterTester(&filter, fatal);
    filter.setSourceModel(&model);
    QItemSelectionModel selection(&filter);
    lists({upload("a", "one"), upload("b", "other"), upload("c", "one more")});
    filter.setSearch(u"one"_s);
    selection.select(filter.index(1, 0),
                     QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    lists({upload("c", "one more"), upload("d", "one again"), upload("a", "one")});
    REQUIRE(selection.selectedRows().size() == 1);
    CHECK(selection.selectedRows().front().data(StoredModel::CidRole).toString() == u"c"_s);
}

TEST_CASE("uploads stand in queue order, what is over below them, and keep the selection",
          "[model]")
{
    const test::FakeClock clock;
    TransferModel model(clock);
    const QAbstractItemModelTester tester(&model, fatal);
    const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    const auto names = [&model] {
        QString all;
        for (int row = 0; row < model.rowCount(); ++row)
            all += model.index(row, 0).data().toString();
        return all;
    };
    QItemSelectionModel selection(&model);
    Transfer first{.id = 1, .name = u"a"_s, .position = 1};
    model.put(first);
    selection.select(model.index(0, 0), QItemSelectionModel::ClearAndSelect);
    Transfer second{.id = 2, .name = u"b"_s, .position = 2};
    model.put(second);
    model.put({.id = 3, .name = u"c"_s, .position = 3});
    CHECK(names() == u"abc"_s);
    second.position = 0; // Moved up.
    model.put(second);
    CHECK(names() == u"bac"_s);

    first.state = transfer::State::Failed;
    first.error = Error{Error::Kind::DiskFull};
    const auto before = changed.size();
    model.put(first);
    CHECK(changed.size() > before); // A change of state is shown at once.
    CHECK(names() == u"bca"_s);
    CHECK(model.index(2, 0).data(Qt::AccessibleTextRole).toString().contains(u"no space left"_s));
    second.state = transfer::State::Stored;
    model.put(second);
    CHECK(names() == u"cba"_s); // Newest first.
    CHECK(selection.selectedIndexes().front().row() == 2);
    first.state = transfer::State::Queued; // Tried again, at its old place.
    model.put(first);
    CHECK(names() == u"acb"_s);
    CHECK(selection.selectedIndexes().front().row() == 0);
    model.remove(1);
    model.remove(1);
    CHECK(model.rowCount() == 2);
    CHECK(model.find(1) == nullptr);
    CHECK(resets.empty());
}

TEST_CASE("the history is read a page at a time, as far as somebody looks", "[model]")
{
    const test::FakeClock clock;
    TransferModel model(clock);
    // No tester: it fetches from within the signals of a fetch, which no view does.
    qint64 read = 0;
    TransferId newest = 1'000'000;
    const auto history = [&](TransferId before, int limit) {
        std::vector<Transfer> page;
        for (TransferId id = before == 0 ? newest : before - 1; id > 0 && int(page.size()) < limit;
             --id)
            page.push_back({.id = id, .state = transfer::State::Stored});
        read += qint64(page.size());
        return page;
    };
    model.fill({[](int, qint64) { return std::vector<Transfer>(); }, [] { return 0; }, history});
    const int shown = model.rowCount();
    CHECK(read == shown);
    CHECK(shown == 100);
    // An old one that fails only now does not make the pages between be skipped.
    model.put({.id = 5, .position = 1});
    model.put({.id = 5, .state = transfer::State::Failed, .position = 1});
    CHECK(model.index(shown, 0).data(TransferModel::IdRole).value<TransferId>() == 5);
    model.fetchMore({});
    CHECK(model.index(shown, 0).data(TransferModel::IdRole).value<TransferId>()
          == newest - TransferId(shown));
    CHECK(model.index(model.rowCount() - 1, 0).data(TransferModel::IdRole).value<TransferId>()
          == 5);
}

TEST_CASE("what waits is read a page at a time, and comes into view as the queue moves", "[model]")
{
    test::FakeClock clock;
    TransferModel model(clock);
    constexpr qint64 all = 10'000;
    qint64 read = 0;
    const auto unfinished = [&](int limit, qint64 position) {
        std::vector<Transfer> page;
        for (qint64 at = std::max<qint64>(position, 0) + 1; at <= all && int(page.size()) < limit;
             ++at)
            page.push_back({.id = TransferId(at), .position = at});
        read += qint64(page.size());
        return page;
    };
    model.fill(
        {unfinished, [] { return all; }, [](TransferId, int) { return std::vector<Transfer>(); }});
    CHECK(read == 100);
    CHECK(model.rowCount() == 100);
    CHECK(model.rest().transfers == all);
    CHECK(model.rest().withoutSize == all);
    // What is added at the end is a row at once; what stands between is read by who scrolls there.
    model.put({.id = 20'000, .position = 20'000});
    CHECK(model.indexOf(20'000).row() == 100);
    model.fetchMore({});
    CHECK(model.indexOf(20'000).row() == 200);
    CHECK(model.at(199).id == 200);
    for (TransferId id = 1; id <= 180; ++id)
        model.put({.id = id, .state = transfer::State::Stored, .position = qint64(id)});
    CHECK(test::until([&] { return read == 300; }));
    CHECK(model.at(0).id == 181);
    CHECK(model.find(300));
}

TEST_CASE("a change looks at a few rows, however many there are", "[model]")
{
    const test::FakeClock clock;
    TransferModel model(clock);
    std::vector<Transfer> queued;
    for (int i = 1; i <= 10'000; ++i) {
        queued.push_back({.id = TransferId(i), .position = i});
        model.put(queued.back());
    }
    const QSignalSpy moved(&model, &QAbstractItemModel::rowsMoved);
    QElapsedTimer timer;
    timer.start();
    for (Transfer& transfer : queued) {
        transfer.state = transfer::State::Packing;
        model.put(transfer);
        transfer.state = transfer::State::Stored;
        model.put(transfer);
    }
    WARN("20 000 changes of 10 000 uploads took " << timer.elapsed() << " ms");
    CHECK(moved.size() == 9'999); // The last had nothing to move past.
    CHECK(model.at(0).id == 10'000);
}

TEST_CASE("the rate is of bytes that went out, not of those the service had already", "[model]")
{
    test::FakeClock clock;
    TransferModel model(clock);
    Transfer transfer{.id = 1, .state = transfer::State::Sending, .totalBytes = 100'000};
    model.put(transfer);
    transfer.acknowledgedBytes = transfer.sentBytes = 50'000; // Found there.
    model.put(transfer);
    for (int second = 0; second < 5; ++second) {
        clock.advance(std::chrono::seconds(1));
        transfer.sentBytes += 1'000;
        model.put(transfer);
    }
    clock.advance(std::chrono::seconds(1));
    const TransferPace pace = model.paceOf(*model.find(1));
    CHECK(pace.rate == 1'000);
    CHECK(pace.left == std::chrono::seconds(45));
    transfer.acknowledgedBytes = transfer.sentBytes; // A receipt moves nothing.
    model.put(transfer);
    CHECK(model.paceOf(transfer).rate == 1'000);
}

TEST_CASE("who waits, is held or paused has no rate and no time, in its row and in all", "[model]")
{
    using transfer::State;
    test::FakeClock clock;
    TransferModel model(clock);
    std::vector<Transfer> both;
    for (const TransferId id : {TransferId(1), TransferId(2)})
        both.push_back({.id = id, .state = State::Sending, .totalBytes = 100'000});
    const auto put = [&] {
        for (const Transfer& transfer : both)
            model.put(transfer);
    };
    put();
    for (int second = 0; second < 8; ++second) {
        clock.advance(std::chrono::seconds(1));
        for (Transfer& transfer : both)
            transfer.sentBytes += 1'000;
        put();
    }
    const auto now = [&] { return clock.elapsed(); };
    CHECK(model.pace().rate(now()) == Approx(2'000).epsilon(0.2));
    REQUIRE(model.pace().timeFor(100'000, now()));

    both[0].state = GENERATE(State::Paused, State::Suspended, State::Waiting, State::Queued);
    put();
    CHECK(model.paceOf(both[0]).rate == 0);
    CHECK_FALSE(model.paceOf(both[0]).left);
    CHECK(model.pace().rate(now()) == Approx(1'000).epsilon(0.2));
    both[1].state = both[0].state;
    put();
    CHECK(model.pace().rate(now()) == 0);
    CHECK_FALSE(model.pace().timeFor(100'000, now()));
}

TEST_CASE("with all handed over and nothing confirmed no time is left to say", "[model]")
{
    test::FakeClock clock;
    TransferModel model(clock);
    Transfer transfer{.id = 1, .state = transfer::State::Sending, .totalBytes = 8'000};
    model.put(transfer);
    for (int second = 0; second < 8; ++second) {
        clock.advance(std::chrono::seconds(1));
        transfer.sentBytes += 1'000;
        model.put(transfer);
    }
    CHECK_FALSE(model.paceOf(transfer).left);
}

TEST_CASE("many small steps of an upload are shown together", "[model]")
{
    const test::FakeClock clock;
    TransferModel model(clock);
    const QAbstractItemModelTester tester(&model, fatal);
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    Transfer transfer{.id = 1, .name = u"a"_s, .state = transfer::State::Sending};
    model.put(transfer);
    for (int step = 0; step < 1000; ++step) {
        ++transfer.acknowledgedBytes;
        model.put(transfer);
    }
    CHECK(changed.empty());
    REQUIRE(test::until([&] { return !changed.empty(); }));
    CHECK(changed.size() == 1);
    CHECK(model.find(1)->acknowledgedBytes == 1000);
}
