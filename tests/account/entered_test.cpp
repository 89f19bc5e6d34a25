// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/entered.h"
#include "core/api/http/loopback.h"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

const QByteArray apiToken("eyJhbGciOi.eyJzdWIiOi.c2lnbg_-");
const QByteArray login("WyIweDNmNWE4ZTRlMDUx");

} // namespace

TEST_CASE("an address is understood as people write it")
{
    const auto [typed, meant] = GENERATE(table<QString, QString>({
        {u"https://storage.example.org"_s, u"https://storage.example.org"_s},
        {u"storage.example.org"_s, u"https://storage.example.org"_s},
        {u"storage.example.org:8443/api/"_s, u"https://storage.example.org:8443/api/"_s},
        {u"  https://storage.example.org\n"_s, u"https://storage.example.org"_s},
        {u"\"https://storage.example.org\","_s, u"https://storage.example.org"_s},
        {u"<https://storage.example.org>"_s, u"https://storage.example.org"_s},
        {u"\u201chttps://storage.example.org\u201d"_s, u"https://storage.example.org"_s},
        {u"HTTPS://Storage.Example.ORG/Path"_s, u"https://storage.example.org/Path"_s},
        {u"https://storage.example.org/?token=1#x"_s, u"https://storage.example.org/"_s},
        {u"localhost:8700"_s, u"http://localhost:8700"_s},
        {u"127.0.0.1:8700"_s, u"http://127.0.0.1:8700"_s},
        {u"http://[::1]:8700"_s, u"http://[::1]:8700"_s},
        {u"[::1]:8700"_s, u"http://[::1]:8700"_s},
        {u"http://storage.example.org"_s, u"http://storage.example.org"_s},
    }));
    INFO(typed.toStdString());
    const auto url = endpointFrom(typed);
    REQUIRE(url);
    CHECK(url->toString(QUrl::FullyEncoded).toStdString() == meant.toStdString());
}

TEST_CASE("what is no address is refused")
{
    for (const auto& typed :
         {u""_s, u"   "_s, u"ftp://storage.example.org"_s, u"https://"_s, u"file:///etc/passwd"_s,
          u"javascript:alert(1)"_s, u"https://a b c/%zz"_s, u"http:///user"_s}) {
        INFO(typed.toStdString());
        const auto url = endpointFrom(typed);
        REQUIRE_FALSE(url);
        CHECK(url.error().subject == u"endpoint"_s);
    }
    CHECK(endpointFrom(u"https://ada:secret@storage.example.org"_s).error().code
          == u"ADDRESS_HAS_LOGIN"_s);
}

TEST_CASE("a token is taken without what was copied along")
{
    const QString token = QString::fromLatin1(apiToken);
    for (const QString& typed :
         {token, u" "_s + token + u"\r\n"_s, u'"' + token + u'"', u"'"_s + token + u"',"_s,
          u"Bearer "_s + token, u"bearer  "_s + token, u"Authorization: Bearer "_s + token,
          u"\"Authorization: Bearer "_s + token + u'"', token.left(9) + u"\n  "_s + token.mid(9),
          u"\u201c"_s + token + u"\u201d"_s}) {
        INFO(typed.toStdString());
        CHECK(tokenFrom(typed).reveal() == apiToken);
    }
    // The letters of the word may begin a token.
    CHECK(tokenFrom(u"BearerOfNews"_s).reveal() == "BearerOfNews");
    CHECK(tokenFrom(u" \n "_s).isEmpty());
}

TEST_CASE("each token goes to its place by its form")
{
    const Secret one(login);
    const Secret other(apiToken);
    const auto is = [](const Credentials& a, const Credentials& b) {
        return a.login == b.login && a.apiToken == b.apiToken;
    };
    CHECK(is(arranged({one, other}), {one, other}));
    CHECK(is(arranged({other, one}), {one, other}));
    CHECK(is(arranged({other, {}}), {{}, other}));
    CHECK(is(arranged({{}, one}), {one, {}}));
    CHECK(is(arranged({one, {}}), {one, {}}));
    CHECK(is(arranged({{}, other}), {{}, other}));
    // Two of one form stay where they were put.
    CHECK(is(arranged({other, other}), {other, other}));
    CHECK(is(arranged({one, one}), {one, one}));
    CHECK_FALSE(looksLikeApiToken(Secret("a..c")));
    CHECK_FALSE(looksLikeApiToken(Secret("a.b.c d")));
}

TEST_CASE("by http only what stays on this computer is not readable on its way")
{
    for (const char* here : {"http://localhost:1", "http://127.0.0.1", "http://127.9.9.9:5",
                             "http://[::1]:80", "https://storage.example", "http://a.localhost"})
        CHECK_FALSE(isReadable(QUrl(QString::fromLatin1(here))));
    for (const char* there :
         {"http://storage.example", "http://127.0.0.1.example.org", "http://localhost.example.org",
          "http://10.0.0.1", "http://[fe80::1]"})
        CHECK(isReadable(QUrl(QString::fromLatin1(there))));
}
