// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/accounts/tokensigner.h"
#include "core/local/housekeeping.h"
#include "core/local/store/catalog.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"

#include <QDirIterator>
#include <QFile>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray smallCar = car({rawBlock("hello").cid}, {rawBlock("hello")});

void setTag(const Client& client, const QString& tag)
{
    REQUIRE(local::setUserTag(client.folder(), u"This computer"_s, tag, u"true"_s));
}

} // namespace

TEST_CASE("A token is made, used, listed without its secret, and revoked at once")
{
    Client client;
    const Secret token = client.token(u"CI"_s);
    CHECK(token.reveal().count('.') == 2);
    CHECK(client.as(token, "POST", "/car", smallCar).status == 200);

    const Answer list = client.asOwner("GET", "/user/tokens");
    REQUIRE(list.status == 200);
    REQUIRE(list.array().size() == 1);
    const QJsonObject listed = list.array()[0].toObject();
    CHECK(listed["name"_L1] == u"CI"_s);
    CHECK(listed["hasUploads"_L1] == true);
    CHECK(listed["uploads"_L1] == 1);
    CHECK_FALSE(listed.contains("secret"_L1));
    CHECK(token.reveal().endsWith(listed["hint"_L1].toString().toLatin1()));
    CHECK(listed.contains("lastUsed"_L1));
    CHECK_FALSE(list.body.contains(token.reveal()));

    const QByteArray id = listed["_id"_L1].toString().toLatin1();
    const Answer revoked = client.asOwner("DELETE", "/user/tokens/" + id);
    CHECK(revoked.status == 200);
    CHECK(revoked.object()["_id"_L1].toInteger() == id.toLongLong());
    const Answer refused = client.as(token, "GET", "/user/uploads");
    CHECK(refused.status == 401);
    CHECK(refused.code() == u"ERROR_TOKEN_NOT_FOUND");
    CHECK(client.asOwner("GET", "/user/tokens").array().isEmpty());
    CHECK(client.asOwner("DELETE", "/user/tokens/" + id).status == 404);
    CHECK(client.asOwner("DELETE", "/user/tokens/12345").status == 404);
    CHECK(client.asOwner("DELETE", "/user/tokens/x").status == 404);
}

TEST_CASE("Two tokens of one name in one instant differ")
{
    FakeClock clock;
    Client client({.clock = &clock});
    CHECK_FALSE(client.token(u"same"_s) == client.token(u"same"_s));
}

TEST_CASE("A token needs a name, and a body that is JSON")
{
    Client client;
    for (const QByteArray body :
         {"{}", "{\"name\":\"\"}", "{\"name\":1}", "not json", "[]",
          R"({"name":"a","scopes":["everything"]})", R"({"name":"a","expires":"tomorrow"})",
          R"({"name":"a","expires":"2001-01-01T00:00:00Z"})"}) {
        const Answer answer = client.asOwner("POST", "/user/tokens", body);
        CHECK(answer.status == 400);
        CHECK(answer.code() == u"HTTP_ERROR");
    }
}

TEST_CASE("Each way of not being allowed has its own code")
{
    Client client;
    const Secret token = client.token();
    const auto code = [&](const QByteArray& path, const QByteArray& header) {
        const Answer answer = client.ask("GET", path, {{"Authorization", header}});
        CHECK(answer.status == 401);
        return answer.code();
    };
    CHECK(client.ask("GET", "/user/uploads").code() == u"ERROR_NO_TOKEN");
    CHECK(code("/user/uploads", "Basic x") == u"EXPECTED_BEARER_STRING");
    CHECK(code("/user/uploads", "Bearer what") == u"ERROR_UNRECOGNISED_TOKEN");
    CHECK(code("/user/uploads", "Bearer login_what") == u"ERROR_UNRECOGNISED_TOKEN");
    QByteArray forged = token.reveal();
    forged[forged.size() - 5] = forged[forged.size() - 5] == 'A' ? 'B' : 'A';
    CHECK(code("/user/uploads", "Bearer " + forged) == u"ERROR_TOKEN_NOT_FOUND");
    CHECK(code("/user/tokens", "Bearer " + token.reveal()) == u"ERROR_MAGIC_TOKEN_REQUIRED");
    CHECK(code("/user/account", "Bearer what") == u"ERROR_MAGIC_TOKEN_REQUIRED");
    CHECK(client.as(token, "GET", "/user/uploads").status == 200);
    CHECK(client.asOwner("GET", "/user/uploads").status == 200);
}

TEST_CASE("A good signature is not enough: the token must be in the catalog")
{
    Client client;
    const auto signer = local::TokenSigner::fromFile(client.folder() + u"/signing.key"_s);
    REQUIRE(signer);
    const Secret forged = signer->first.sign(u"anybody"_s, u"forged"_s, 1ms);
    const Answer answer = client.as(forged, "GET", "/user/uploads");
    CHECK(answer.status == 401);
    CHECK(answer.code() == u"ERROR_TOKEN_NOT_FOUND");
}

TEST_CASE("No token and no login lies anywhere in the data folder")
{
    Client client;
    const Secret token = client.token();
    REQUIRE(client.as(token, "GET", "/user/uploads").status == 200);
    const auto login = client.service().addUser(u"Ada"_s);
    REQUIRE(login);
    const Secret session = client.service().sessionLogin();
    client.stop();
    QDirIterator files(client.folder(), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        REQUIRE(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        for (const Secret& secret : {token, *login, session})
            CHECK_FALSE(bytes.contains(secret.reveal()));
    }
}

TEST_CASE("Scopes bound what a token may do")
{
    Client client;
    const Secret lister = client.token(u"lister"_s, {{u"scopes"_s, QJsonArray{u"list"_s}}});
    CHECK(client.as(lister, "GET", "/user/uploads").status == 200);
    const Answer refused = client.as(lister, "POST", "/car", smallCar);
    CHECK(refused.status == 403);
    CHECK(refused.code() == u"ERROR_TOKEN_SCOPE");

    const Secret all = client.token(u"all"_s);
    REQUIRE(client.as(all, "POST", "/car", smallCar).status == 200);
    const QByteArray path = "/user/uploads/" + rawBlock("hello").cid.toString().toLatin1();
    CHECK(client.as(all, "DELETE", path).code() == u"ERROR_MAGIC_TOKEN_REQUIRED");
    const Secret deleter = client.token(u"deleter"_s, {{u"scopes"_s, QJsonArray{u"delete"_s}}});
    CHECK(client.as(deleter, "GET", "/user/uploads").status == 403);
    CHECK(client.as(deleter, "DELETE", path).status == 200);
}

TEST_CASE("An expired token is refused")
{
    FakeClock clock;
    Client client({.clock = &clock});
    const Secret token = client.token(u"short"_s, {{u"expires"_s, u"2021-07-15T00:00:00+00:00"_s}});
    CHECK(client.as(token, "GET", "/user/uploads").status == 200);
    clock.advance(48h);
    const Answer refused = client.as(token, "GET", "/user/uploads");
    CHECK(refused.status == 401);
    CHECK(refused.code() == u"ERROR_TOKEN_EXPIRED");
}

TEST_CASE("A session's login ends with its service, a user's login stays")
{
    Client client;
    const Secret session = client.service().sessionLogin();
    const auto ada = client.service().addUser(u"Ada"_s);
    REQUIRE(ada);
    CHECK_FALSE(client.service().addUser(u"Ada"_s));
    CHECK_FALSE(client.service().addUser(u" "_s));
    CHECK(client.as(*ada, "GET", "/user/account").status == 200);
    client.restart();
    CHECK(client.as(session, "GET", "/user/account").status == 401);
    CHECK(client.as(*ada, "GET", "/user/account").status == 200);
    CHECK(client.service().users()->size() == 2);
    CHECK(client.as(*ada, "GET", "/user/info").object()["info"_L1]["name"_L1] == u"Ada"_s);
}

TEST_CASE("One user sees nothing of another's")
{
    Client client;
    const auto ada = client.service().addUser(u"Ada"_s);
    REQUIRE(ada);
    REQUIRE(client.asOwner("POST", "/car", smallCar).status == 200);
    client.token();
    CHECK(client.as(*ada, "GET", "/user/uploads").array().isEmpty());
    CHECK(client.as(*ada, "GET", "/user/tokens").array().isEmpty());
    CHECK(client.as(*ada, "DELETE", "/user/tokens/1").status == 404);
    const QByteArray path = "/user/uploads/" + rawBlock("hello").cid.toString().toLatin1();
    CHECK(client.as(*ada, "GET", path).status == 404);
    CHECK(client.as(*ada, "DELETE", path).status == 404);
}

TEST_CASE("A restricted account keeps its reads and its tokens")
{
    Client client;
    setTag(client, u"HasAccountRestriction"_s);
    setTag(client, u"HasDeleteRestriction"_s);
    CHECK(client.asOwner("POST", "/car", smallCar).code() == u"ERROR_ACCOUNT_RESTRICTED");
    CHECK(client.asOwner("DELETE", "/user/uploads/x").code() == u"ERROR_DELETE_RESTRICTED");
    CHECK(client.asOwner("GET", "/user/uploads").status == 200);
    client.token();
    CHECK(client.asOwner("DELETE", "/user/tokens/1").code() == u"ERROR_DELETE_RESTRICTED");
}

TEST_CASE("A signing key that is missing is said to be, and tokens made with it stay good")
{
    Client client;
    const Secret token = client.token();
    CHECK(client.service().notices().empty());
    client.stop();
    REQUIRE(QFile::remove(client.folder() + u"/signing.key"_s));
    client.restart();
    CHECK(client.service().notices()
          == std::vector<local::StartNotice>{local::StartNotice::KeyMadeAnew});
    CHECK(client.as(token, "GET", "/user/uploads").status == 200);
    CHECK(client.as(client.token(), "GET", "/user/uploads").status == 200);
    client.restart();
    CHECK(client.service().notices().empty());
}
