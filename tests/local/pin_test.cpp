// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/housekeeping.h"
#include "core/local/store/catalog.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"
#include "tests/support/fakegateway.h"
#include "tests/support/until.h"

#include <QRegularExpression>
#include <QSet>
#include <QUrl>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

const Block one = rawBlock("one");
const Block two = rawBlock("two");
const Block inner = pbBlock({one});
const Block top = pbBlock({inner, two});

QByteArray text(const Block& block)
{
    return block.cid.toString().toLatin1();
}

QByteArray order(const Block& block, const QByteArray& more = {})
{
    return "{\"cid\":\"" + text(block) + '"' + more + '}';
}

/// A service whose owner may pin, and a token to do it with.
struct Pinning : Client
{
    explicit Pinning(local::ServiceOptions options = {})
        : Client(unhurried(std::move(options)))
    {
        REQUIRE(local::setUserTag(folder(), u"This computer"_s, u"HasPsaAccess"_s, u"true"_s));
    }
    static local::ServiceOptions unhurried(local::ServiceOptions options)
    {
        options.pace = local::Throttle::Pace::Unlimited;
        return options;
    }
    Secret pinner = token(u"pinner"_s);

    Answer pins(const QByteArray& method, const QByteArray& rest = {}, const QByteArray& body = {})
    {
        return as(pinner, method, "/pins" + rest, body);
    }
    QString add(const QByteArray& body)
    {
        const Answer answer = pins("POST", {}, body);
        INFO(answer.body.toStdString());
        REQUIRE(answer.status == 202);
        return answer.object()["requestid"_L1].toString();
    }
    QString statusOf(const QString& id)
    {
        return pins("GET", '/' + id.toLatin1()).object()["status"_L1].toString();
    }
};

QString reason(const Answer& answer)
{
    return answer.object()["error"_L1]["reason"_L1].toString();
}

QStringList names(const Answer& answer)
{
    QStringList list;
    for (const QJsonValue result : answer.object()["results"_L1].toArray())
        list.append(result["pin"_L1]["name"_L1].toString());
    return list;
}

} // namespace

TEST_CASE_METHOD(Pinning, "What the store holds is pinned at once, also below an upload's root")
{
    REQUIRE(asOwner("POST", "/car", completeCar(top, {inner, one, two})).status == 200);
    for (const Block& block : {top, inner, one}) {
        const Answer answer = pins("POST", {}, order(block, R"(,"name":"n","meta":{"a":"b"})"));
        CHECK(answer.status == 202);
        const QJsonObject json = answer.object();
        CHECK(json["status"_L1] == u"pinned"_s);
        CHECK_FALSE(json.contains("info"_L1));
        CHECK(json["pin"_L1]["cid"_L1] == block.cid.toString());
        CHECK(json["pin"_L1]["name"_L1] == u"n"_s);
        CHECK(json["pin"_L1]["meta"_L1]["a"_L1] == u"b"_s);
        CHECK_FALSE(json["pin"_L1].toObject().contains("origins"_L1));
        CHECK(json["delegates"_L1].isArray());
        static const QRegularExpression uuid(
            u"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"_s);
        CHECK(uuid.match(json["requestid"_L1].toString()).hasMatch());
        CHECK(pins("GET", '/' + json["requestid"_L1].toString().toLatin1()).object() == json);
    }
    // Counted once for each content, apart from what is uploaded (contract §3.2).
    add(order(one));
    const QJsonValue usage = asOwner("GET", "/user/account").object()["usedStorage"_L1];
    CHECK(usage["psaPinned"_L1].toInt() > 3);
    CHECK(usage["total"_L1].toInt()
          == usage["psaPinned"_L1].toInt() + usage["uploaded"_L1].toInt());
}

TEST_CASE_METHOD(Pinning, "What is missing stays queued with a reason until it is here")
{
    const QString whole = add(order(top));
    const QString part = add(order(inner));
    const QJsonObject json = pins("GET", '/' + whole.toLatin1()).object();
    CHECK(json["status"_L1] == u"queued"_s);
    CHECK_FALSE(json["info"_L1]["status_details"_L1].toString().isEmpty());
    CHECK(ask("GET", "/status/" + text(top)).object()["pins"_L1][0]["status"_L1] == u"PinQueued"_s);

    REQUIRE(asOwner("POST", "/car", completeCar(top, {inner})).status == 200);
    CHECK(statusOf(whole) == u"queued");
    REQUIRE(asOwner("POST", "/car", completeCar(top, {one, two})).status == 200);
    CHECK(statusOf(whole) == u"pinned");
    CHECK(until([&] { return statusOf(part) == u"pinned"; }));
    CHECK_FALSE(pins("GET", '/' + part.toLatin1()).object().contains("info"_L1));
}

TEST_CASE("What is missing is fetched from a gateway, and verified")
{
    Client gateway;
    REQUIRE(gateway.asOwner("POST", "/car", completeCar(top, {inner, one, two})).status == 200);
    Pinning client({.gateway = gateway.service().url()});
    const QString id = client.add(order(top));
    REQUIRE(until([&] { return client.statusOf(id) == u"pinned"; }));
    CHECK(client.ask("GET", "/car/" + text(top)).body
          == gateway.ask("GET", "/car/" + text(top)).body);
    CHECK(client.ask("GET", "/status/" + text(top)).object()["pins"_L1][0]["status"_L1]
          == u"Pinned"_s);

    const QString lost = client.add(order(rawBlock("nobody has this")));
    REQUIRE(until([&] {
        const QJsonObject json = client.pins("GET", '/' + lost.toLatin1()).object();
        return json["status"_L1] == u"queued"_s
            && json["info"_L1]["status_details"_L1].toString().contains(u"does not have"_s);
    }));
}

TEST_CASE("A gateway that has ended is asked once, and each pin request says what it said")
{
    const QByteArray past = "Sunset: Mon, 21 Sep 2020 00:00:00 GMT\r\n";
    struct Seen
    {
        QByteArray status;
        QByteArray headers;
        QByteArray page;
        QString said;
    };
    const std::vector<Seen> kinds{
        {"429 Too Many", past + "Retry-After: 9\r\n", {}, u"is retired since 2020-09-21 and"_s},
        {"410 Gone", {}, {}, u"is retired and is asked no more"_s},
        {"402 Payment Required", {}, {}, u"wants payment"_s},
        {"403 Forbidden", {}, {}, u"gives nothing to programs"_s},
        {"200 OK", {}, "<html>Welcome</html>", u"gives nothing to programs"_s},
        {"429 Too Many",
         "Retry-After: 900\r\n",
         {},
         u"fewer requests. It is asked again after 20"_s},
        {"503 Oops", {}, {}, u"fault of its own. It is asked again after 20"_s},
    };
    for (const Seen& seen : kinds) {
        INFO((seen.status + seen.headers + seen.page).toStdString());
        FakeGateway gateway;
        gateway.refusal = seen.status;
        gateway.headers = seen.headers;
        gateway.page = seen.page;
        FakeClock clock; // No time passes.
        Pinning client({.gateway = gateway.url(), .clock = &clock});
        for (const Block& block : {one, two, rawBlock("three")}) {
            const QString id = client.add(order(block));
            QString details;
            CHECK(until([&] {
                const QJsonObject json = client.pins("GET", '/' + id.toLatin1()).object();
                details = json["info"_L1]["status_details"_L1].toString();
                return json["status"_L1] == u"queued"_s && details.contains(seen.said);
            }));
            CAPTURE(details.toStdString());
        }
        CHECK(gateway.asked.size() == 1);
    }
}

TEST_CASE("A gateway that sends wrong bytes or lacks a block is named with the block")
{
    FakeGateway gateway;
    const Cid wrong = gateway.box.raw("one");
    gateway.wrong.insert(wrong);
    Pinning client({.gateway = gateway.url()});
    const auto details = [&](const Block& block) {
        const QByteArray id = client.add(order(block)).toLatin1();
        QString said;
        std::ignore = until([&] {
            const QJsonObject json = client.pins("GET", '/' + id).object();
            said = json["info"_L1]["status_details"_L1].toString();
            return json["status"_L1] == u"queued"_s && said.contains(block.cid.toString());
        });
        return said;
    };
    CHECK(details(one) == u"What 127.0.0.1 sent is not %1."_s.arg(one.cid.toString()));
    CHECK(details(two) == u"127.0.0.1 does not have %1."_s.arg(two.cid.toString()));
}

TEST_CASE_METHOD(Pinning, "A bad order is refused with the pinning API's own words")
{
    const auto code = [&](const QByteArray& body) {
        const Answer answer = pins("POST", {}, body);
        CHECK(answer.status == 400);
        return reason(answer);
    };
    CHECK(code("{}") == u"PSA_REQUIRED_DATA");
    CHECK(code(R"({"cid":""})") == u"PSA_REQUIRED_DATA");
    for (const QByteArray& bad :
         {QByteArray(R"({"cid":7})"), QByteArray(R"({"cid":"nonsense"})"),
          QByteArray(R"({"cid":"k51qzi5uqu5dlvj2baxnqndepeb86cbk3ng7n3i46uzyxzyqj2xjonzllnv0v8"})"),
          order(one, ",\"name\":7"), order(one, ",\"name\":\"" + QByteArray(256, 'x') + '"'),
          order(one, ",\"origins\":\"x\""), order(one, ",\"origins\":[1]"),
          order(one, ",\"origins\":[" + QByteArray("\"x\",").repeated(20) + "\"x\"]"),
          order(one, ",\"meta\":[]")})
        CHECK(code(bad) == u"PSA_INVALID_DATA");
    const Cid key = Cid::v1(Codec(0x72), sha256("key"));
    CHECK(code("{\"cid\":\"" + key.toString().toLatin1() + "\"}") == u"PSA_CODEC_ERROR");
    CHECK_FALSE(
        pins("POST", {}, "no json").object()["error"_L1]["details"_L1].toString().isEmpty());
    CHECK(pins("POST", {}, order(one, ",\"name\":\"" + QByteArray("\xc3\xbc").repeated(255) + '"'))
              .status
          == 202);
}

TEST_CASE_METHOD(Pinning, "Requests are found by each of the filters, newest first")
{
    REQUIRE(asOwner("POST", "/car", completeCar(top, {inner, one, two})).status == 200);
    add(order(one, R"(,"name":"Alpha","meta":{"k":"v","l":"w"},"origins":["/ip4/1.2.3.4"])"));
    add(order(two, R"(,"name":"alphabet")"));
    add(order(rawBlock("absent"), R"(,"name":"50%_off","meta":{"k":"v"})"));

    const auto found = [&](const QByteArray& query) {
        const Answer answer = pins("GET", '?' + query);
        INFO(query.toStdString());
        CHECK(answer.status == 200);
        CHECK(answer.object()["count"_L1].toInt() == names(answer).size());
        return names(answer);
    };
    const QStringList all{u"50%_off"_s, u"alphabet"_s, u"Alpha"_s};
    CHECK(found("") == QStringList{u"alphabet"_s, u"Alpha"_s});
    CHECK(found("status=queued,pinned,pinning,failed") == all);
    CHECK(found("status=pinned&status=queued") == QStringList{u"50%_off"_s});
    CHECK(found("cid=" + text(one) + ',' + text(rawBlock("absent")))
          == QStringList{u"50%_off"_s, u"Alpha"_s});
    CHECK(found("name=Alpha") == QStringList{u"Alpha"_s});
    CHECK(found("name=alpha").isEmpty());
    CHECK(found("name=alpha&match=iexact") == QStringList{u"Alpha"_s});
    CHECK(found("name=lpha&match=partial") == QStringList{u"alphabet"_s, u"Alpha"_s});
    CHECK(found("name=ALPHA&match=ipartial") == QStringList{u"alphabet"_s, u"Alpha"_s});
    CHECK(found("name=%25_&match=partial") == QStringList{u"50%_off"_s});
    const QByteArray meta = QUrl::toPercentEncoding(u"{\"k\":\"v\"}"_s);
    CHECK(found("meta=" + meta) == QStringList{u"50%_off"_s, u"Alpha"_s});
    CHECK(found("meta=" + QUrl::toPercentEncoding(u"{\"k\":\"v\",\"l\":\"w\"}"_s))
          == QStringList{u"Alpha"_s});
    CHECK(found("meta=" + meta + "&status=pinned") == QStringList{u"Alpha"_s});

    const QJsonArray page
        = pins("GET", "?status=queued,pinned&limit=2").object()["results"_L1].toArray();
    REQUIRE(page.size() == 2);
    CHECK(pins("GET", "?status=queued,pinned&limit=2").object()["count"_L1] == 3);
    const QByteArray moment = QUrl::toPercentEncoding(page[1]["created"_L1].toString());
    CHECK(names(pins("GET", "?status=queued,pinned&before=" + moment)) == QStringList{u"Alpha"_s});
    CHECK(names(pins("GET", "?status=queued,pinned&after=" + moment)) == QStringList{u"50%_off"_s});
    CHECK_FALSE(pins("GET", "?name=Alpha").body.contains("origins"));

    for (const QByteArray query :
         {"limit=0", "limit=1001", "limit=3.14", "limit=abc", "cid=nonsense", "status=done",
          "match=like", "before=2021", "after=soon", "meta=x", "meta=%7B%22a%22%3A1%7D"}) {
        const Answer answer = pins("GET", '?' + query);
        INFO(query.toStdString());
        CHECK(answer.status == 400);
        CHECK(reason(answer) == u"PSA_INVALID_DATA");
    }
}

TEST_CASE_METHOD(Pinning, "No two requests are of the same millisecond")
{
    // The API's JavaScript client keeps no more of a moment, and asks with it for the next page.
    constexpr int count = 20;
    for (int i = 0; i < count; ++i)
        add(order(one));
    static const QRegularExpression milliseconds(u"^[^.]+(\\.\\d{1,3})?\\+00:00$"_s);
    QSet<QString> moments;
    for (const QJsonValue result :
         pins("GET", "?status=queued&limit=20").object()["results"_L1].toArray()) {
        const QString created = result["created"_L1].toString();
        INFO(created.toStdString());
        CHECK(milliseconds.match(created).hasMatch());
        moments.insert(created);
    }
    CHECK(moments.size() == count);
}

TEST_CASE_METHOD(Pinning, "A request belongs to its token, and to its account's view")
{
    REQUIRE(asOwner("POST", "/car", completeCar(top, {inner, one, two})).status == 200);
    const QByteArray id = add(order(one, R"(,"name":"first")")).toLatin1();
    const Secret other = token(u"other"_s);
    CHECK(as(other, "GET", "/pins").object()["count"_L1] == 0);
    for (const QByteArray method : {"GET", "DELETE"}) {
        const Answer answer = as(other, method, "/pins/" + id);
        CHECK(answer.status == 404);
        CHECK(reason(answer) == u"PSA_RESOURCE_NOT_FOUND");
    }
    CHECK(as(other, "POST", "/pins/" + id, order(one)).status == 404);
    CHECK(reason(asOwner("GET", "/pins")) == u"ERROR_API_TOKEN_REQUIRED");

    const QByteArray replaced = pins("POST", '/' + id, order(one, R"(,"name":"second")"))
                                    .object()["requestid"_L1]
                                    .toString()
                                    .toLatin1();
    CHECK(replaced != id);
    CHECK(pins("GET", '/' + id).status == 404);
    CHECK(names(pins("GET")) == QStringList{u"second"_s});

    REQUIRE(as(other, "POST", "/pins", order(two, R"(,"name":"third")")).status == 202);
    const Answer account = asOwner("GET", "/user/pins");
    CHECK(names(account) == QStringList{u"third"_s, u"second"_s});
    CHECK(account.header("Count") == "2");
    CHECK(account.header("Link").isEmpty());
    const Answer page = as(other, "GET", "/user/pins?page=2&size=1");
    CHECK(names(page) == QStringList{u"second"_s});
    CHECK(page.header("Page") == "2");
    CHECK(page.header("Link")
          == "</user/pins?size=1&page=2>; rel=\"last\", </user/pins?size=1&page=1>; rel=\"first\","
             " </user/pins?size=1&page=1>; rel=\"previous\"");
    CHECK(asOwner("GET", "/user/pins?size=1")
              .header("Link")
              .startsWith("</user/pins?size=1&before=20"));
    CHECK(asOwner("GET", "/user/pins?page=9").code() == u"ERROR_RANGE_NOT_SATISFIABLE");
    CHECK(asOwner("GET", "/user/pins?size=0").status == 400);

    const Answer removed = asOwner("DELETE", "/user/pins/" + replaced);
    CHECK(removed.status == 202);
    CHECK(removed.object().isEmpty());
    CHECK(reason(asOwner("DELETE", "/user/pins/" + replaced)) == u"PSA_RESOURCE_NOT_FOUND");
    // A revoked token's pins stay in the account's view.
    const QByteArray last
        = asOwner("GET", "/user/tokens").array().last()["_id"_L1].toString().toLatin1();
    REQUIRE(asOwner("DELETE", "/user/tokens/" + last).status == 200);
    CHECK(names(asOwner("GET", "/user/pins")) == QStringList{u"third"_s});
}

TEST_CASE("Pinning needs the tag, and restrictions hold for it too")
{
    Client client({.pace = local::Throttle::Pace::Unlimited});
    const Secret token = client.token();
    for (const QByteArray path : {"/pins", "/pins/x", "/user/pins"}) {
        const Answer answer = client.as(token, "GET", path);
        CHECK(answer.status == 403);
        CHECK(reason(answer) == u"ERROR_PINNING_UNAUTHORIZED");
    }
    CHECK(reason(client.ask("GET", "/pins")) == u"ERROR_NO_TOKEN");
    for (const auto& tag :
         {u"HasAccountRestriction"_s, u"HasDeleteRestriction"_s, u"HasPsaAccess"_s})
        REQUIRE(local::setUserTag(client.folder(), u"This computer"_s, tag, u"true"_s));
    CHECK(client.as(token, "GET", "/pins").status == 200);
    CHECK(reason(client.as(token, "POST", "/pins", "{}")) == u"ERROR_ACCOUNT_RESTRICTED");
    CHECK(reason(client.as(token, "DELETE", "/pins/x")) == u"ERROR_DELETE_RESTRICTED");
    CHECK(client.asOwner("DELETE", "/user/pins/x").code() == u"ERROR_DELETE_RESTRICTED");
    const Secret lister = client.token(u"l"_s, {{u"scopes"_s, QJsonArray{u"list"_s}}});
    CHECK(reason(client.as(lister, "GET", "/pins")) == u"ERROR_TOKEN_SCOPE");
}

TEST_CASE_METHOD(Pinning, "What has a codec whose links cannot be read is never known to be pinned")
{
    const QByteArray bytes = "links of some kind";
    const Block unknown{Cid::v1(Codec(0x78), sha256(bytes)), bytes}; // git
    const Block root
        = cborBlock(QByteArray::fromHex("81d82a5825") + QByteArray(1, '\0') + unknown.cid.bytes());
    REQUIRE(asOwner("POST", "/car", car({root.cid}, {root, unknown})).status == 200);
    const QByteArray id = add(order(root)).toLatin1();
    REQUIRE(until([&] { return !pins("GET", '/' + id).object()["info"_L1].toObject().isEmpty(); }));
    CHECK(pins("GET", '/' + id).object()["status"_L1] == u"queued"_s);
    CHECK(ask("GET", "/status/" + text(root)).object()["pins"_L1][0]["status"_L1] != u"Pinned"_s);
}
