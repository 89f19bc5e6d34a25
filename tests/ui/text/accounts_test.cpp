// SPDX-License-Identifier: MIT OR Apache-2.0
// Accounts and tokens: entered wrong, not kept, not told; and the keychain.
#include "app/ctl/accountopener.h"
#include "core/account/accountlist.h"
#include "core/account/accounttokens.h"
#include "core/account/entered.h"
#include "core/account/probe.h"
#include "core/api/client/apiclient.h"
#include "core/local/localservice.h"
#include "core/vault/keychainvault.h"
#include "core/vault/memoryvault.h"
#include "tests/support/await.h"
#include "tests/support/flakyvault.h"
#include "tests/support/scriptedserver.h"
#include "tests/ui/text/situations.h"

#include <QNetworkAccessManager>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

using Kind = Error::Kind;

NewAccount goodAccount()
{
    return {.name = u"Studio"_s,
            .endpoint = QUrl(u"https://storage.example"_s),
            .credentials = {Secret("login"), {}}};
}

Error checkError(const Place& place, const NewAccount& account)
{
    MemoryVault vault;
    AccountsFile file(place.path(u"accounts.json"_s));
    AccountList accounts(vault, file);
    REQUIRE(await(accounts.add(
        {.name = u"Taken"_s, .endpoint = account.endpoint, .credentials = {Secret("x"), {}}},
        AccountList::Keep::InKeychain)));
    return errorOf(accounts.check(account));
}

/// What one has tokens with.
struct Tokens
{
    explicit Tokens(const Place& place)
        : service(*local::LocalService::start({.dataFolder = place.path(u"data"_s)}))
        , api(network, service->url(), ApiClient::Pace::Unlimited, clock)
        , tokens(AccountId(u"1"_s), api, vault)
    {
        api.setCredentials(service->sessionLogin(), {});
    }

    SystemClock clock;
    QNetworkAccessManager network;
    FlakyVault vault;
    std::unique_ptr<local::LocalService> service;
    ApiClient api;
    AccountTokens tokens;
};

Error createError(const Place& place, const QString& name)
{
    Tokens world(place);
    return errorOf(await(world.tokens.create({.name = name})));
}

/// A token of the service whose secret was forgotten here.
Error forgottenSecret(const Place& place)
{
    Tokens world(place);
    const auto created = await(world.tokens.create({.name = u"ci"_s}));
    REQUIRE(created);
    REQUIRE(await(created->kept));
    REQUIRE(await(world.vault.forget(world.tokens.vaultKey(created->id))));
    return errorOf(await(world.tokens.secret(created->id)));
}

Error loadError(FlakyVault::Behaviour behaviour)
{
    FlakyVault vault;
    vault.be(behaviour);
    QObject context;
    return errorOf(await(loadCredentials(
        vault, {.id = AccountId(u"1"_s), .name = u"Studio"_s, .hasLogin = true}, &context)));
}

Error noSessionBus(const Place&)
{
    KeychainVault vault(u"app.cairn.Cairn.situations"_s);
    return errorOf(await(vault.load(u"account/1/login"_s)));
}

/// cairnctl looks for the account that it is to use.
Error openError(const Place& place, const ctl::Options& options)
{
    ctl::AccountOpener opener(place.folder(u"data"_s));
    return errorOf(await(opener.open(options)));
}

/// The service knows no scopes, so a token with some would be one without.
Error limitsNotKept(const Place&)
{
    ScriptedServer server;
    server.say("POST /user/tokens", R"({"_id":"9"})");
    server.say("GET /user/tokens", R"([{"_id":"9","name":"ci"}])");
    server.say("DELETE /user/tokens", "{}");
    const SystemClock clock;
    QNetworkAccessManager network;
    MemoryVault vault;
    ApiClient api(network, server.url(), ApiClient::Pace::Unlimited, clock);
    api.setCredentials(Secret("login"), {});
    AccountTokens tokens(AccountId(u"1"_s), api, vault);
    return errorOf(await(tokens.create({.name = u"ci"_s, .scopes = Scopes()})));
}

/// Of an account that is removed while the keychain is locked.
Error secretsLeft(const Place& place)
{
    FlakyVault vault;
    AccountsFile file(place.path(u"accounts.json"_s));
    AccountList accounts(vault, file);
    vault.be(FlakyVault::Behaviour::Locked);
    return errorOf(await(accounts.remove({.id = AccountId(u"fixed"_s), .name = u"Studio"_s},
                                         {u"account/fixed/login"_s})));
}

} // namespace

Situations accountSituations()
{
    using enum FlakyVault::Behaviour;
    return {
        {"an account without a name",
         [](const Place& place) {
             auto account = goodAccount();
             account.name = u" "_s;
             return checkError(place, account);
         },
         Kind::Invalid, "ACCOUNT_NAME_INVALID",
         "The name of an account has 1 to 255 characters. Choose another name.", 1,
         "name the account"},
        {"an account's name that is taken",
         [](const Place& place) {
             auto account = goodAccount();
             account.name = u"Taken"_s;
             return checkError(place, account);
         },
         Kind::Conflict, "ACCOUNT_NAME_TAKEN",
         "There is an account “Taken” already. Choose another name.", 1,
         "choose another account name"},
        {"an account without a token",
         [](const Place& place) {
             auto account = goodAccount();
             account.credentials = {};
             return checkError(place, account);
         },
         Kind::Invalid, "TOKEN_MISSING",
         "No token was given. Enter a login token, an API token or both.", 1, "enter a token"},
        {"an address that is none",
         [](const Place&) { return errorOf(endpointFrom(u"ftp://storage.example"_s)); },
         Kind::Invalid, "ADDRESS_INVALID",
         "This is not the address of a web service. Enter one such as https://storage.example.org.",
         1, "enter an address"},
        {"an address with a password",
         [](const Place&) { return errorOf(endpointFrom(u"https://me:secret@storage.example"_s)); },
         Kind::Invalid, "ADDRESS_HAS_LOGIN",
         "There is a user name or password in the address. Take it out: an address is stored where "
         "others may read it.",
         1, "take the password out"},
        {"an account that is not there",
         [](const Place& place) { return openError(place, {.account = u"Nobody's"_s}); },
         Kind::NotFound, "ACCOUNT_UNKNOWN",
         "There is no account “Nobody's”. Look at the list of accounts again.", 3,
         "look at the list of accounts"},
        {"an address without a token",
         [](const Place& place) {
             return openError(place, {.endpoint = u"https://storage.example"_s});
         },
         Kind::Unauthorized, "TOKEN_VARIABLE_UNSET",
         "No token was given for “https://storage.example”. Put one into the environment variable "
         "CAIRN_TOKEN.",
         4, "set CAIRN_TOKEN"},
        {"an account whose token the keychain lost", [](const Place&) { return loadError(Open); },
         Kind::NotFound, "TOKEN_NOT_KEPT",
         "The keychain has no token of the account “Studio” any more. Enter the token again.", 3,
         "enter the token again"},
        {"a keychain that is locked", [](const Place&) { return loadError(Locked); },
         Kind::KeychainLocked, "",
         "The keychain is locked, so the token cannot be read. Unlock it and retry; you are not "
         "signed out.",
         1, "unlock the keychain"},
        {"a keychain whose question is denied", [](const Place&) { return loadError(Denied); },
         Kind::KeychainDenied, "",
         "The keychain was not allowed to read or save the token: its question was cancelled or "
         "denied, or could not be shown. Unlock the keychain, or retry and allow it; you are not "
         "signed out.",
         1, "allow the keychain, or unlock it"},
        {"a session without a keychain", noSessionBus, Kind::KeychainAbsent, "",
         "There is no keychain in this session, so tokens can be neither read nor saved. Start a "
         "keyring such as GNOME Keyring or KWallet and retry, or use a token without saving it.",
         1, "start a keyring"},
        {"an account removed while the keychain is locked", secretsLeft, Kind::KeychainLocked,
         "SECRETS_LEFT",
         "The account “Studio” was removed, but the keychain cannot be used now and still has its "
         "tokens (account/fixed/login). They are removed as soon as the keychain can be used.",
         1, "nothing, they go later"},
        {"a token without a name", [](const Place& place) { return createError(place, u"  "_s); },
         Kind::Invalid, "TOKEN_NAME_EMPTY",
         "The token has no name yet. Choose one that says what it is for.", 1, "name the token"},
        {"a token with too long a name",
         [](const Place& place) { return createError(place, QString(300, u'x')); }, Kind::Invalid,
         "TOKEN_NAME_TOO_LONG", "The name of the token is longer than a service takes. Shorten it.",
         1, "shorten the name"},
        {"a token whose secret is nowhere", forgottenSecret, Kind::NotFound, "TOKEN_SECRET_UNKNOWN",
         "The token is kept nowhere here, and the service does not tell it again. Create another "
         "one and revoke this one.",
         3, "create another token"},
        {"a token that is not in the list",
         [](const Place& place) {
             Tokens world(place);
             return errorOf(await(world.tokens.revoke(TokenId(u"12345"_s))));
         },
         Kind::NotFound, "TOKEN_UNKNOWN",
         "The account has no token “12345”. Look at the list of tokens again.", 3,
         "look at the list of tokens"},
        {"a service that does not keep permissions", limitsNotKept, Kind::Invalid,
         "TOKEN_LIMITS_NOT_KEPT",
         "This service does not keep permissions: the token could do everything. It was revoked "
         "again at once.",
         1, "nothing, it was revoked"},
    };
}

} // namespace cairn::test

TEST_CASE("what goes wrong with accounts and tokens is said as it is", "[situations]")
{
    // A session may have a keychain; this process does not.
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    cairn::test::check(cairn::test::accountSituations());
}
