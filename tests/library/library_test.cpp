// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/client/apiclient.h"
#include "core/library/library.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/until.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QTemporaryDir>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

/// A library of items called c1, c2, … on a server that pages them by 100.
struct Shelf
{
    test::ScriptedServer server;
    test::FakeClock clock;
    QNetworkAccessManager network;
    ApiClient api{network, server.url(), ApiClient::Pace::Unlimited, clock};
    Library library{api, clock};

    Shelf() { api.setCredentials(Secret("login"), {}); }

    static QByteArray items(int first, int last)
    {
        QByteArrayList items;
        for (int item = first; item <= last; ++item)
            items << R"({"_id":"1","name":"n","cid":"c)" + QByteArray::number(item) + R"("})";
        return "[" + items.join(",") + "]";
    }
    void page(int number, int first, int last, int total)
    {
        server.say("GET /user/uploads?page=" + QByteArray::number(number) + "&", items(first, last),
                   "200 OK", "Count: " + QByteArray::number(total) + "\r\n");
    }
    bool settled()
    {
        return test::until([this] { return library.loadState() != LoadState::Loading; });
    }
    void refresh()
    {
        library.refresh();
        REQUIRE(settled());
    }
    void fetchMore()
    {
        library.fetchMore();
        REQUIRE(settled());
    }
    int asked() const { return server.asked("GET /user/uploads"); }
};

} // namespace

TEST_CASE_METHOD(Shelf, "pages follow each other until all is loaded")
{
    page(1, 1, 100, 150);
    page(2, 101, 150, 150);
    refresh();
    CHECK(library.uploads().size() == 100);
    CHECK(library.total() == 150);
    REQUIRE(library.canFetchMore());
    fetchMore();
    CHECK(library.uploads().size() == 150);
    CHECK(library.uploads().back().cid == u"c150"_s);
    CHECK_FALSE(library.canFetchMore());
    fetchMore();
    CHECK(asked() == 2);
}

TEST_CASE_METHOD(Shelf, "what was stored meanwhile moves the pages, shows nothing twice and ends")
{
    page(1, 1, 100, 100 + 100);
    refresh();
    // Two newer items pushed everything down by two.
    page(2, 99, 198, 202);
    page(3, 199, 200, 202);
    while (library.canFetchMore()) {
        REQUIRE(asked() < 10);
        fetchMore();
    }
    CHECK(library.uploads().size() == 200);
    CHECK(library.uploads().back().cid == u"c200"_s);
}

TEST_CASE_METHOD(Shelf, "after an item is deleted the next page leaves none out")
{
    page(1, 1, 100, 102);
    refresh();
    server.say("DELETE /user/uploads/c1", "{}");
    REQUIRE(test::await(library.remove(content::CidString(u"c1"_s))));
    CHECK(library.total() == 101);
    page(1, 2, 101, 101);
    page(2, 102, 102, 101);
    while (library.canFetchMore()) {
        REQUIRE(asked() < 10);
        fetchMore();
    }
    CHECK(library.uploads().size() == 101);
    CHECK(library.find(content::CidString(u"c101"_s)));
    CHECK(library.find(content::CidString(u"c102"_s)));
}

TEST_CASE_METHOD(Shelf, "a reload keeps what was loaded beyond the first page")
{
    page(1, 1, 100, 250);
    page(2, 101, 200, 250);
    refresh();
    fetchMore();
    REQUIRE(library.uploads().size() == 200);
    // One was stored meanwhile; the service tells both pages in one answer.
    server.say("GET /user/uploads?page=1&size=200&", items(0, 199), "200 OK", "Count: 251\r\n");
    refresh();
    CHECK(library.uploads().size() == 200);
    CHECK(library.find(content::CidString(u"c0"_s)));
    CHECK(library.find(content::CidString(u"c150"_s)));
    page(3, 200, 250, 251);
    REQUIRE(library.canFetchMore());
    fetchMore();
    CHECK(library.uploads().size() == 251);
    CHECK_FALSE(library.canFetchMore());
}

TEST_CASE_METHOD(Shelf, "the rows are as old as the answer that brought them")
{
    page(1, 1, 100, 150);
    page(2, 101, 150, 150);
    CHECK_FALSE(library.loadedAt());
    refresh();
    const Timestamp then = clock.now();
    CHECK(library.loadedAt() == then);
    clock.advance(std::chrono::minutes(5));
    fetchMore();
    CHECK(library.loadedAt() == then);
    server.say("GET /user/uploads?page=1&", "{}", "500 Oops");
    refresh();
    CHECK(library.loadState() == LoadState::Failed);
    CHECK(library.loadedAt() == then);
}

TEST_CASE_METHOD(Shelf, "a failed question leaves rows and total as they were")
{
    page(1, 1, 3, 3);
    refresh();
    server.say("GET /user/uploads", "[]", "500 Oops");
    server.say("GET /user/uploads?page=1&", "[]", "500 Oops");
    refresh();
    CHECK(library.loadState() == LoadState::Failed);
    CHECK(library.error()->kind == Error::Kind::Server);
    CHECK(library.uploads().size() == 3);
    CHECK(library.total() == 3);
    page(1, 1, 2, 2);
    refresh();
    CHECK(library.loadState() == LoadState::Loaded);
    CHECK_FALSE(library.error());
    CHECK(library.uploads().size() == 2);
}

TEST_CASE_METHOD(Shelf, "an answer to an older question is dropped")
{
    page(1, 1, 1, 1);
    server.hold("GET /user/uploads?page=1&size=100&sortBy=Date");
    library.refresh();
    server.say("GET /user/uploads?page=1&size=100&sortBy=Name",
               R"([{"_id":"1","name":"n","cid":"byname"}])");
    library.sort(SortBy::Name, SortOrder::Ascending);
    REQUIRE(settled());
    server.say("GET /user/uploads?page=1&size=100&sortBy=Date", "[]");
    REQUIRE(test::await(library.status(content::CidString(u"c1"_s))).error().kind
            == Error::Kind::NotFound);
    CHECK(library.uploads().size() == 1);
    CHECK(library.find(content::CidString(u"byname"_s)));
}

TEST_CASE_METHOD(Shelf, "a rename shows once the service said yes, and not when it said no")
{
    page(1, 1, 1, 1);
    refresh();
    server.say("POST /user/uploads/c1/rename", "{}");
    REQUIRE(test::await(library.rename(content::CidString(u"c1"_s), u"new"_s)));
    CHECK(library.find(content::CidString(u"c1"_s))->name == u"new"_s);
    server.say("POST /user/uploads/c1/rename", "{}", "500 Oops");
    CHECK_FALSE(test::await(library.rename(content::CidString(u"c1"_s), u"newer"_s)));
    CHECK(library.find(content::CidString(u"c1"_s))->name == u"new"_s);
}

TEST_CASE_METHOD(Shelf, "what was not deleted stays")
{
    page(1, 1, 1, 1);
    refresh();
    server.say("DELETE /user/uploads/c1", "{}", "403 Forbidden");
    CHECK(test::await(library.remove(content::CidString(u"c1"_s))).error().kind
          == Error::Kind::Forbidden);
    CHECK(library.find(content::CidString(u"c1"_s)));
    CHECK(library.total() == 1);
}

TEST_CASE_METHOD(Shelf, "a status that cannot be told is an error, never an empty answer")
{
    page(1, 1, 1, 1);
    refresh();
    server.say("GET /status/c1", "{}", "500 Oops");
    CHECK(test::await(library.status(content::CidString(u"c1"_s))).error().kind
          == Error::Kind::Server);
    server.say("GET /status/c1", "<html>");
    CHECK(test::await(library.status(content::CidString(u"c1"_s))).error().kind
          == Error::Kind::Protocol);
    server.close();
    CHECK(test::await(library.status(content::CidString(u"c1"_s))).error().kind
          == Error::Kind::Offline);
    CHECK(library.find(content::CidString(u"c1"_s)));
}

TEST_CASE_METHOD(Shelf, "rows asked for before an item was deleted or renamed do not undo it")
{
    page(1, 1, 3, 3);
    refresh();
    server.hold("GET /user/uploads?page=1&");
    library.refresh();
    REQUIRE(test::until([this] { return asked() == 2; }));
    server.say("DELETE /user/uploads/c1", "{}");
    server.say("POST /user/uploads/c2/rename", "{}");
    REQUIRE(test::await(library.remove(content::CidString(u"c1"_s))));
    REQUIRE(test::await(library.rename(content::CidString(u"c2"_s), u"new"_s)));

    bool wasUndone = false;
    QObject::connect(&library, &Library::changed, &library, [&] {
        wasUndone = wasUndone || library.find(content::CidString(u"c1"_s))
            || library.find(content::CidString(u"c2"_s))->name != u"new"_s;
    });
    server.answerNewest("GET /user/uploads?page=1&", items(1, 3));
    server.say("GET /user/uploads?page=1&",
               R"([{"_id":"1","name":"new","cid":"c2"},{"_id":"1","name":"n","cid":"c3"}])");
    REQUIRE(settled());
    CHECK_FALSE(wasUndone);
    CHECK(library.uploads().size() == 2);
    CHECK(library.total() == 2);
}

TEST_CASE_METHOD(Shelf, "a page asked for before an item was deleted is asked for where it is now")
{
    page(1, 1, 100, 102);
    refresh();
    server.hold("GET /user/uploads?page=2&");
    library.fetchMore();
    REQUIRE(test::until([this] { return asked() == 2; }));
    server.say("DELETE /user/uploads/c1", "{}");
    REQUIRE(test::await(library.remove(content::CidString(u"c1"_s))));
    page(1, 2, 101, 101);
    page(2, 102, 102, 101);
    REQUIRE(settled());
    while (library.canFetchMore()) {
        REQUIRE(asked() < 10);
        fetchMore();
    }
    CHECK(library.uploads().size() == 101);
    CHECK(library.find(content::CidString(u"c101"_s)));
}

TEST_CASE_METHOD(Shelf, "an item that the account does not have is not found, whatever is answered")
{
    server.say("GET /user/uploads/c9", "{}", "404 Not Found");
    server.say("DELETE /user/uploads/c9", {});
    server.say("POST /user/uploads/c9/rename", "{}");
    for (const auto& changed : {library.remove(content::CidString(u"c9"_s)),
                                library.rename(content::CidString(u"c9"_s), u"new"_s)}) {
        const auto outcome = test::await(changed);
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().kind == Error::Kind::NotFound);
        CHECK(outcome.error().subject == u"c9"_s);
    }
    CHECK(server.asked("DELETE") + server.asked("POST") == 0);

    server.say("GET /user/uploads/c9", R"({"_id":"1","name":"n","cid":"c9"})");
    CHECK(test::await(library.rename(content::CidString(u"c9"_s), u"new"_s)));
    CHECK(test::await(library.remove(content::CidString(u"c9"_s))));
}

namespace {

/// A library that keeps its changes, and the one that comes after it.
struct Kept : Shelf
{
    QTemporaryDir folder;
    QString file = folder.filePath(u"a.changes"_s);
    std::unique_ptr<Library> first = opened();
    std::optional<std::pair<LibraryChange, Error>> refused;

    std::unique_ptr<Library> opened()
    {
        auto made = std::make_unique<Library>(api, clock);
        made->keepChangesIn(file);
        QObject::connect(made.get(), &Library::changeRefused, made.get(),
                         [this](const LibraryChange& change, const Error& error) {
                             refused = {change, error};
                         });
        return made;
    }
    /// Has a rename of c1 and a removal of c2 under way, and ends without an answer.
    void leave()
    {
        for (const QByteArray& cid : {"c1"_ba, "c2"_ba})
            server.say("GET /user/uploads/" + cid,
                       R"({"_id":"1","name":"n","cid":")" + cid + "\"}");
        server.hold("POST /user/uploads/c1");
        server.hold("DELETE /user/uploads/c2");
        std::ignore = first->rename(content::CidString(u"c1"_s), u"old"_s);
        std::ignore = first->rename(content::CidString(u"c1"_s), u"new"_s);
        std::ignore = first->remove(content::CidString(u"c2"_s));
        CHECK(first->changesOnTheWay() == 3);
        REQUIRE(test::until(
            [this] { return server.asked("POST") == 2 && server.asked("DELETE") == 1; }));
        first.reset();
    }
};

} // namespace

TEST_CASE_METHOD(Kept, "a change that has its answer is kept no longer, yes or no")
{
    const QByteArray status = GENERATE("200 OK", "500 Oops");
    server.say("GET /user/uploads/c1", R"({"_id":"1","name":"n","cid":"c1"})");
    server.hold("POST /user/uploads/c1");
    const auto renamed = first->rename(content::CidString(u"c1"_s), u"new"_s);
    CHECK(QFile::exists(file));
    server.say("POST /user/uploads/c1", "{}", status);
    CHECK(bool(test::await(renamed)) == (status == "200 OK"));
    CHECK(test::until([this] { return first->changesOnTheWay() == 0; }));
    CHECK_FALSE(QFile::exists(file));
}

TEST_CASE_METHOD(Kept, "changes without an answer are sent again by the next run, the last of each")
{
    leave();
    server.say("POST /user/uploads/c1", "{}");
    server.say("DELETE /user/uploads/c2", "{}");
    const auto next = opened();
    CHECK(next->changesOnTheWay() == 0); // Not before the account is signed in.
    next->sendLeftChanges();
    CHECK(next->changesOnTheWay() == 2);
    REQUIRE(test::until([&] { return next->changesOnTheWay() == 0; }));
    CHECK(server.asked("POST") == 3);
    CHECK(server.last("POST").contains(R"("new")"));
    CHECK(server.asked("DELETE") == 2);
    CHECK_FALSE(QFile::exists(file));
    CHECK_FALSE(refused);
}

TEST_CASE_METHOD(Kept, "a removal whose answer was lost is done, and says nothing")
{
    leave();
    server.say("POST /user/uploads/c1", "{}");
    server.say("GET /user/uploads/c2", "{}", "404 Not Found");
    const auto next = opened();
    next->sendLeftChanges();
    REQUIRE(test::until([&] { return next->changesOnTheWay() == 0; }));
    CHECK_FALSE(QFile::exists(file));
    CHECK_FALSE(refused);
}

TEST_CASE_METHOD(Kept, "changes stay until the service says yes or no, and a no is told")
{
    leave();
    server.say("POST /user/uploads/c1", "{}", "503 Later");
    server.say("DELETE /user/uploads/c2", "{}", "403 Forbidden");
    const auto next = opened();
    next->sendLeftChanges();
    REQUIRE(test::until([&] { return next->changesOnTheWay() == 0; }));
    REQUIRE(test::until([&] { return refused.has_value(); }));
    CHECK(refused->first == LibraryChange{content::CidString(u"c2"_s), {}});
    CHECK(refused->second.kind == Error::Kind::Forbidden);
    CHECK(ChangesFile(file).load()
          == std::vector{LibraryChange{content::CidString(u"c1"_s), u"new"_s}});

    server.say("POST /user/uploads/c1", "{}");
    next->sendLeftChanges();
    CHECK(test::until([this] { return !QFile::exists(file); }));
}

TEST_CASE_METHOD(Kept, "a file of changes that is not ours is none")
{
    QFile written(file);
    REQUIRE(written.open(QIODevice::WriteOnly));
    written.write(GENERATE("not json", R"({"version":2,"changes":[{"cid":"c"}]})",
                           R"({"version":1,"changes":[{"name":"n"},7]})"));
    written.close();
    CHECK(ChangesFile(file).load().empty());
}
