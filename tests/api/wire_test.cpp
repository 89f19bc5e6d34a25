// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/routes.h"
#include "core/api/wire/wire.h"

#include <QJsonDocument>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace Qt::StringLiterals;

TEST_CASE("timestamps keep microseconds and lose trailing zeros")
{
    const auto text
        = GENERATE(u"2021-07-14T19:27:14.934572+00:00"_s, u"2023-01-01T00:00:00.12+00:00"_s,
                   u"2023-01-01T00:00:00+00:00"_s, u"1969-12-31T23:59:59.5+00:00"_s);
    const auto time = wire::timestampFrom(text);
    REQUIRE(time);
    CHECK(wire::timestampText(*time) == text);
}

TEST_CASE("old documents' Z and other offsets are read as what they mean")
{
    const auto zulu = wire::timestampFrom(u"2021-07-14T19:27:14Z");
    CHECK(zulu == wire::timestampFrom(u"2021-07-14T21:27:14+02:00"));
    CHECK(zulu == wire::timestampFrom(u"2021-07-14T14:57:14-04:30"));
}

TEST_CASE("what is no moment is none")
{
    const auto text = GENERATE(u""_s, u"yesterday"_s, u"2021-13-01T00:00:00Z"_s, u"2021-07-14"_s,
                               u"2021-07-14T19:27:14.Z"_s);
    CHECK_FALSE(wire::timestampFrom(text));
}

TEST_CASE("a path lies below its endpoint's, whatever that ends in")
{
    const auto at = [](const QString& endpoint, const QString& path) {
        return routes::urlOf(QUrl(endpoint), path).toEncoded();
    };
    CHECK(at(u"https://a.example"_s, u"/car"_s) == "https://a.example/car");
    CHECK(at(u"https://a.example/"_s, u"/car"_s) == "https://a.example/car");
    CHECK(at(u"https://a.example:81/of/it//"_s, u"/car"_s) == "https://a.example:81/of/it/car");
    CHECK(at(u"https://a.example/a%2Fb%20c"_s, u"/x%2Fy"_s) == "https://a.example/a%2Fb%20c/x%2Fy");
    CHECK(at(u"https://a.example/of"_s, u"/car?page=2&size=5"_s)
          == "https://a.example/of/car?page=2&size=5");
    CHECK(at(u"https://a.example/?old"_s, u"/car"_s) == "https://a.example/car");
}

TEST_CASE("an upload survives the wire")
{
    Upload upload;
    upload.id = u"315318962269067525"_s;
    upload.type = u"Car"_s;
    upload.name = u"LICENSE–MIT"_s;
    upload.cid
        = content::CidString(u"bafybeic6svhkwl3y2wvkj33weshyjjs5cbvgijh7yo3kjasyglrdwe2l74"_s);
    upload.created = Timestamp(std::chrono::microseconds(1626290834934572));
    upload.dagSize = 68;
    upload.pins = {{PinStatus::Pinned, upload.created, u"12D3"_s, u"This computer"_s, {}}};
    upload.parts = {content::CidString(u"bagbaiera"_s)};
    upload.deals = {{.status = DealStatus::Queued,
                     .pieceCid = content::CidString(u"baga"_s),
                     .dataCid = content::CidString(u"bafy"_s)}};
    const auto back = wire::uploadFrom(wire::toJson(upload));
    REQUIRE(back);
    CHECK(*back == upload);
}

TEST_CASE("an upload of unknown size stays of unknown size")
{
    const auto upload = wire::uploadFrom({{u"cid"_s, u"bafy"_s}, {u"dagSize"_s, QJsonValue::Null}});
    REQUIRE(upload);
    CHECK_FALSE(upload->dagSize);
}

TEST_CASE("a size that is none is unknown, whatever number it is")
{
    for (const QJsonValue& size :
         {QJsonValue(-1), QJsonValue(1e300), QJsonValue(-1e300), QJsonValue(1.5),
          QJsonValue(u"-7"_s), QJsonValue(u"99999999999999999999"_s), QJsonValue(true)}) {
        const QJsonObject json{{u"cid"_s, u"bafy"_s}, {u"dagSize"_s, size}};
        INFO(QJsonDocument(json).toJson().toStdString());
        CHECK_FALSE(wire::uploadFrom(json)->dagSize);
        CHECK_FALSE(wire::contentStatusFrom(json)->dagSize);
        const QJsonObject used{{u"uploaded"_s, size}, {u"psaPinned"_s, 1}};
        CHECK_FALSE(wire::usageFrom({{u"usedStorage"_s, used}}));
        const auto limited = wire::usageFrom(
            {{u"usedStorage"_s, QJsonObject{{u"uploaded"_s, 1}}}, {u"storageLimitBytes"_s, size}});
        REQUIRE(limited);
        CHECK_FALSE(limited->limit);
    }
    const qint64 most = std::numeric_limits<qint64>::max();
    const Usage full{.uploaded = most, .pinned = most, .limit = {}};
    CHECK(full.total() == most);
    CHECK(wire::toJson(full)["usedStorage"_L1]["total"_L1].toInteger() == most);
}

TEST_CASE("an upload without a CID is not one")
{
    CHECK(wire::uploadFrom({}).error().kind == Error::Kind::Protocol);
}

TEST_CASE("a status word nobody knows is unknown, not unpinned")
{
    CHECK(wire::pinStatusFrom(u"Teleported") == PinStatus::Unknown);
    CHECK(wire::dealStatusFrom(u"Maybe") == DealStatus::Unknown);
}

TEST_CASE("a status word nobody knows stays as the service spells it")
{
    const auto status = wire::contentStatusFrom(
        {{u"cid"_s, u"bafy"_s},
         {u"pins"_s, QJsonArray{QJsonObject{{u"status"_s, u"Teleported"_s}}}},
         {u"deals"_s, QJsonArray{QJsonObject{{u"status"_s, u"Slashed"_s}, {u"dealId"_s, 0}}}}});
    REQUIRE(status);
    CHECK(wire::statusWord(status->pins.front()) == u"Teleported"_s);
    CHECK(wire::statusWord(status->deals.front()) == u"Slashed"_s);
    CHECK_FALSE(status->deals.front().dealId);
    CHECK(wire::toJson(*status)["pins"_L1][0]["status"_L1] == u"Teleported"_s);
    CHECK(wire::statusWord(Pin{.status = PinStatus::Pinned}) == u"Pinned"_s);
}

TEST_CASE("ids come as text or as numbers")
{
    const auto number = wire::createdTokenFrom({{u"_id"_s, 9}});
    const auto text = wire::createdTokenFrom({{u"_id"_s, u"9"_s}});
    REQUIRE(number);
    REQUIRE(text);
    CHECK(number->id == text->id);
}

TEST_CASE("a listed token's JSON never carries a secret")
{
    Token token;
    token.id = TokenId(u"4"_s);
    token.hint = u"…EG1HkKnI"_s;
    CHECK_FALSE(wire::toJson(token).contains("secret"_L1));
}

TEST_CASE("the original's token list brings secrets apart from the token")
{
    const auto listed
        = wire::tokenFrom({{u"_id"_s, u"4"_s}, {u"name"_s, u"ci"_s}, {u"secret"_s, u"a.b.c"_s}});
    REQUIRE(listed);
    CHECK(listed->secret.reveal() == "a.b.c");
    CHECK_FALSE(listed->token.scopes);
}

TEST_CASE("a new token's scopes and expiry are read or refused, never ignored")
{
    CHECK(wire::newTokenFrom({{u"name"_s, u"ci"_s}})->scopes == std::nullopt);
    const auto scoped = wire::newTokenFrom(
        {{u"name"_s, u"ci"_s}, {u"scopes"_s, QJsonArray{u"upload"_s, u"list"_s}}});
    REQUIRE(scoped);
    CHECK(scoped->scopes == (Scope::Upload | Scope::List));
    CHECK_FALSE(wire::newTokenFrom({{u"name"_s, u"ci"_s}, {u"scopes"_s, QJsonArray{u"fly"_s}}}));
    CHECK_FALSE(wire::newTokenFrom({{u"name"_s, u"ci"_s}, {u"scopes"_s, QJsonArray()}}));
    CHECK_FALSE(wire::newTokenFrom({{u"name"_s, u"ci"_s}, {u"expires"_s, u"soon"_s}}));
    CHECK_FALSE(wire::newTokenFrom({{u"name"_s, QString()}}));
    CHECK_FALSE(wire::newTokenFrom({{u"name"_s, QString(300, 'x'_L1)}}));
}

TEST_CASE("failures are read in both envelopes")
{
    const auto plain = wire::failureFrom({{u"code"_s, u"ERROR_DB"_s}, {u"message"_s, u"no"_s}});
    const auto pinning = wire::failureFrom(
        {{u"error"_s, QJsonObject{{u"reason"_s, u"ERROR_DB"_s}, {u"details"_s, u"no"_s}}}});
    CHECK(plain.code == pinning.code);
    CHECK(plain.message == pinning.message);
    CHECK(wire::failureFrom({}).code.isEmpty());
}

TEST_CASE("names are escaped as encodeURIComponent does")
{
    CHECK(wire::percentEncoded(u"LICENSE–MIT"_s) == "LICENSE%E2%80%93MIT");
    CHECK(wire::percentEncoded(u"a b+c/!~*'()"_s) == "a%20b%2Bc%2F!~*'()");
    CHECK(wire::percentDecoded("LICENSE%E2%80%93MIT").value() == u"LICENSE–MIT"_s);
    CHECK(wire::percentDecoded("a+b").value() == u"a+b"_s);
}

TEST_CASE("a malformed escape is refused")
{
    const auto text = GENERATE("%", "%1", "%zz", "ok%E2%28", "%FF");
    CHECK(wire::percentDecoded(text).error().kind == Error::Kind::Invalid);
}

TEST_CASE("a description that says nothing of new tokens is not found, whatever it has")
{
    const QByteArray json = GENERATE(
        "{}", R"({"paths":{"/user/tokens":{"post":{}}}})", R"({"paths":[]})",
        R"({"paths":{"/user/tokens":{"$ref":"#/paths/~1user~1tokens"}}})",
        R"({"paths":{"/user/tokens":{"post":{"requestBody":{"$ref":"#/a"}}}},"a":{"$ref":"#/a"}})");
    const auto limits = wire::tokenLimitsFrom(QJsonDocument::fromJson(json).object());
    REQUIRE_FALSE(limits);
    CHECK(limits.error().kind == Error::Kind::NotFound);
}
