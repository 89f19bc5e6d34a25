// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/local/cars.h"
#include "tests/local/client.h"

#include <QDir>
#include <QRegularExpression>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray boundary = "----cairn";
const Fields formType{{"Content-Type", "multipart/form-data; boundary=" + boundary}};

QByteArray part(const QByteArray& field, const QByteArray& fileName, const QByteArray& bytes)
{
    return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field + '"'
        + (fileName.isEmpty() ? QByteArray() : "; filename=\"" + fileName + '"')
        + "\r\nContent-Type: application/octet-stream\r\n\r\n" + bytes + "\r\n";
}

QByteArray form(const QByteArrayList& parts)
{
    return parts.join() + "--" + boundary + "--\r\n";
}

QByteArray post(Client& client, const QByteArray& body, const Fields& fields)
{
    const Answer answer = client.asOwner("POST", "/upload", body, fields);
    INFO(answer.body.toStdString());
    REQUIRE(answer.status == 200);
    return answer.object()["cid"_L1].toString().toLatin1();
}

QJsonObject uploadOf(Client& client, const QByteArray& cid)
{
    return client.asOwner("GET", "/user/uploads/" + cid).object();
}

int filesIn(const Client& client, const QString& folder)
{
    // Without the mark by which the folder of CARs is known.
    return int(QDir(client.folder() + '/'_L1 + folder)
                   .entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden)
                   .filter(QRegularExpression(u"^(?!\\.cairn$)"_s))
                   .size());
}

} // namespace

// The roots are those of contract §13: what the original made of the same bodies.
TEST_CASE("A raw body becomes a bare file")
{
    Client client;
    const QByteArray cid
        = post(client, "hello world!", {{"X-Name", "hello"}, {"Content-Type", "text/plain"}});
    CHECK(cid == "bafkreidvbhs33ighmljlvr7zbv2ywwzcmp5adtf4kqvlly67cy56bdtmve");
    const QJsonObject upload = uploadOf(client, cid);
    CHECK(upload["type"_L1] == u"Upload"_s);
    CHECK(upload["name"_L1] == u"hello"_s);
    CHECK(upload["dagSize"_L1] == 12);
    CHECK(upload["pins"_L1][0]["status"_L1] == u"Pinned"_s);
    CHECK(client.ask("GET", "/ipfs/" + cid).body == "hello world!");
    CHECK(filesIn(client, u"scratch"_s) == 0);
}

TEST_CASE("A form with several files is named by the last, and the others are kept")
{
    Client client;
    const QByteArray cid = post(
        client,
        form({part("file", "name1", "hello world! 1"), part("file", "name2", "hello world! 2")}),
        formType);
    CHECK(cid == "bafkreidekh6xmx5iqumo63i2fipsdtjmpzj4liok7wzptv4tvmnj2ptu6u");
    CHECK(uploadOf(client, cid)["dagSize"_L1].isNull());
    CHECK(client.ask("GET", "/ipfs/" + rawBlock("hello world! 1").cid.toString().toLatin1()).body
          == "hello world! 1");
}

TEST_CASE("A form whose files lie in one folder becomes that folder")
{
    Client client;
    const QByteArray cid = post(client,
                                form({part("file", "d/name1", "hello world! 1"),
                                      part("comment", {}, "a text field is not a file"),
                                      part("file", "d/name2", "hello world! 2")}),
                                formType);
    CHECK(cid == "bafybeifrkxqq5bbn4fkykfyggoltlb7vn3moyhr3pldzx3me6yiukcfsem");
    CHECK(uploadOf(client, cid)["dagSize"_L1] == 130);
    CHECK(client.ask("GET", "/ipfs/" + cid + "/name1").body == "hello world! 1");
}

TEST_CASE("An empty file in a form is a file")
{
    Client client;
    CHECK(post(client, form({part("file", "empty", {})}), formType)
          == "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
}

TEST_CASE("What is no upload is 400 without a code, and leaves nothing")
{
    Client client;
    const QByteArray good = form({part("file", "a", "b")});
    const Fields bare{{"Content-Type", "multipart/form-data"}};
    const std::vector<std::pair<QByteArray, Fields>> bad{
        {{}, {}},
        {good, bare},
        {good.chopped(10), formType},
        {"no form", formType},
        {form({part("comment", {}, "x")}), formType},
        {form({part("other", "a", "x")}), formType},
        {form({part("file", "../a", "x")}), formType},
        {"a car", {{"Content-Type", "application/vnd.ipld.car"}}},
        {"a car", {{"Content-Type", "application/car"}}},
    };
    for (const auto& [body, fields] : bad) {
        const Answer answer = client.asOwner("POST", "/upload", body, fields);
        INFO(body.toStdString());
        CHECK(answer.status == 400);
        CHECK(answer.code().isEmpty());
        CHECK_FALSE(answer.object()["message"_L1].toString().isEmpty());
    }
    CHECK(filesIn(client, u"cars"_s) == 0);
    CHECK(filesIn(client, u"scratch"_s) == 0);
    CHECK(client.asOwner("GET", "/user/uploads").array().isEmpty());
}
