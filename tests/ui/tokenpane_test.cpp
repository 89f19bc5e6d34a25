// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/world.h"
#include "ui/text/formatting.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QItemSelectionModel>

using namespace cairn;
using namespace cairn::test;

namespace {

struct TokenWorld : World
{
    void open() { press(Qt::Key_3, Qt::ControlModifier); }
    QString selectedName() const
    {
        const auto rows
            = find<QAbstractItemView>(u"tokenTable"_s)->selectionModel()->selectedRows();
        return rows.isEmpty() ? QString() : rows.front().data().toString();
    }
    /// Three tokens of a real service, the list in focus.
    AccountSession& withThree()
    {
        AccountSession& account = local();
        for (const auto& name : {u"Blog"_s, u"Laptop"_s, u"Nightly"_s}) {
            clock.advance(std::chrono::hours(24));
            token(account, name);
        }
        open();
        REQUIRE(tabTo(u"tokenTable"_s));
        return account;
    }
};

const QByteArray twoTokens = R"([
    {"_id":"1","name":"Blog","created":"2021-07-01T00:00:00Z","hint":"abcd"},
    {"_id":"2","name":"Laptop","created":"2021-07-02T00:00:00Z","hint":"efgh"}])";

} // namespace

TEST_CASE_METHOD(TokenWorld, "without tokens the pane invites to create the first one")
{
    local();
    open();
    CHECK(test::text(u"emptyTitle"_s) == u"No tokens yet"_s);
    checkControls();
    REQUIRE(tabTo(u"emptyAction"_s));
    press(Qt::Key_Space);
    REQUIRE(dialog());
    CHECK(dialog()->objectName() == u"newTokenDialog"_s);
}

TEST_CASE_METHOD(TokenWorld, "while the tokens load the pane says so and offers nothing to revoke")
{
    server.hold("GET /user/tokens");
    AccountSession& account = scripted();
    open();
    REQUIRE(until([&] { return account.tokens().loadState() == LoadState::Loading; }));
    CHECK(test::text(u"emptyTitle"_s) == u"Loading tokens…"_s);
    CHECK_FALSE(isVisible(u"revokeButton"_s));
    CHECK_FALSE(isVisible(u"emptyAction"_s));
    checkControls();
}

TEST_CASE_METHOD(TokenWorld, "tokens that could not be loaded say why, and Retry loads them")
{
    server.say("GET /user/tokens", "{}", "500 Oops");
    settled();
    open();
    CHECK(test::text(u"emptyTitle"_s) == u"The tokens could not be loaded"_s);
    CHECK(test::text(u"emptySentence"_s).startsWith(u"The service failed"_s));
    checkControls();
    server.say("GET /user/tokens", twoTokens);
    REQUIRE(tabTo(u"emptyAction"_s));
    press(Qt::Key_Space);
    CHECK(until([] { return rows(u"tokenTable"_s) == 2; }));
    CHECK_FALSE(isVisible(u"newTokenDialog"_s));
}

TEST_CASE_METHOD(TokenWorld, "a failed reload keeps the list and says from when it is")
{
    server.say("GET /user/tokens", twoTokens);
    AccountSession& account = settled();
    open();
    REQUIRE(rows(u"tokenTable"_s) == 2);
    const QString then = formatTime(toLocalTime(clock.now()));
    clock.advance(std::chrono::hours(3));
    account.account().refresh(); // Says nothing of the tokens.
    server.close();
    press(Qt::Key_F5);
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(rows(u"tokenTable"_s) == 2);
    CHECK(test::text(u"messageText"_s).contains(u"cannot be reached"_s));
    CHECK(test::text(u"messageText"_s).endsWith(u"as it was at %1."_s.arg(then)));
    checkControls();
    CHECK(isVisible(u"messageAction"_s));
}

TEST_CASE_METHOD(TokenWorld,
                 "Retry after a failed reload ends the message and keeps the focus near")
{
    server.say("GET /user/tokens", twoTokens);
    settled();
    open();
    server.say("GET /user/tokens", "{}", "500 Oops");
    press(Qt::Key_F5);
    REQUIRE(until([] { return isVisible(u"messageAction"_s); }));
    server.say("GET /user/tokens", twoTokens);
    REQUIRE(tabTo(u"messageAction"_s));
    press(Qt::Key_Space);
    REQUIRE(until([] { return !isVisible(u"messageText"_s); }));
    CHECK(focused() == u"tokenTable"_s);
}

TEST_CASE_METHOD(TokenWorld, "a wrong token is said in the pane with its cause")
{
    server.refuse("GET /user/info", "401 No", "ERROR_TOKEN_NOT_FOUND");
    AccountSession& account = scripted();
    open();
    REQUIRE(until([&] { return account.account().state() == Account::State::Refused; }));
    CHECK(test::text(u"emptyTitle"_s) == u"Not accepted"_s);
    CHECK(test::text(u"emptySentence"_s).contains(u"no longer knows this token"_s));
    CHECK_FALSE(isEnabled(u"newTokenButton"_s));
    checkControls();
}

TEST_CASE_METHOD(TokenWorld, "a service that is down is said in the pane, and Retry asks it again")
{
    server.close();
    AccountSession& account = scripted();
    open();
    REQUIRE(until([&] { return account.account().state() == Account::State::Unreachable; }));
    CHECK(test::text(u"emptyTitle"_s) == u"Not reachable"_s);
    CHECK(test::text(u"emptySentence"_s).contains(u"cannot be reached"_s));
    checkControls();
    REQUIRE(tabTo(u"emptyAction"_s));
    press(Qt::Key_Space);
    CHECK(until([&] { return account.account().state() == Account::State::Checking; }));
}

TEST_CASE_METHOD(TokenWorld, "an account with an API token alone cannot manage tokens, and why")
{
    const auto id = await(accounts.add({u"Studio"_s, server.url(), {{}, Secret("a.p.i")}},
                                       AccountSessions::Keep::ThisSession));
    REQUIRE(id);
    REQUIRE(
        until([&] { return accounts.find(*id)->account().state() == Account::State::SignedIn; }));
    open();
    CHECK(test::text(u"emptyTitle"_s) == u"Not with this account"_s);
    CHECK(test::text(u"emptySentence"_s).contains(u"needs a login token"_s));
    CHECK_FALSE(isEnabled(u"newTokenButton"_s));
    checkControls();
}

TEST_CASE_METHOD(TokenWorld, "a filled list can be walked, and every control has a name")
{
    withThree();
    checkControls();
    REQUIRE(tabTo(u"tokenTable"_s));
    CHECK(selectedName() == u"Nightly"_s);
    press(Qt::Key_Down);
    CHECK(selectedName() == u"Laptop"_s);
    CHECK(isEnabled(u"copyTokenButton"_s));
    CHECK(isEnabled(u"revokeButton"_s));
}

TEST_CASE_METHOD(TokenWorld, "a token is copied from the list with its mnemonic")
{
    withThree();
    press(Qt::Key_C, Qt::AltModifier);
    REQUIRE(until([&] { return clipboard.timeLeft().count() > 0; }));
    CHECK(QApplication::clipboard()->text().count(u'.') == 2);
    CHECK(test::text(u"clipboardText"_s).contains(u"“Nightly”"_s));
    CHECK(placesWith(QApplication::clipboard()->text()) == QStringList());
}

TEST_CASE_METHOD(TokenWorld, "a locked keychain is said when a token is to be copied")
{
    withThree();
    vault.be(FlakyVault::Behaviour::Locked);
    press(Qt::Key_C, Qt::AltModifier);
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(test::text(u"messageText"_s).contains(u"keychain is locked"_s));
    CHECK(QApplication::clipboard()->text().isEmpty());

    vault.be(FlakyVault::Behaviour::Open);
    press(Qt::Key_C, Qt::AltModifier);
    REQUIRE(until([&] { return clipboard.timeLeft().count() > 0; }));
    CHECK_FALSE(isVisible(u"messageText"_s));
}

TEST_CASE_METHOD(TokenWorld, "a secret this computer never had is said to be gone")
{
    server.say("GET /user/tokens", twoTokens);
    settled();
    open();
    REQUIRE(tabTo(u"tokenTable"_s));
    press(Qt::Key_C, Qt::AltModifier);
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(test::text(u"messageText"_s).contains(u"“Laptop” is not on this computer"_s));
}

TEST_CASE_METHOD(TokenWorld, "the Delete key asks before it revokes, and Escape takes it back")
{
    AccountSession& account = withThree();
    press(Qt::Key_Delete);
    REQUIRE(dialog());
    CHECK(test::text(u"confirmTitle"_s) == u"Revoke the token “Nightly”?"_s);
    CHECK(test::text(u"confirmWarning"_s).contains(u"permanent and cannot be undone"_s));
    checkControls();
    press(Qt::Key_Escape);
    REQUIRE(isBack());
    CHECK(account.tokens().all().size() == 3);
    CHECK(focused() == u"tokenTable"_s);
}

TEST_CASE_METHOD(TokenWorld, "after a token is revoked its neighbour is selected and has the focus")
{
    AccountSession& account = withThree();
    press(Qt::Key_Down);
    press(Qt::Key_R, Qt::AltModifier);
    REQUIRE(dialog());
    REQUIRE(tabTo(u"confirmRevokeButton"_s));
    press(Qt::Key_Space);
    REQUIRE(isBack());
    REQUIRE(until([&] { return account.tokens().all().size() == 2; }));
    CHECK(until([] { return test::text(u"messageText"_s) == u"“Laptop” is revoked."_s; }));
    CHECK(selectedName() == u"Blog"_s);
    CHECK(focused() == u"tokenTable"_s);
    CHECK(isEnabled(u"revokeButton"_s));
}

TEST_CASE_METHOD(TokenWorld, "after the last token is revoked the focus is on creating one")
{
    AccountSession& account = local();
    token(account, u"Only"_s);
    open();
    REQUIRE(tabTo(u"tokenTable"_s));
    press(Qt::Key_Delete);
    REQUIRE(dialog());
    REQUIRE(tabTo(u"confirmRevokeButton"_s));
    press(Qt::Key_Space);
    REQUIRE(isBack());
    REQUIRE(until([&] { return account.tokens().all().empty(); }));
    CHECK(isVisible(u"emptyAction"_s));
    CHECK(focused() == u"emptyAction"_s);
}

TEST_CASE_METHOD(TokenWorld, "a token that was not revoked stays in the list, and why is said")
{
    AccountSession& account = withThree();
    service.reset();
    press(Qt::Key_Delete);
    REQUIRE(dialog());
    REQUIRE(tabTo(u"confirmRevokeButton"_s));
    press(Qt::Key_Space);
    REQUIRE(isBack());
    REQUIRE(until([] { return isVisible(u"messageText"_s); }));
    CHECK(test::text(u"messageText"_s).startsWith(u"“Nightly” was not revoked."_s));
    CHECK(account.tokens().all().size() == 3);
}

TEST_CASE_METHOD(TokenWorld, "the Menu key offers what can be done with a token")
{
    withThree();
    pressMenuKey();
    REQUIRE(menuIsOpen());
    press(Qt::Key_R);
    REQUIRE(dialog());
    CHECK(test::text(u"confirmTitle"_s) == u"Revoke the token “Nightly”?"_s);
}

TEST_CASE_METHOD(TokenWorld, "the View menu sorts the tokens by key")
{
    AccountSession& account = local();
    for (const auto& name : {u"b"_s, u"a"_s})
        token(account, name);
    open();
    press(Qt::Key_V, Qt::AltModifier);
    press(Qt::Key_O);
    press(Qt::Key_Return); // By name
    press(Qt::Key_V, Qt::AltModifier);
    press(Qt::Key_O);
    press(Qt::Key_A); // Ascending
    CHECK(cell(u"tokenTable"_s, 0, 0) == u"a"_s);
    press(Qt::Key_V, Qt::AltModifier);
    press(Qt::Key_O);
    press(Qt::Key_D); // Descending
    CHECK(cell(u"tokenTable"_s, 0, 0) == u"b"_s);
}

TEST_CASE_METHOD(TokenWorld, "a reload keeps the selected token")
{
    AccountSession& account = withThree();
    press(Qt::Key_Down);
    clock.advance(std::chrono::hours(24));
    token(account, u"Newer"_s);
    press(Qt::Key_F5);
    REQUIRE(until([&] { return account.tokens().loadState() == LoadState::Loaded; }));
    CHECK(rows(u"tokenTable"_s) == 4);
    CHECK(selectedName() == u"Laptop"_s);
}
