// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/housekeeping.h"
#include "core/local/store/catalog.h"
#include "core/storage/statement.h"
#include "tests/local/cars.h"
#include "tests/local/client.h"
#include "tests/support/until.h"

#include <QDir>

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;
using local::DryRun;

namespace {

const Block one = rawBlock("one");
const Block two = rawBlock("two");
const Block three = rawBlock("three");
const Block root = pbBlock({one, two});
const Block other = pbBlock({two, three});
const QByteArray rootCar = completeCar(root, {one, two});
const QByteArray otherCar = completeCar(other, {two, three});

QByteArray text(const Block& block)
{
    return block.cid.toString().toLatin1();
}

struct Store : Client
{
    QString post(const QByteArray& car)
    {
        const Answer answer = asOwner("POST", "/car", car);
        REQUIRE(answer.status == 200);
        return answer.object()["carCid"_L1].toString();
    }
    void remove(const Block& block)
    {
        REQUIRE(asOwner("DELETE", "/user/uploads/" + text(block)).status == 200);
    }
    QString pinOf(const Block& block)
    {
        return ask("GET", "/status/" + text(block)).object()["pins"_L1][0]["status"_L1].toString();
    }
    /// Known, and nobody's any more; with no word that the official client has no type for.
    bool isFreed(const Block& block)
    {
        const Answer answer = ask("GET", "/status/" + text(block));
        return answer.status == 200 && answer.object()["pins"_L1] == QJsonArray();
    }
    QStringList files()
    {
        return QDir(folder() + u"/cars"_s).entryList(QDir::Files); // Without the mark.
    }
    QString carFile(const QString& car) { return folder() + u"/cars/"_s + car + u".car"_s; }
    struct Garbage
    {
        qint64 cars = 0;
        qint64 bytes = 0;
        bool operator==(const Garbage&) const = default;
    };
    Garbage collect(DryRun dryRun = DryRun::No)
    {
        const auto garbage = local::collectGarbage(folder(), dryRun);
        REQUIRE(garbage);
        return {garbage->cars, garbage->bytes};
    }
    local::IntegrityReport check()
    {
        const auto report = local::checkStore(folder(), [](const local::Finding&) {});
        REQUIRE(report);
        return *report;
    }
    void sql(const QString& statement)
    {
        const auto catalog = std::move(*local::openCatalog(folder()));
        REQUIRE(Statement(*catalog, statement).run());
    }
};

} // namespace

TEST_CASE_METHOD(Store, "Deleting frees nothing, collecting frees what nobody needs")
{
    post(rootCar);
    post(otherCar);
    CHECK(collect() == Garbage{});
    remove(root);
    CHECK(files().size() == 2);
    CHECK(ask("GET", "/car/" + text(root)).status == 200);

    CHECK(collect(DryRun::Yes) == Garbage{1, rootCar.size()});
    CHECK(files().size() == 2);
    CHECK(collect() == Garbage{1, rootCar.size()});
    CHECK(files().size() == 1);
    CHECK(ask("GET", "/car/" + text(root)).status == 404);
    CHECK(isFreed(root));
    // What both had is still there.
    CHECK(ask("GET", "/car/" + text(other)).body == otherCar);
    CHECK(check().isClean());
}

TEST_CASE_METHOD(Store, "Nothing is collected while the folder of CARs is away")
{
    post(rootCar);
    remove(root);
    stop();
    const QString cars = folder() + u"/cars"_s;
    REQUIRE(QDir().rename(cars, folder() + u"/elsewhere"_s));
    REQUIRE(QDir().mkdir(cars));
    const auto garbage = local::collectGarbage(folder(), DryRun::No);
    REQUIRE_FALSE(garbage);
    CHECK(garbage.error().code == u"ERROR_CARS_AWAY");
    REQUIRE(QDir().rmdir(cars));
    REQUIRE(QDir().rename(folder() + u"/elsewhere"_s, cars));
    CHECK(collect() == Garbage{1, rootCar.size()});
    CHECK(files().isEmpty());
}

TEST_CASE_METHOD(Store, "What is collected at once goes at once, and what is needed stays")
{
    std::vector<Block> roots;
    for (int i = 0; i < 250; ++i) {
        const Block leaf = rawBlock(QByteArray::number(i));
        roots.push_back(pbBlock({leaf, two}));
        post(completeCar(roots.back(), {leaf, two}));
    }
    for (std::size_t i = 0; i < roots.size(); i += 2)
        remove(roots[i]);
    CHECK(collect().cars == 125);
    CHECK(files().size() == 125);
    CHECK(check().isClean());
    CHECK(ask("GET", "/car/" + text(roots[0])).status == 404);
    CHECK(ask("GET", "/car/" + text(roots[1])).status == 200);
}

TEST_CASE_METHOD(Store,
                 "A collected upload that comes back in parts is whole only with all of them")
{
    post(rootCar);
    remove(root);
    collect();
    post(completeCar(root, {one}));
    CHECK(pinOf(root) == u"Pinning");
    post(completeCar(root, {two}));
    CHECK(pinOf(root) == u"Pinned");
    CHECK(asOwner("GET", "/user/uploads/" + text(root)).object()["parts"_L1].toArray().size() == 2);
    CHECK(check().isClean());
}

TEST_CASE_METHOD(Store, "A CAR with one block that a pin or another upload needs stays")
{
    REQUIRE(local::setUserTag(folder(), u"This computer"_s, u"HasPsaAccess"_s, u"true"_s));
    const Secret pinner = token();
    post(rootCar);
    const QByteArray id = as(pinner, "POST", "/pins", "{\"cid\":\"" + text(one) + "\"}")
                              .object()["requestid"_L1]
                              .toString()
                              .toLatin1();
    remove(root);
    CHECK(collect() == Garbage{});
    REQUIRE(as(pinner, "DELETE", "/pins/" + id).status == 202);
    CHECK(collect().cars == 1);
    CHECK(isFreed(one));
    REQUIRE(as(pinner, "POST", "/pins", "{\"cid\":\"" + text(one) + "\"}").status == 202);
    CHECK(pinOf(one) == u"PinQueued");

    // Somebody else's part makes this one whole: shared blocks stay for whoever needs them.
    const Secret ada = *service().addUser(u"Ada"_s);
    REQUIRE(as(ada, "POST", "/car", otherCar).status == 200);
    post(completeCar(other, {two}));
    REQUIRE(as(ada, "DELETE", "/user/uploads/" + text(other)).status == 200);
    CHECK(collect() == Garbage{});
    CHECK(ask("GET", "/car/" + text(other)).body == otherCar);
}

TEST_CASE_METHOD(Store, "Tags are set from outside and hold at once")
{
    const auto set = [&](const QString& tag, const QString& value) {
        return local::setUserTag(folder(), u"This computer"_s, tag, value);
    };
    REQUIRE(set(u"HasAccountRestriction"_s, u"true"_s));
    CHECK(asOwner("POST", "/car", rootCar).code() == u"ERROR_ACCOUNT_RESTRICTED");
    REQUIRE(set(u"HasAccountRestriction"_s, u"false"_s));
    REQUIRE(set(u"StorageLimitBytes"_s, u"1000"_s));
    post(rootCar); // The limit is reported, and not enforced unless asked for.
    CHECK(asOwner("GET", "/user/account").object()["storageLimitBytes"_L1] == u"1000"_s);
    const QJsonValue tags = asOwner("GET", "/user/info").object()["info"_L1]["tags"_L1];
    CHECK(tags["HasAccountRestriction"_L1] == false);
    CHECK(tags["StorageLimitBytes"_L1] == u"1000"_s);
    REQUIRE(set(u"StorageLimitBytes"_s, {}));
    CHECK_FALSE(asOwner("GET", "/user/account").object().contains("storageLimitBytes"_L1));

    CHECK(set(u"HasEverything"_s, u"true"_s).error().kind == Error::Kind::Invalid);
    CHECK(set(u"HasPsaAccess"_s, u"yes"_s).error().kind == Error::Kind::Invalid);
    CHECK(set(u"StorageLimitBytes"_s, u"-1"_s).error().kind == Error::Kind::Invalid);
    CHECK(local::setUserTag(folder(), u"Nobody"_s, u"HasPsaAccess"_s, u"true"_s).error().kind
          == Error::Kind::NotFound);
}

TEST_CASE_METHOD(Store, "A token blocked from outside is answered as such at once, others are not")
{
    const QString owner = u"This computer"_s;
    const Secret blocked = token(u"leaked"_s);
    const Secret good = token(u"good"_s);
    const auto tokens = local::userTokens(folder(), owner);
    REQUIRE(tokens);
    const auto leaked = std::ranges::find(*tokens, u"leaked"_s, &Token::name);
    REQUIRE(leaked != tokens->end());
    const qint64 id = leaked->id.text().toLongLong();

    REQUIRE(local::blockToken(folder(), owner, id));
    const Answer answer = as(blocked, "GET", "/user/uploads");
    CHECK(answer.status == 403);
    CHECK(answer.code() == u"ERROR_TOKEN_BLOCKED");
    CHECK(as(good, "GET", "/user/uploads").status == 200);
    CHECK(local::userTokens(folder(), owner)->size() == tokens->size() - 1);
    CHECK(local::blockToken(folder(), owner, id)); // Again changes nothing.
    CHECK(local::blockToken(folder(), owner, 99'999).error().kind == Error::Kind::NotFound);
    CHECK(local::blockToken(folder(), u"Nobody"_s, id).error().kind == Error::Kind::NotFound);
}

TEST_CASE_METHOD(Store,
                 "A token revoked before can still be blocked, one only revoked is not found")
{
    const Secret secret = token(u"leaked"_s);
    const qint64 id
        = local::userTokens(folder(), u"This computer"_s)->back().id.text().toLongLong();
    REQUIRE(asOwner("DELETE", "/user/tokens/" + QByteArray::number(id)).status == 200);
    CHECK(as(secret, "GET", "/user/uploads").code() == u"ERROR_TOKEN_NOT_FOUND");
    REQUIRE(local::blockToken(folder(), u"This computer"_s, id));
    CHECK(as(secret, "GET", "/user/uploads").code() == u"ERROR_TOKEN_BLOCKED");
}

TEST_CASE_METHOD(Store, "A user may ask for a tag, once until it is answered")
{
    const QByteArray body = R"({"tagName":"HasPsaAccess","requestedTagValue":"true",)"
                            R"("userProposalForm":"[]"})";
    const Answer asked = asOwner("POST", "/user/request", body);
    CHECK(asked.status == 200);
    CHECK(asked.body == "true");
    CHECK(asOwner("POST", "/user/request", body).status == 409);
    CHECK(asOwner("POST", "/user/request", R"({"tagName":"x"})").status == 400);
    const auto* wrongType = R"({"tagName":"StorageLimitBytes","requestedTagValue":5})";
    CHECK(asOwner("POST", "/user/request", wrongType).status == 400);
    const auto waits = [&] {
        return asOwner("GET", "/user/info")
            .object()["info"_L1]["tagProposals"_L1]["HasPsaAccess"_L1]
            .toBool();
    };
    CHECK(waits());
    REQUIRE(local::setUserTag(folder(), u"This computer"_s, u"HasPsaAccess"_s, u"true"_s));
    CHECK_FALSE(waits());
}

TEST_CASE("A storage limit that is enforced lets nothing in beyond it")
{
    Client client({.enforceStorageLimit = true});
    REQUIRE(local::setUserTag(client.folder(), u"This computer"_s, u"StorageLimitBytes"_s,
                              QString::number(other.bytes.size() + 8)));
    // In parts too: a DAG counts as what its root says from its first part on.
    REQUIRE(client.asOwner("POST", "/car", completeCar(root, {one})).status == 200);
    REQUIRE(client.asOwner("POST", "/car", completeCar(root, {two})).status == 200);
    const Answer refused = client.asOwner("POST", "/car", otherCar);
    CHECK(refused.status == 403);
    CHECK(refused.code() == u"ERROR_STORAGE_LIMIT");
    CHECK(QDir(client.folder() + u"/cars"_s).entryList(QDir::Files).size() == 2);
    CHECK(client.asOwner("GET", "/user/uploads").header("Count") == "1");
    REQUIRE(client.asOwner("DELETE", "/user/uploads/" + text(root)).status == 200);
    CHECK(client.asOwner("POST", "/car", otherCar).status == 200);
}

TEST_CASE("A root that claims to have little does not get past a limit that is enforced")
{
    Client client({.enforceStorageLimit = true});
    REQUIRE(local::setUserTag(client.folder(), u"This computer"_s, u"StorageLimitBytes"_s,
                              QString::number(10'000)));
    std::vector<Block> large;
    std::vector<Block> links;
    for (char i = 0; i < 3; ++i) {
        large.push_back(rawBlock(QByteArray(500'000, i)));
        links.push_back({large.back().cid, {}}); // So that the link says: empty.
    }
    const Block claimed = pbBlock(links);
    const Answer refused = client.asOwner("POST", "/car", completeCar(claimed, large));
    CHECK(refused.code() == u"ERROR_STORAGE_LIMIT");
    CHECK(client.asOwner("POST", "/car", rootCar).status == 200);
    // What it is said to be is what the root says all the same (contract §7.4).
    REQUIRE(local::setUserTag(client.folder(), u"This computer"_s, u"StorageLimitBytes"_s, {}));
    REQUIRE(client.asOwner("POST", "/car", completeCar(claimed, large)).status == 200);
    CHECK(client.asOwner("GET", "/user/uploads/" + text(claimed)).object()["dagSize"_L1].toInteger()
          < 10'000);
}

TEST_CASE("A token is asked to wait after 30 requests in ten seconds, a login is not")
{
    FakeClock clock;
    Client client({.clock = &clock});
    const Secret token = client.token();
    const Secret second = client.token(u"second"_s);
    for (int i = 0; i < 30; ++i)
        REQUIRE(client.as(token, "GET", "/user/uploads").status == 200);
    const Answer refused = client.as(token, "GET", "/user/uploads");
    CHECK(refused.status == 429);
    CHECK(refused.header("Retry-After") == "10");
    CHECK(client.as(second, "GET", "/user/uploads").status == 200);
    for (int i = 0; i < 40; ++i)
        REQUIRE(client.asOwner("GET", "/user/uploads").status == 200);
    clock.advance(std::chrono::seconds(10));
    CHECK(client.as(token, "GET", "/user/uploads").status == 200);
}

TEST_CASE("Numbers for a monitor name nobody")
{
    Client client;
    REQUIRE(client.asOwner("POST", "/car", rootCar).status == 200);
    const Answer answer = client.ask("GET", "/metrics");
    CHECK(answer.status == 200);
    CHECK(answer.header("Content-Type").startsWith("text/plain"));
    CHECK(answer.body.contains("\ncairn_uploads 1\n"));
    CHECK(
        answer.body.contains("\ncairn_stored_bytes " + QByteArray::number(rootCar.size()) + '\n'));
    CHECK(client.ask("GET", "/error").status == 500);
}

TEST_CASE("What was deleted is freed and forgotten after seven days, and not before")
{
    FakeClock clock;
    Client client({.clock = &clock});
    const auto post = [&] {
        REQUIRE(client.asOwner("POST", "/car", rootCar, {{"X-Name", "secret-name"}}).status == 200);
    };
    const auto files = [&] {
        return QDir(client.folder() + u"/cars"_s).entryList({u"*.car"_s}, QDir::Files).size();
    };
    const auto wait = [&](int days) {
        clock.advance(std::chrono::days(days));
        client.restart(); // Looks after the folder at each start.
    };
    const auto isNamed = [&] {
        for (const auto& name : {u"catalog.sqlite"_s, u"records/000001.jsonl"_s,
                                 u"records/000002.jsonl"_s, u"records/000003.jsonl"_s}) {
            QFile file(client.folder() + u'/' + name);
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains("secret-name"))
                return true;
        }
        return false;
    };
    post();
    const QString id
        = client.asOwner("GET", "/user/uploads/" + text(root)).object()["_id"_L1].toString();
    REQUIRE(client.asOwner("DELETE", "/user/uploads/" + text(root)).status == 200);
    wait(6);
    CHECK(files() == 1);
    // Sent again, it is the same upload.
    post();
    CHECK(client.asOwner("GET", "/user/uploads/" + text(root)).object()["_id"_L1].toString() == id);
    REQUIRE(client.asOwner("DELETE", "/user/uploads/" + text(root)).status == 200);
    wait(8);
    CHECK(until([&] { return files() == 0; }));
    CHECK(client.ask("GET", "/car/" + text(root)).status == 404);
    CHECK(until([&] { return QFile::exists(client.folder() + u"/records/000002.jsonl"_s); }));
    client.stop();
    CHECK_FALSE(isNamed());
}

TEST_CASE("A catalog shrinks when what was deleted is forgotten")
{
    FakeClock clock;
    Client client({.clock = &clock});
    const QByteArray name(200, 'n');
    constexpr int uploads = 300;
    const auto pages = [&] {
        const auto catalog = std::move(*local::openCatalog(client.folder()));
        return Statement(*catalog, u"PRAGMA page_count"_s).first(readInteger).value().value_or(0);
    };
    const qint64 empty = pages();
    for (int i = 0; i < uploads; ++i) {
        const Block leaf = rawBlock(QByteArray::number(i));
        REQUIRE(client.asOwner("POST", "/car", car({leaf.cid}, {leaf}), {{"X-Name", name}}).status
                == 200);
        REQUIRE(client.asOwner("DELETE", "/user/uploads/" + text(leaf)).status == 200);
    }
    const qint64 full = pages();
    REQUIRE(full > empty + 40);
    clock.advance(std::chrono::days(8));
    client.restart();
    const bool isSmall = until([&] { return pages() < (empty + full) / 2; });
    INFO(empty << " pages, then " << full << ", then " << pages());
    CHECK(isSmall);
    CHECK(client.asOwner("GET", "/user/uploads").status == 200);
}
