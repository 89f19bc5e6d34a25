// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/client/apiclient.h"
#include "core/library/library.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/until.h"

#include <QNetworkAccessManager>

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
