// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/wire/routes.h"
#include "core/content/car/carreader.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"
#include "tests/support/until.h"

#include <QBuffer>
#include <QDir>
#include <QRegularExpression>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

const Block one = rawBlock("one");
const Block two = rawBlock("two");
const Block root = pbBlock({one, two});

QByteArray text(const Block& block)
{
    return block.cid.toString().toLatin1();
}

QString pinOf(const Answer& answer)
{
    return answer.object()["pins"_L1][0]["status"_L1].toString();
}

/// A refused upload's file goes with its connection's request, a moment after the answer.
int storedFiles(const Client& client)
{
    return int(QDir(client.folder() + u"/cars"_s)
                   .entryList({u"*.car"_s, u"*.part"_s}, QDir::Files | QDir::Hidden)
                   .size());
}

} // namespace

TEST_CASE("A CAR that was acknowledged is listed, has a status and comes back whole")
{
    Client client;
    const QByteArray body = completeCar(root, {one, two});
    const Answer receipt
        = client.asOwner("POST", "/car", body, {{"X-Name", "LICENSE%E2%80%93MIT%20+"}});
    REQUIRE(receipt.status == 200);
    CHECK(receipt.object()["cid"_L1] == root.cid.toString());
    CHECK(receipt.object()["carCid"_L1] == Cid::v1(Codec::Car, sha256(body)).toString());

    const Answer upload = client.asOwner("GET", "/user/uploads/" + text(root));
    REQUIRE(upload.status == 200);
    const QJsonObject json = upload.object();
    CHECK(json["name"_L1] == u"LICENSE–MIT +"_s);
    CHECK(json["type"_L1] == u"Car"_s);
    CHECK(json["cid"_L1] == root.cid.toString());
    CHECK(json["dagSize"_L1] == root.bytes.size() + 6);
    CHECK(json["parts"_L1] == QJsonArray{receipt.object()["carCid"_L1]});
    CHECK(json["deals"_L1].toArray().isEmpty());
    CHECK(json["_id"_L1].isString());
    CHECK(pinOf(upload) == u"Pinned");
    CHECK(json["pins"_L1][0]["peerName"_L1] == u"This computer"_s);
    CHECK(json["pins"_L1][0]["region"_L1].isNull());

    const Answer status = client.ask("GET", "/status/" + text(root));
    CHECK(status.status == 200);
    CHECK(pinOf(status) == u"Pinned");
    CHECK(status.object()["dagSize"_L1] == json["dagSize"_L1]);

    const Answer car = client.ask("GET", "/car/" + text(root));
    CHECK(car.status == 200);
    CHECK(car.body == body);
    CHECK(car.header("Content-Type") == "application/vnd.ipld.car");
    CHECK(car.header("Cache-Control") == "public, max-age=31536000");
    CHECK(car.header("Content-Disposition") == "attachment; filename=\"" + text(root) + ".car\"");
    const Answer head = client.ask("HEAD", "/car/" + text(root));
    CHECK(head.status == 200);
    CHECK(head.header("Content-Length") == QByteArray::number(body.size()));
    CHECK(head.body.isEmpty());

    const Answer usage = client.asOwner("GET", "/user/account");
    CHECK(usage.object()["usedStorage"_L1]["uploaded"_L1] == json["dagSize"_L1]);
}

TEST_CASE("The parts of one DAG unite in one upload, pinned when nothing is missing")
{
    Client client;
    const Answer first = client.asOwner("POST", "/car", completeCar(root, {one}));
    REQUIRE(first.status == 200);
    const QByteArray path = "/user/uploads/" + text(root);
    const QJsonObject before = client.asOwner("GET", path).object();
    CHECK(before["pins"_L1][0]["status"_L1] == u"Pinning"_s);
    CHECK(client.ask("GET", "/car/" + text(root)).status == 404);

    const Answer second = client.asOwner("POST", "/car", completeCar(root, {two}));
    REQUIRE(second.status == 200);
    const QJsonObject after = client.asOwner("GET", path).object();
    CHECK(after["pins"_L1][0]["status"_L1] == u"Pinned"_s);
    CHECK(after["_id"_L1] == before["_id"_L1]);
    CHECK(after["created"_L1] == before["created"_L1]);
    CHECK(after["parts"_L1]
          == QJsonArray{first.object()["carCid"_L1], second.object()["carCid"_L1]});
    CHECK(client.asOwner("GET", "/user/uploads").array().size() == 1);
    CHECK(client.ask("GET", "/car/" + text(root)).body == completeCar(root, {one, two}));

    // Never back: the first part again changes nothing about it.
    REQUIRE(client.asOwner("POST", "/car", completeCar(root, {one})).status == 200);
    const QJsonObject again = client.asOwner("GET", path).object();
    CHECK(again["pins"_L1][0]["status"_L1] == u"Pinned"_s);
    CHECK(again["parts"_L1] == after["parts"_L1]);
}

TEST_CASE("Parts may come in any order and hold the inner nodes anywhere")
{
    Client client;
    const Block inner = pbBlock({one});
    const Block top = pbBlock({inner, two});
    // The part with the leaf first: what it does not link to cannot be counted as missing.
    REQUIRE(client.asOwner("POST", "/car", completeCar(top, {two})).status == 200);
    REQUIRE(client.asOwner("POST", "/car", completeCar(top, {one})).status == 200);
    CHECK(pinOf(client.asOwner("GET", "/user/uploads/" + text(top))) == u"Pinning");
    REQUIRE(client.asOwner("POST", "/car", completeCar(top, {inner})).status == 200);
    CHECK(pinOf(client.asOwner("GET", "/user/uploads/" + text(top))) == u"Pinned");
}

TEST_CASE("An upload without a name gets one, and a repeat overwrites it")
{
    Client client;
    const QByteArray body = completeCar(root, {one, two});
    const auto name = [&] {
        return client.asOwner("GET", "/user/uploads/" + text(root)).object()["name"_L1].toString();
    };
    REQUIRE(client.asOwner("POST", "/car", body, {{"X-Name", "first"}}).status == 200);
    CHECK(name() == u"first");
    REQUIRE(client.asOwner("POST", "/car", body).status == 200);
    static const QRegularExpression generated(
        u"^Upload at \\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"_s);
    CHECK(generated.match(name()).hasMatch());
}

TEST_CASE("A malformed name is refused before anything is stored")
{
    Client client;
    for (const QByteArray name : {"100%", "%zz", "%ff"}) {
        const Answer answer
            = client.asOwner("POST", "/car", completeCar(root, {one}), {{"X-Name", name}});
        CHECK(answer.status == 400);
        CHECK(answer.code() == u"HTTP_ERROR");
    }
    CHECK(until([&] { return storedFiles(client) == 0; }));
}

TEST_CASE("A bad CAR is refused and leaves nothing")
{
    Client client;
    const QByteArray good = completeCar(root, {one, two});
    const Block tooBig = rawBlock(QByteArray(2'097'153, 'x'));
    for (const QByteArray& bad :
         {good.chopped(1), good.chopped(1) + 'X', QByteArray("garbage"), QByteArray(),
          car({}, {one}), car({tooBig.cid}, {tooBig}), completeCar(root, {})}) {
        const Answer answer = client.asOwner("POST", "/car", bad);
        CHECK(answer.status == 400);
        CHECK(answer.code() == u"ERROR_INVALID_CAR");
        CHECK(
            answer.object()["message"_L1].toString().startsWith(u"Invalid CAR file received: "_s));
    }
    CHECK(until([&] { return storedFiles(client) == 0; }));
    CHECK(client.asOwner("GET", "/user/uploads").array().isEmpty());
    const Block largest = rawBlock(QByteArray(2'097'152, 'x'));
    CHECK(client.asOwner("POST", "/car", car({largest.cid}, {largest})).status == 200);
}

TEST_CASE("A body over 100 MiB is refused however it is sent")
{
    Client client;
    const QByteArray head = "POST /car HTTP/1.1\r\nHost: 127.0.0.1:"
        + QByteArray::number(client.service().url().port()) + "\r\nAuthorization: Bearer "
        + client.service().sessionLogin().reveal() + "\r\nConnection: close\r\n";
    const QByteArray announced
        = client.raw(head + "Content-Length: " + QByteArray::number(routes::largestBody + 1)
                     + "\r\nExpect: 100-continue\r\n\r\n");
    CHECK(announced.startsWith("HTTP/1.1 413"));
    CHECK(announced.contains("HTTP_ERROR"));
    CHECK(until([&] { return storedFiles(client) == 0; }));
}

TEST_CASE("A connection that breaks leaves nothing")
{
    Client client;
    const QByteArray body = completeCar(root, {one, two});
    client.hangUpAfter(
        "POST /car HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(client.service().url().port())
        + "\r\nAuthorization: Bearer " + client.service().sessionLogin().reveal()
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body.first(20));
    client.stop();
    CHECK(until([&] { return storedFiles(client) == 0; }));
}

TEST_CASE("Deleting hides, deleting twice is 404, uploading again brings the same row back")
{
    Client client;
    const QByteArray body = completeCar(root, {one, two});
    const QByteArray path = "/user/uploads/" + text(root);
    REQUIRE(client.asOwner("POST", "/car", body).status == 200);
    const QJsonObject before = client.asOwner("GET", path).object();
    const Answer deleted = client.asOwner("DELETE", path);
    CHECK(deleted.status == 200);
    CHECK(deleted.object()["_id"_L1].isDouble());
    CHECK(client.asOwner("GET", path).status == 404);
    CHECK(client.asOwner("DELETE", path).status == 404);
    const Answer list = client.asOwner("GET", "/user/uploads");
    CHECK(list.array().isEmpty());
    CHECK(list.header("Count") == "0");
    CHECK(client.ask("GET", "/status/" + text(root)).status == 200);
    CHECK(client.asOwner("GET", "/user/account").object()["usedStorage"_L1]["total"_L1] == 0);

    REQUIRE(client.asOwner("POST", "/car", body).status == 200);
    const QJsonObject after = client.asOwner("GET", path).object();
    CHECK(after["_id"_L1] == before["_id"_L1]);
    CHECK(after["created"_L1] == before["created"_L1]);
    CHECK(client.asOwner("GET", "/user/uploads").header("Count") == "1");
}

TEST_CASE("Renaming changes the name and nothing else")
{
    Client client;
    REQUIRE(client.asOwner("POST", "/car", completeCar(root, {one, two})).status == 200);
    const QByteArray path = "/user/uploads/" + text(root);
    const QJsonObject before = client.asOwner("GET", path).object();
    const Answer renamed = client.asOwner("POST", path + "/rename", "{\"name\":\" née \"}");
    CHECK(renamed.status == 200);
    CHECK(renamed.object() == QJsonObject{{u"name"_s, u" née "_s}});
    const QJsonObject after = client.asOwner("GET", path).object();
    CHECK(after["name"_L1] == u" née "_s);
    CHECK(after["updated"_L1] == before["updated"_L1]);
    CHECK(
        client.asOwner("POST", "/user/uploads/" + text(one) + "/rename", "{\"name\":\"x\"}").status
        == 404);
    CHECK(client.asOwner("POST", path + "/rename", "{}").status == 400);
    CHECK(client.asOwner("POST", path + "/rename", "no").status == 400);
}

TEST_CASE("A root of version 0 is echoed as such and stored once")
{
    Client client;
    Digest digest{};
    std::ranges::copy(root.cid.hash().digest, digest.begin());
    const Block v0{Cid::v0(digest), root.bytes};
    const Answer receipt = client.asOwner("POST", "/car", completeCar(v0, {one, two}));
    CHECK(receipt.object()["cid"_L1] == v0.cid.toString());
    REQUIRE(client.asOwner("POST", "/car", completeCar(root, {one, two})).status == 200);
    CHECK(client.asOwner("GET", "/user/uploads").array().size() == 2);
    CHECK(client.asOwner("GET", "/user/account").object()["usedStorage"_L1]["uploaded"_L1]
          == root.bytes.size() + 6);
    CHECK(client.asOwner("GET", "/user/uploads/" + text(v0)).status == 200);
    const Answer status = client.ask("GET", "/status/" + text(v0));
    CHECK(status.object()["cid"_L1] == v0.cid.toString());
    CHECK(client.asOwner("DELETE", "/user/uploads/" + text(v0)).status == 200);
    CHECK(client.asOwner("GET", "/user/uploads/" + text(root)).status == 200);
}

TEST_CASE("Only the forms of CID that the original reads are read")
{
    Client client;
    for (const QByteArray bad : {"x", "QmNope",
                                 "k51qzi5uqu5dlvj2baxnqndepeb86cbk3ng7n3i46uzyxzyqj2"
                                 "xjonzllnv0v8",
                                 "bafy"}) {
        CHECK(client.ask("GET", "/status/" + bad).code() == u"ERROR_INVALID_CID");
        CHECK(client.ask("GET", "/car/" + bad).code() == u"ERROR_INVALID_CID");
        CHECK(client.ask("HEAD", "/car/" + bad).status == 400);
    }
    CHECK(client.ask("GET", "/status/" + text(one)).status == 404);
    CHECK(client.ask("GET", "/car/" + text(one)).status == 404);
    CHECK(client.ask("HEAD", "/car/" + text(one)).status == 404);
    CHECK(client.asOwner("GET", "/user/uploads/x").status == 404);
    CHECK(client.asOwner("PUT", "/car/" + text(one), "x").status == 501);
    CHECK(client.ask("PUT", "/car/" + text(one), {}, "x").status == 401);
}

TEST_CASE("Everything is still there after a restart")
{
    Client client;
    const Secret token = client.token(u"kept"_s);
    REQUIRE(client.as(token, "POST", "/car", completeCar(root, {one, two})).status == 200);
    const Answer before = client.as(token, "GET", "/user/uploads");
    client.restart();
    CHECK(client.as(token, "GET", "/user/uploads").body == before.body);
    CHECK(client.ask("GET", "/car/" + text(root)).body == completeCar(root, {one, two}));
}

TEST_CASE("A stored block that decayed is not sent as if it were good")
{
    Client client;
    const QByteArray body = completeCar(root, {one, two});
    const Answer receipt = client.asOwner("POST", "/car", body);
    QFile file(client.folder() + u"/cars/"_s + receipt.object()["carCid"_L1].toString()
               + u".car"_s);
    REQUIRE(file.open(QIODevice::ReadWrite));
    file.seek(file.size() - 1);
    file.write("X");
    file.close();
    CHECK_FALSE(client.ask("GET", "/car/" + text(root)).body.endsWith("twX"));
    // The same CAR once more heals it.
    REQUIRE(client.asOwner("POST", "/car", body).status == 200);
    CHECK(client.ask("GET", "/car/" + text(root)).body == body);
}
