// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/originpolicy.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;

// What pages in a browser get of the service on this computer, by the headers that browsers send.

namespace {

const content::Block leaf = rawBlock("what only its owner should see");

struct Browsed : Client
{
    explicit Browsed(QByteArrayList origins = {})
        : Client({.origins = std::move(origins), .pace = local::Throttle::Pace::Unlimited})
    {
        REQUIRE(asOwner("POST", "/car", completeCar(leaf, {})).status == 200);
        const QByteArray cid = leaf.cid.toString().toLatin1();
        publicPaths = {"/ipfs/" + cid,   "/ipfs/" + cid + "?format=raw",
                       "/car/" + cid,    "/status/" + cid,
                       "/version",       "/metrics",
                       "/openapi.json",  "/",
                       "/ipfs/bafkqaaa", "/nothing"};
    }
    QByteArray own() { return service().url().toString().toLatin1(); }

    QByteArrayList publicPaths;
};

const Fields image{
    {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "no-cors"}, {"Sec-Fetch-Dest", "image"}};

} // namespace

TEST_CASE_METHOD(Browsed, "another page learns nothing, not even what is here")
{
    QByteArrayList bodies;
    for (const QByteArray& path : publicPaths) {
        INFO(path.toStdString());
        for (const Fields& asked : std::vector<Fields>{
                 {{"Origin", "https://evil.example"}},
                 {{"Origin", "null"}},
                 {{"Origin", "http://localhost:9"}},
                 {{"Origin", "https://evil.example"}, {"Authorization", "Bearer guessed"}},
                 image,
                 {{"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Mode", "no-cors"}},
                 {{"Sec-Fetch-Site", "cross-site"},
                  {"Sec-Fetch-Mode", "navigate"},
                  {"Sec-Fetch-Dest", "iframe"}}}) {
            const Answer answer = ask("GET", path, asked);
            CHECK(
                answer.status
                == (path == "/nothing" && asked.size() == 2 && asked.back().first == "Authorization"
                        ? 404
                        : 403));
            if (answer.status == 403)
                CHECK(answer.code() == u"ERROR_ORIGIN_NOT_ALLOWED"_s);
            bodies.append(answer.body);
        }
    }
    for (const QByteArray& body : bodies)
        CHECK_FALSE(body.contains("owner"));
}

TEST_CASE_METHOD(Browsed, "programs, own pages and a link that is followed are answered")
{
    const QByteArray path = publicPaths.front();
    for (const Fields& asked :
         std::vector<Fields>{{},
                             {{"Origin", own()}},
                             {{"Sec-Fetch-Site", "none"}, {"Sec-Fetch-Mode", "navigate"}},
                             {{"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Mode", "no-cors"}},
                             {{"Sec-Fetch-Site", "cross-site"},
                              {"Sec-Fetch-Mode", "navigate"},
                              {"Sec-Fetch-Dest", "document"}}}) {
        const Answer answer = ask("GET", path, asked);
        CHECK(answer.status == 200);
        CHECK(answer.header("Access-Control-Allow-Origin") != "*");
        CHECK(answer.header("Vary").contains("Origin"));
    }
    // No other page may embed what was answered to none.
    CHECK(ask("GET", path).header("Cross-Origin-Resource-Policy") == "same-origin");
    // A stored page is of no origin; that it is ours its browser says.
    Fields ofStoredPage = image;
    ofStoredPage.emplace_back("Referer", own() + "/");
    const Answer answer = ask("GET", path, ofStoredPage);
    CHECK(answer.status == 200);
    CHECK(answer.header("Cross-Origin-Resource-Policy").isEmpty());
    for (const QByteArray& other : {QByteArray("https://evil.example/"), own() + ".evil.example/",
                                    own() + "@evil.example/"}) {
        Fields lying = image;
        lying.emplace_back("Referer", other);
        CHECK(ask("GET", path, lying).status == 403);
    }
}

TEST_CASE_METHOD(Browsed, "another page with a good token has all that the token has")
{
    const QByteArray bearer = "Bearer " + token().reveal();
    for (const QByteArray& path :
         {publicPaths[0], publicPaths[2], publicPaths[3], QByteArray("/user/uploads")}) {
        const Answer answer
            = ask("GET", path, {{"Origin", "https://app.example"}, {"Authorization", bearer}});
        CHECK(answer.status == 200);
        CHECK(answer.header("Access-Control-Allow-Origin") == "https://app.example");
        CHECK(answer.header("Access-Control-Expose-Headers").contains("Link, Count, Page, Size"));
        CHECK(answer.header("Access-Control-Allow-Credentials").isEmpty());
    }
}

TEST_CASE("an origin that is allowed is answered, and no other")
{
    Browsed client({"https://app.example"});
    for (const QByteArray& path : client.publicPaths) {
        const Answer answer = client.ask("GET", path, {{"Origin", "https://app.example"}});
        CHECK(answer.status != 403);
        CHECK(answer.header("Access-Control-Allow-Origin") == "https://app.example");
        CHECK(client.ask("GET", path, {{"Origin", "https://app.example.evil"}}).status == 403);
        CHECK(client.ask("GET", path, {{"Origin", "http://app.example"}}).status == 403);
    }
    Browsed open({"*"});
    CHECK(open.ask("GET", "/version", {{"Origin", "https://any.example"}}).status == 200);
    CHECK(open.ask("GET", open.publicPaths.front(), image).status == 200);
    const Answer plain = open.ask("GET", "/version");
    CHECK(plain.header("Access-Control-Allow-Origin") == "*");
    CHECK(plain.header("Cross-Origin-Resource-Policy").isEmpty());
}

TEST_CASE_METHOD(Browsed, "a preflight for a token is answered, one without only where allowed")
{
    const auto preflight = [](Client& client, const QByteArray& headers) {
        return client
            .ask("OPTIONS", "/car",
                 {{"Origin", "https://app.example"},
                  {"Access-Control-Request-Method", "POST"},
                  {"Access-Control-Request-Headers", headers}})
            .status;
    };
    CHECK(preflight(*this, "authorization, x-name") == 204);
    CHECK(preflight(*this, "Authorization") == 204);
    CHECK(preflight(*this, "x-name") == 403);
    Browsed allowing({"https://app.example"});
    CHECK(preflight(allowing, "x-name") == 204);
}

TEST_CASE("an allowed page may ask for content, and read what is said of it")
{
    Browsed open({"*"});
    const QByteArray content = open.publicPaths.front();
    const auto has
        = [](const Answer& answer, const QByteArray& header, const QByteArrayList& names) {
              QByteArrayList found;
              for (const QByteArray& name : answer.header(header).split(','))
                  found.append(name.trimmed());
              return std::ranges::all_of(
                  names, [&](const QByteArray& name) { return found.contains(name); });
          };
    const QByteArray exposed = "Access-Control-Expose-Headers";
    const QByteArray allowed = "Access-Control-Allow-Headers";
    for (const char* method : {"GET", "HEAD", "OPTIONS"}) {
        INFO(method);
        const Answer answer = open.ask(method, content);
        CHECK(answer.status == (method == QByteArray("OPTIONS") ? 204 : 200));
        CHECK(answer.header("Access-Control-Allow-Origin") == "*");
        CHECK(has(answer, "Access-Control-Allow-Methods", {"GET", "HEAD", "OPTIONS"}));
        CHECK(has(answer, allowed, {"Content-Type", "Range", "User-Agent", "X-Requested-With"}));
        CHECK(has(answer, exposed,
                  {"Content-Range", "Content-Length", "ETag", "X-Ipfs-Path", "X-Ipfs-Roots",
                   "Retry-After", "X-Chunked-Output", "X-Stream-Output"}));
    }
    const Answer preflight = open.ask("OPTIONS", content,
                                      {{"Origin", "https://example.org"},
                                       {"Access-Control-Request-Method", "GET"},
                                       {"Access-Control-Request-Headers", "x-other"}});
    CHECK(preflight.header("Access-Control-Allow-Origin") == "https://example.org");
    CHECK(preflight.header(allowed) == "x-other");
    // The API stays as the original has it.
    CHECK(open.ask("OPTIONS", "/user/uploads").status == 405);
    CHECK(has(open.ask("GET", "/version"), exposed, {"Retry-After", "ETag", "Content-Range"}));
    CHECK(open.ask("GET", "/version").header("Access-Control-Allow-Methods").isEmpty());

    // A page that is not allowed learns nothing by this either.
    Browsed closed;
    CHECK(closed.ask("OPTIONS", content, {{"Origin", "https://example.org"}}).status == 403);
    CHECK(closed.ask("OPTIONS", content).header("Access-Control-Allow-Origin").isEmpty());
}

TEST_CASE("what is no origin is not taken for one")
{
    using local::originFrom;
    CHECK(originFrom(u"https://App.example"_s).value() == "https://app.example");
    CHECK(originFrom(u" https://app.example/ "_s).value() == "https://app.example");
    CHECK(originFrom(u"https://app.example:443"_s).value() == "https://app.example");
    CHECK(originFrom(u"http://localhost:3000"_s).value() == "http://localhost:3000");
    CHECK(originFrom(u"*"_s).value() == "*");
    for (const auto& text :
         {u""_s, u"app.example"_s, u"https://app.example/page"_s, u"https://u:p@app.example"_s,
          u"null"_s, u"file:///home"_s, u"https://app.example?x"_s, u"https://*.example"_s})
        CHECK_FALSE(originFrom(text));
}
