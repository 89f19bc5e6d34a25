// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/world.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>

using namespace cairn;
using namespace cairn::test;

namespace {

struct DialogWorld : World
{
    QWidget* open()
    {
        press(Qt::Key_T, Qt::ControlModifier);
        return dialog();
    }
};

} // namespace

TEST_CASE_METHOD(DialogWorld, "the new token dialog starts on the name, in reading order")
{
    local();
    REQUIRE(open());
    CHECK(focused() == u"tokenNameEdit"_s);
    checkControls();
    press(Qt::Key_O, Qt::AltModifier);
    CHECK(isVisible(u"tokenExpiryBox"_s));
    checkControls();
    press(Qt::Key_Escape);
    CHECK(isBack());
}

TEST_CASE_METHOD(DialogWorld, "name and Return make a token, and Return again copies it")
{
    AccountSession& account = local();
    REQUIRE(open());
    type(u"Blog deployment"_s);
    press(Qt::Key_Return);
    REQUIRE(until([] { return isEnabled(u"copySecretButton"_s); }));
    CHECK(test::text(u"createdTitle"_s) == u"Token “Blog deployment” created"_s);
    CHECK(focused() == u"copySecretButton"_s);
    checkControls();
    press(Qt::Key_Return);
    CHECK(QApplication::clipboard()->text().count(u'.') == 2);
    CHECK(test::text(u"messageText"_s).contains(u"cleared in 30 s"_s));
    press(Qt::Key_Escape);
    CHECK(isBack());
    CHECK(until([&] { return account.tokens().all().size() == 1; }));
}

TEST_CASE_METHOD(DialogWorld, "a secret is masked until it is revealed, and masked again")
{
    local();
    REQUIRE(open());
    type(u"ci"_s);
    press(Qt::Key_Return);
    REQUIRE(until([] { return isEnabled(u"copySecretButton"_s); }));
    press(Qt::Key_C, Qt::AltModifier);
    const QString secret = QApplication::clipboard()->text();
    CHECK(placesWith(secret) == QStringList());
    press(Qt::Key_R, Qt::AltModifier);
    CHECK(test::text(u"secretEdit"_s) == secret);
    press(Qt::Key_H, Qt::AltModifier);
    CHECK(placesWith(secret) == QStringList());
}

TEST_CASE_METHOD(DialogWorld, "no name, and one of 300 characters, are said and the form stays")
{
    AccountSession& account = local();
    REQUIRE(open());
    press(Qt::Key_Return);
    CHECK(test::text(u"messageText"_s).contains(u"has no name yet"_s));
    CHECK(focused() == u"tokenNameEdit"_s);
    type(QString(300, u'x'));
    press(Qt::Key_Return);
    CHECK(test::text(u"messageText"_s).contains(u"300"_s));
    CHECK(test::text(u"messageText"_s).contains(u"255"_s));
    CHECK(test::text(u"tokenNameEdit"_s).size() == 300);
    CHECK(account.tokens().all().empty());
    checkControls();

    press(Qt::Key_Home);
    for (int letter = 0; letter < 45; ++letter)
        press(Qt::Key_Delete);
    press(Qt::Key_Return);
    CHECK(until([] { return isVisible(u"createdTitle"_s); }));
}

TEST_CASE_METHOD(DialogWorld, "what was wrong with the name is no longer read out once it is right")
{
    local();
    REQUIRE(open());
    press(Qt::Key_Return);
    auto* name = find<QLineEdit>(u"tokenNameEdit"_s);
    CHECK(name->accessibleDescription().contains(u"has no name"_s));
    type(u"ci"_s);
    CHECK(name->accessibleDescription().isEmpty());
}

TEST_CASE_METHOD(DialogWorld, "a token that may do nothing is refused where the boxes are")
{
    local();
    REQUIRE(open());
    type(u"ci"_s);
    press(Qt::Key_O, Qt::AltModifier);
    for (const Qt::Key key : {Qt::Key_U, Qt::Key_L, Qt::Key_D, Qt::Key_P})
        press(key, Qt::AltModifier);
    press(Qt::Key_O, Qt::AltModifier); // Closed again, so that the boxes are out of sight.
    press(Qt::Key_T, Qt::AltModifier);
    CHECK(test::text(u"messageText"_s).contains(u"Tick at least one permission"_s));
    CHECK(focused() == u"tokenScopeUpload"_s);
}

TEST_CASE_METHOD(DialogWorld, "expiry and permissions set by key reach the service")
{
    AccountSession& account = local();
    REQUIRE(open());
    type(u"drop box"_s);
    press(Qt::Key_O, Qt::AltModifier);
    press(Qt::Key_E, Qt::AltModifier);
    press(Qt::Key_Down);
    for (const Qt::Key key : {Qt::Key_L, Qt::Key_D, Qt::Key_P})
        press(key, Qt::AltModifier);
    press(Qt::Key_T, Qt::AltModifier);
    REQUIRE(until([&] { return account.tokens().all().size() == 1; }));
    const Token& made = account.tokens().all().front();
    CHECK(made.scopes == Scopes(Scope::Upload));
    CHECK(made.expires == clock.now() + std::chrono::days(7));
}

TEST_CASE_METHOD(DialogWorld, "a service that is down is said in the dialog, and the name stays")
{
    local();
    service.reset();
    REQUIRE(open());
    type(u"ci"_s);
    press(Qt::Key_Return);
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(test::text(u"messageText"_s).contains(u"cannot be reached"_s));
    CHECK(test::text(u"tokenNameEdit"_s) == u"ci"_s);
    CHECK(focused() == u"tokenNameEdit"_s);
    CHECK(isEnabled(u"createTokenButton"_s));
}

TEST_CASE_METHOD(DialogWorld,
                 "while the service takes its time a second Return makes no second token")
{
    scripted();
    server.hold("POST /user/tokens");
    REQUIRE(open());
    type(u"ci"_s);
    press(Qt::Key_Return);
    REQUIRE(until([this] { return server.asked("POST /user/tokens") == 1; }));
    press(Qt::Key_Return);
    CHECK(test::text(u"createTokenButton"_s) == u"Creating…"_s);
    server.say("POST /user/tokens", R"({"_id":"9","secret":"a.b.c"})", "201 Created");
    REQUIRE(until([] { return isEnabled(u"copySecretButton"_s); }));
    CHECK(server.asked("POST /user/tokens") == 1);
}

TEST_CASE_METHOD(DialogWorld,
                 "with a locked keychain the token is made, kept for now, and that is said")
{
    AccountSession& account = local();
    vault.be(FlakyVault::Behaviour::Locked);
    REQUIRE(open());
    type(u"ci"_s);
    press(Qt::Key_Return);
    REQUIRE(until([] { return isEnabled(u"copySecretButton"_s); }));
    REQUIRE(until([] { return isVisible(u"messageText"_s); })); // The keychain has answered.
    CHECK(test::text(u"messageText"_s).contains(u"only until Cairn quits: copy it now"_s));
    CHECK(test::text(u"messageText"_s).contains(u"keychain is locked"_s));
    press(Qt::Key_Escape);
    REQUIRE(isBack());
    // Closed without copying: the secret is not lost.
    REQUIRE(until([&] { return account.tokens().all().size() == 1; }));
    const auto secret = await(account.tokens().secret(account.tokens().all().front().id));
    CHECK(secret);
}

TEST_CASE_METHOD(DialogWorld,
                 "a service without scopes makes no token, unless that is wanted all the same")
{
    scripted();
    server.say("POST /user/tokens", R"({"_id":"9","secret":"a.b.c"})", "201 Created");
    server.say("DELETE /user/tokens/9", R"({"_id":9})");
    server.say("GET /user/tokens", R"([{"_id":"9","name":"ci"}])");
    REQUIRE(open());
    type(u"ci"_s);
    press(Qt::Key_O, Qt::AltModifier);
    press(Qt::Key_D, Qt::AltModifier);
    press(Qt::Key_T, Qt::AltModifier);
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(test::text(u"messageText"_s).contains(u"the token could do everything"_s));
    CHECK(test::text(u"messageText"_s).contains(u"revoked again"_s));
    CHECK(isVisible(u"tokenNameEdit"_s));
    CHECK(server.asked("DELETE /user/tokens/9") == 1);
    checkControls();

    press(Qt::Key_W, Qt::AltModifier);
    REQUIRE(until([] { return isEnabled(u"copySecretButton"_s); }));
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(test::text(u"messageText"_s).contains(u"the token may do everything"_s));
    CHECK(server.asked("DELETE /user/tokens/9") == 1);
}

TEST_CASE_METHOD(DialogWorld, "a service that says it knows no scopes is asked for no token")
{
    scripted();
    server.say("GET /openapi.json",
               R"({"paths":{"/user/tokens":{"post":{"requestBody":{"content":{)"
               R"("application/json":{"schema":{"properties":{"name":{}}}}}}}}}})");
    REQUIRE(open());
    type(u"ci"_s);
    press(Qt::Key_O, Qt::AltModifier);
    press(Qt::Key_D, Qt::AltModifier);
    press(Qt::Key_T, Qt::AltModifier);
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(test::text(u"messageText"_s).contains(u"None was created"_s));
    CHECK(server.asked("POST /user/tokens") == 0);
}

TEST_CASE_METHOD(DialogWorld, "a dialog closed while it waits still leads to a token in the list")
{
    AccountSession& account = scripted();
    server.hold("POST /user/tokens");
    REQUIRE(open());
    type(u"ci"_s);
    press(Qt::Key_Return);
    REQUIRE(until([this] { return server.asked("POST /user/tokens") == 1; }));
    press(Qt::Key_Escape);
    REQUIRE(isBack());
    server.say("GET /user/tokens", R"([{"_id":"9","name":"ci"}])");
    server.say("POST /user/tokens", R"({"_id":"9","secret":"a.b.c"})", "201 Created");
    REQUIRE(until([&] { return account.tokens().all().size() == 1; }));
    CHECK(await(account.tokens().secret(TokenId(u"9"_s))) == Secret("a.b.c"));
}

TEST_CASE_METHOD(DialogWorld, "a new secret is shown before the keychain has asked its user")
{
    local();
    vault.be(FlakyVault::Behaviour::Asking);
    REQUIRE(open());
    type(u"ci"_s);
    press(Qt::Key_Return);
    REQUIRE(until([] { return isEnabled(u"copySecretButton"_s); }));
    CHECK_FALSE(isVisible(u"messageText"_s));
    vault.be(FlakyVault::Behaviour::Lying);
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(test::text(u"messageText"_s).contains(u"only until Cairn quits: copy it now"_s));
    press(Qt::Key_C, Qt::AltModifier);
    CHECK(QApplication::clipboard()->text().count(u'.') == 2);
}
