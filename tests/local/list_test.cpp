// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/endpoints/uploadlist.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"

#include <QUrlQuery>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

/// Five uploads, named so that order by name and by date differ; newest last.
void addFive(Client& client)
{
    for (const QByteArray name : {"delta", "Alpha", "echo", "bravo", "Charlie"}) {
        const content::Block block = rawBlock(name);
        REQUIRE(client.asOwner("POST", "/car", car({block.cid}, {block}), {{"X-Name", name}}).status
                == 200);
    }
}

QStringList names(const Answer& answer)
{
    QStringList list;
    for (const QJsonValue upload : answer.array())
        list.append(upload["name"_L1].toString());
    return list;
}

const QStringList newestFirst{u"Charlie"_s, u"bravo"_s, u"echo"_s, u"Alpha"_s, u"delta"_s};

} // namespace

TEST_CASE("Without parameters the newest come first, with a count and no link")
{
    Client client;
    addFive(client);
    const Answer answer = client.asOwner("GET", "/user/uploads");
    CHECK(names(answer) == newestFirst);
    CHECK(answer.header("Count") == "5");
    CHECK(answer.header("Size").isEmpty());
    CHECK(answer.header("Page").isEmpty());
    CHECK(answer.header("Link").isEmpty());
}

TEST_CASE("Following next by before sees every upload once, even those of one instant")
{
    FakeClock clock;
    Client client({.clock = &clock});
    addFive(client);
    QStringList seen;
    QByteArray path = "/user/uploads?size=2&before=2100-01-01T00:00:00.000Z";
    QByteArrayList counts;
    for (int page = 0; page < 5 && !path.isEmpty(); ++page) {
        const Answer answer = client.asOwner("GET", path);
        REQUIRE(answer.status == 200);
        CHECK(answer.header("Size") == "2");
        counts.append(answer.header("Count"));
        seen += names(answer);
        const QByteArray link = answer.header("Link");
        if (answer.array().size() < 2) {
            CHECK(link.isEmpty());
            break;
        }
        const QString last = answer.array()[1]["created"_L1]
                                 .toString()
                                 .replace(u":"_s, u"%3A"_s)
                                 .replace(u"+"_s, u"%2B"_s);
        CHECK(link == "</user/uploads?size=2&before=" + last.toLatin1() + ">; rel=\"next\"");
        path = link.sliced(1, link.indexOf('>') - 1);
    }
    CHECK(seen == newestFirst);
    CHECK(counts == QByteArrayList{"5", "3", "1"});
}

TEST_CASE("Pages carry the links of the contract literally")
{
    Client client;
    addFive(client);
    const Answer second = client.asOwner("GET", "/user/uploads?page=2&size=2");
    CHECK(names(second) == newestFirst.mid(2, 2));
    CHECK(second.header("Count") == "5");
    CHECK(second.header("Size") == "2");
    CHECK(second.header("Page") == "2");
    CHECK(second.header("Link")
          == "</user/uploads?size=2&page=3>; rel=\"next\", </user/uploads?size=2&page=3>; "
             "rel=\"last\", </user/uploads?size=2&page=1>; rel=\"first\", "
             "</user/uploads?size=2&page=1>; rel=\"previous\"");
    const Answer last = client.asOwner("GET", "/user/uploads?page=3&size=2");
    CHECK(names(last) == newestFirst.mid(4));
    CHECK(last.header("Link")
          == "</user/uploads?size=2&page=3>; rel=\"last\", </user/uploads?size=2&page=1>; "
             "rel=\"first\", </user/uploads?size=2&page=2>; rel=\"previous\"");
    const Answer whole = client.asOwner("GET", "/user/uploads?page=1");
    CHECK(names(whole) == newestFirst);
    CHECK(whole.header("Size").isEmpty());
    CHECK(whole.header("Link")
          == "</user/uploads?size=25&page=1>; rel=\"last\", </user/uploads?size=25&page=1>; "
             "rel=\"first\"");
}

TEST_CASE("Pages sort by date and by name, up and down")
{
    Client client;
    addFive(client);
    const auto sorted = [&](const QByteArray& query) {
        QStringList all;
        for (const QByteArray page : {"1", "2", "3"})
            all += names(client.asOwner("GET", "/user/uploads?size=2&page=" + page + query));
        return all;
    };
    const QStringList byName{u"Alpha"_s, u"bravo"_s, u"Charlie"_s, u"delta"_s, u"echo"_s};
    const auto reversed = [](QStringList list) {
        std::ranges::reverse(list);
        return list;
    };
    CHECK(sorted("") == newestFirst);
    CHECK(sorted("&sortBy=Date&sortOrder=Asc") == reversed(newestFirst));
    CHECK(sorted("&sortBy=Name&sortOrder=Asc") == byName);
    CHECK(sorted("&sortBy=Name") == reversed(byName));
}

TEST_CASE("Beyond the last page there is nothing, and beyond that an error")
{
    Client client;
    CHECK(client.asOwner("GET", "/user/uploads?page=1&size=2").header("Link")
          == "</user/uploads?size=2&page=0>; rel=\"last\", </user/uploads?size=2&page=1>; "
             "rel=\"first\"");
    addFive(client);
    CHECK(client.asOwner("GET", "/user/uploads?page=2&size=5").array().isEmpty());
    const Answer beyond = client.asOwner("GET", "/user/uploads?page=3&size=5");
    CHECK(beyond.status == 416);
    CHECK(beyond.code() == u"ERROR_RANGE_NOT_SATISFIABLE");
}

TEST_CASE("Bad list parameters are refused")
{
    Client client;
    for (const QByteArray query :
         {"size=0", "size=1001", "size=x", "size=", "page=0", "page=x", "page=1&sortBy=date",
          "page=1&sortOrder=asc", "before=yesterdayish", "size=-1"}) {
        const Answer answer = client.asOwner("GET", "/user/uploads?" + query);
        CHECK(answer.status == 400);
        CHECK(answer.code() == u"HTTP_ERROR");
    }
    for (const QByteArray query : {"size=10abc", "size=1000", "before=2021", "before=2021-07-09",
                                   "sortBy=nonsense", "size=5&size=x"})
        CHECK(client.asOwner("GET", "/user/uploads?" + query).status == 200);
}

TEST_CASE("Dates are read as JavaScript writes and shortens them")
{
    const auto text = [](const QByteArray& moment) {
        const auto time = local::momentFrom(moment);
        return time ? time->time_since_epoch().count() : -1;
    };
    CHECK(text("1970-01-01T00:00:00.000001+00:00") == 1);
    CHECK(text("1970-01-01T00:00:01Z") == 1'000'000);
    CHECK(text("1970-01-02") == 86'400'000'000);
    CHECK(text("1970") == 0);
    CHECK(text("Fri, 02 Jan 1970 00:00:00 +0000") == 86'400'000'000);
    CHECK(text("soon") == -1);
}
