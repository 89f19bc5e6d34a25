// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/account/accounttokens.h"
#include "core/account/recordedvault.h"
#include "core/api/client/apiclient.h"
#include "core/vault/memoryvault.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/flakyvault.h"
#include "tests/support/rawserver.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/until.h"

#include <QDir>
#include <QFile>
#include <QNetworkAccessManager>
#include <QTemporaryDir>

using namespace cairn;
using namespace Qt::StringLiterals;

namespace {

constexpr auto onlyOld = R"([{"_id":"4","name":"old"}])";

struct World
{
    test::RawServer server;
    test::FakeClock clock;
    QNetworkAccessManager network;
    MemoryVault vault;
    ApiClient api{network, server.url(), ApiClient::Pace::Unlimited, clock};
    AccountTokens tokens{AccountId(u"7"_s), api, vault};

    World() { api.setCredentials(Secret("login"), {}); }

    void list(const QByteArray& tokensJson)
    {
        server.say("200 OK", tokensJson);
        tokens.refresh();
        REQUIRE(test::until([this] { return tokens.loadState() == LoadState::Loaded; }));
    }
};

/// A service whose answers come when they are told to.
struct SlowWorld
{
    test::ScriptedServer server;
    test::FakeClock clock;
    QNetworkAccessManager network;
    test::FlakyVault vault;
    ApiClient api{network, server.url(), ApiClient::Pace::Unlimited, clock};
    AccountTokens tokens{AccountId(u"7"_s), api, vault};

    SlowWorld() { api.setCredentials(Secret("login"), {}); }

    QStringList names() const
    {
        QStringList names;
        for (const Token& token : tokens.all())
            names << token.name;
        return names;
    }
    void load(const QByteArray& list)
    {
        server.say("GET /user/tokens", list);
        tokens.refresh();
        REQUIRE(isLoaded());
    }
    bool isLoaded()
    {
        return test::until([this] { return tokens.loadState() == LoadState::Loaded; });
    }
    /// Asks for the list and waits until the service has the question.
    void askWithoutAnswer()
    {
        const int before = server.asked("GET /user/tokens");
        server.hold("GET /user/tokens");
        tokens.refresh();
        REQUIRE(test::until([&] { return server.asked("GET /user/tokens") == before + 1; }));
    }
};

/// With a keychain whose keys are written down, and two tokens in it.
struct RecordedWorld : SlowWorld
{
    QTemporaryDir folder;
    AccountsFile file{folder.filePath(u"accounts.json"_s)};
    RecordedVault recorded{vault, file};
    AccountTokens kept{AccountId(u"7"_s), api, recorded};
    QString oldKey = kept.vaultKey(TokenId(u"4"_s));
    QString otherKey = kept.vaultKey(TokenId(u"5"_s));

    RecordedWorld()
    {
        for (const QString& key : {oldKey, otherKey, u"account/7/login"_s, u"account/8/token/4"_s})
            REQUIRE(test::await(recorded.store(key, Secret("x.y.z"))));
    }
    void list(const QByteArray& answer, LoadState state = LoadState::Loaded)
    {
        server.say("GET /user/tokens", answer);
        kept.refresh();
        REQUIRE(test::until([&] { return kept.loadState() == state; }));
        REQUIRE(test::await(kept.forgotten()));
    }
};

constexpr auto oldAndOther = R"([{"_id":"4","name":"old"},{"_id":"5","name":"other"}])";
constexpr auto onlyOther = R"([{"_id":"5","name":"other"}])";

constexpr auto created = R"({"_id":"9","secret":"a.b.c"})";

} // namespace

TEST_CASE_METHOD(World, "a new token's secret lies in the vault")
{
    server.say("201 Created", created);
    const auto made = test::await(tokens.create({.name = u" ci "_s}));
    REQUIRE(made);
    CHECK(made->name == u"ci"_s);
    CHECK(made->secret.value().reveal() == "a.b.c");
    CHECK(test::await(made->kept));
    CHECK(test::await(vault.load(tokens.vaultKey(TokenId(u"9"_s)))).value().reveal() == "a.b.c");
    CHECK(test::await(tokens.secret(TokenId(u"9"_s))).value().reveal() == "a.b.c");
}

TEST_CASE_METHOD(World, "with a missing keychain the secret is not lost, and that is said")
{
    vault.failWith(Error{Error::Kind::KeychainAbsent, {}});
    server.say("201 Created", created);
    const auto made = test::await(tokens.create({.name = u"ci"_s}));
    REQUIRE(made);
    CHECK(test::await(made->kept).error().kind == Error::Kind::KeychainAbsent);
    CHECK(test::await(tokens.secret(TokenId(u"9"_s))).value().reveal() == "a.b.c");
}

TEST_CASE_METHOD(World, "a name of 300 characters asks the service nothing")
{
    CHECK(test::await(tokens.create({.name = QString(300, 'x'_L1)})).error().kind
          == Error::Kind::Invalid);
    CHECK(test::await(tokens.create({.name = u"  "_s})).error().kind == Error::Kind::Invalid);
    CHECK(server.asked.isEmpty());
}

TEST_CASE_METHOD(World, "the original service's list tells a secret this machine never had")
{
    server.say("200 OK", R"([{"_id":"4","name":"old","secret":"x.y.z"}])");
    CHECK(test::await(tokens.secret(TokenId(u"4"_s))).value().reveal() == "x.y.z");
}

TEST_CASE_METHOD(World, "a locked keychain is the reason given when nobody tells the secret")
{
    vault.failWith(Error{Error::Kind::KeychainLocked, {}});
    server.say("200 OK", R"([{"_id":"4","name":"old"}])");
    CHECK(test::await(tokens.secret(TokenId(u"4"_s))).error().kind == Error::Kind::KeychainLocked);
}

TEST_CASE_METHOD(World, "a failed refresh keeps the tokens that were known")
{
    server.say("200 OK", R"([{"_id":"4","name":"old"}])");
    tokens.refresh();
    REQUIRE(test::until([&] { return tokens.loadState() == LoadState::Loaded; }));
    server.say("500 Oh", "{}");
    tokens.refresh();
    REQUIRE(test::until([&] { return tokens.loadState() == LoadState::Failed; }));
    CHECK(tokens.all().size() == 1);
    CHECK(tokens.error()->kind == Error::Kind::Server);
}

TEST_CASE_METHOD(World, "a revoked token's secret is forgotten")
{
    REQUIRE(test::await(vault.store(tokens.vaultKey(TokenId(u"4"_s)), Secret("x.y.z"))));
    list(onlyOld);
    server.say("200 OK", R"({"_id":4})");
    REQUIRE(test::await(tokens.revoke(TokenId(u"4"_s))));
    CHECK(vault.keys().isEmpty());
}

TEST_CASE_METHOD(World, "a token that could not be revoked keeps its secret")
{
    REQUIRE(test::await(vault.store(tokens.vaultKey(TokenId(u"4"_s)), Secret("x.y.z"))));
    list(onlyOld);
    server.say("503 Later", R"({"code":"ERROR_MAINTENANCE","message":"m"})");
    CHECK(test::await(tokens.revoke(TokenId(u"4"_s))).error().kind == Error::Kind::Maintenance);
    CHECK(vault.keys().size() == 1);
}

TEST_CASE_METHOD(SlowWorld, "a list asked for before a token was revoked does not bring it back")
{
    load(oldAndOther);
    askWithoutAnswer();
    server.say("DELETE /user/tokens/4", R"({"_id":4})");
    REQUIRE(test::await(tokens.revoke(TokenId(u"4"_s))));
    CHECK(names() == QStringList{u"other"_s});

    bool wasShown = false;
    QObject::connect(&tokens, &AccountTokens::changed, &tokens,
                     [&] { wasShown = wasShown || names().contains(u"old"_s); });
    server.answerNewest("GET /user/tokens", oldAndOther);
    server.say("GET /user/tokens", onlyOther);
    REQUIRE(isLoaded());
    CHECK_FALSE(wasShown);
    CHECK(names() == QStringList{u"other"_s});
}

TEST_CASE_METHOD(SlowWorld, "a list asked for before a token was created does not take it away")
{
    load("[]");
    askWithoutAnswer();
    server.say("POST /user/tokens", created, "201 Created");
    REQUIRE(test::await(tokens.create({.name = u"ci"_s})));
    REQUIRE(test::until([&] { return server.asked("GET /user/tokens") == 3; }));
    server.answerNewest("GET /user/tokens", R"([{"_id":"9","name":"ci"}])");
    REQUIRE(isLoaded());
    server.say("GET /user/tokens", "[]"); // The older of the two questions is answered now.
    for (int i = 0; i < 3; ++i)
        REQUIRE(test::await(api.usage()));
    CHECK(names() == QStringList{u"ci"_s});
}

TEST_CASE_METHOD(SlowWorld, "a new secret is there while the keychain still asks its user")
{
    using Behaviour = test::FlakyVault::Behaviour;
    vault.be(Behaviour::Asking);
    server.say("POST /user/tokens", created, "201 Created");
    const auto made = test::await(tokens.create({.name = u"ci"_s}));
    REQUIRE(made);
    CHECK(made->secret == Secret("a.b.c"));
    CHECK_FALSE(made->kept.isFinished());
    CHECK(test::await(tokens.secret(made->id)) == Secret("a.b.c"));

    const auto [answer, kind] = GENERATE(table<Behaviour, Error::Kind>({
        {Behaviour::Locked, Error::Kind::KeychainLocked},
        {Behaviour::Denied, Error::Kind::KeychainDenied},
        {Behaviour::Absent, Error::Kind::KeychainAbsent},
        {Behaviour::Lying, Error::Kind::KeychainFailed},
    }));
    vault.be(answer);
    CHECK(test::await(made->kept).error().kind == kind);
    CHECK(test::await(tokens.secret(made->id)) == Secret("a.b.c"));
}

TEST_CASE_METHOD(SlowWorld, "a keychain that locks after it took a new secret loses nothing")
{
    server.say("POST /user/tokens", created, "201 Created");
    const auto made = test::await(tokens.create({.name = u"ci"_s}));
    REQUIRE(made);
    REQUIRE(test::await(made->kept));
    vault.be(test::FlakyVault::Behaviour::Locked);
    CHECK(made->secret == Secret("a.b.c"));
    vault.be(test::FlakyVault::Behaviour::Open);
    CHECK(test::await(tokens.secret(made->id)) == Secret("a.b.c"));
}

TEST_CASE_METHOD(SlowWorld, "a token whose secret the service does not tell exists all the same")
{
    server.say("POST /user/tokens", R"({"_id":"9"})", "201 Created");
    SECTION("the list fails")
    {
        server.say("GET /user/tokens", "{}", "500 Oops");
    }
    SECTION("the list has no secrets")
    {
        server.say("GET /user/tokens", R"([{"_id":"9","name":"ci"}])");
    }
    const auto made = test::await(tokens.create({.name = u"ci"_s}));
    REQUIRE(made);
    CHECK(made->id == TokenId(u"9"_s));
    CHECK_FALSE(made->secret);
    CHECK_FALSE(test::await(made->kept));
    CHECK(vault.keys().isEmpty());
}

TEST_CASE_METHOD(SlowWorld,
                 "an id that the service does not list is not found, whatever it answers")
{
    server.say("GET /user/tokens", onlyOther);
    server.say("DELETE /user/tokens/999", {}); // As the original does (contract §6.11).
    const auto revoked = test::await(tokens.revoke(TokenId(u"999"_s)));
    REQUIRE_FALSE(revoked);
    CHECK(revoked.error().kind == Error::Kind::NotFound);
    CHECK(revoked.error().subject == u"999"_s);
    CHECK(server.asked("DELETE") == 0);

    server.say("DELETE /user/tokens/5", R"({"_id":5})");
    CHECK(test::await(tokens.revoke(TokenId(u"5"_s))));
}

TEST_CASE_METHOD(SlowWorld, "a list that cannot be seen is not taken for one without the token")
{
    server.say("GET /user/tokens", "{}", "500 Oops");
    CHECK(test::await(tokens.revoke(TokenId(u"5"_s))).error().kind == Error::Kind::Server);
    CHECK(server.asked("DELETE") == 0);
}

TEST_CASE_METHOD(RecordedWorld, "what somebody else revoked is forgotten, and nothing besides")
{
    kept.forgetRevoked();
    list(onlyOther);
    CHECK(vault.keys().size() == 3);
    CHECK_FALSE(vault.keys().contains(oldKey));
    CHECK(recorded.recorded(u"account/7/token/"_s) == QStringList{otherKey});
}

TEST_CASE_METHOD(RecordedWorld, "nothing is forgotten by a list that does not tell all tokens")
{
    SECTION("it failed")
    {
        kept.forgetRevoked();
        server.say("GET /user/tokens", "[]", "500 Oops");
        kept.refresh();
        REQUIRE(test::until([&] { return kept.loadState() == LoadState::Failed; }));
    }
    SECTION("an entry cannot be read")
    {
        kept.forgetRevoked();
        list(R"([{"name":"without an id"}])", LoadState::Failed);
    }
    SECTION("the program does not want it")
    {
        list(onlyOther);
    }
    SECTION("a token was made after the question")
    {
        kept.forgetRevoked();
        server.hold("GET /user/tokens");
        kept.refresh();
        REQUIRE(test::until([&] { return server.asked("GET /user/tokens") == 1; }));
        REQUIRE(test::await(recorded.store(kept.vaultKey(TokenId(u"9"_s)), Secret("n"))));
        server.answerNewest("GET /user/tokens", oldAndOther);
        REQUIRE(test::until([&] { return kept.loadState() == LoadState::Loaded; }));
        CHECK(vault.keys().contains(kept.vaultKey(TokenId(u"9"_s))));
    }
    REQUIRE(test::await(kept.forgotten()));
    CHECK(vault.keys().contains(oldKey));
    CHECK(vault.keys().contains(otherKey));
}

TEST_CASE_METHOD(RecordedWorld, "a keychain that refuses to forget is left alone until it changes")
{
    kept.forgetRevoked();
    vault.be(test::FlakyVault::Behaviour::Locked);
    list(onlyOther);
    vault.be(test::FlakyVault::Behaviour::Open);
    list(onlyOther);
    CHECK(vault.keys().contains(oldKey));
    CHECK(recorded.recorded(oldKey) == QStringList{oldKey});
    emit vault.changed();
    list(onlyOther);
    CHECK_FALSE(vault.keys().contains(oldKey));
}

TEST_CASE_METHOD(RecordedWorld, "whoever revokes can wait for the keychain")
{
    server.say("GET /user/tokens", oldAndOther);
    server.say("DELETE /user/tokens/4", R"({"_id":4})");
    vault.be(test::FlakyVault::Behaviour::Asking);
    REQUIRE(test::await(kept.revoke(TokenId(u"4"_s))));
    CHECK_FALSE(kept.forgotten().isFinished());
    vault.be(test::FlakyVault::Behaviour::Open);
    REQUIRE(test::await(kept.forgotten()));
    CHECK_FALSE(vault.keys().contains(oldKey));
    CHECK(recorded.recorded(oldKey).isEmpty());
}

TEST_CASE_METHOD(RecordedWorld, "a secret whose key cannot be written down is shown all the same")
{
    REQUIRE(QFile::remove(folder.filePath(u"accounts.json"_s)));
    REQUIRE(QDir(folder.path()).mkdir(u"accounts.json"_s));
    server.say("POST /user/tokens", created, "201 Created");
    server.say("GET /user/tokens", oldAndOther);
    const auto made = test::await(kept.create({.name = u"ci"_s}));
    REQUIRE(made);
    CHECK(made->secret == Secret("a.b.c"));
    CHECK(test::await(made->kept).error().kind == Error::Kind::Storage);
    CHECK(test::await(kept.secret(made->id)) == Secret("a.b.c"));
}
