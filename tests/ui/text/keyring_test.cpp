// SPDX-License-Identifier: MIT OR Apache-2.0
// A real keyring, in a session of its own: without the token, locked, denied.
#include "core/account/credentials.h"
#include "tests/support/await.h"
#include "tests/support/keyring.h"
#include "tests/ui/text/situations.h"

namespace cairn::test {
namespace {

using Kind = Error::Kind;

const AccountRecord record{.id = AccountId(u"1"_s), .name = u"Studio"_s, .hasLogin = true};

Error loadError(Keyring& keyring, const std::function<void()>& meanwhile)
{
    const auto asked = loadCredentials(keyring.vault, record, &keyring.vault);
    meanwhile();
    return errorOf(await(asked, std::chrono::seconds(20)));
}

void keepLogin(Keyring& keyring)
{
    REQUIRE(await(keyring.vault.store(loginKey(record.id), Secret("login"))));
}

Error unasked(const Place&)
{
    Keyring keyring;
    keepLogin(keyring);
    Keyring::lock();
    return loadError(keyring, [] {}); // Without a display nobody can be asked.
}

Error denied(const Place&)
{
    Keyring keyring;
    keepLogin(keyring);
    Keyring::lock();
    return loadError(keyring, [] { Keyring::answerQuestion({}); });
}

Error forgotten(const Place&)
{
    Keyring keyring;
    keepLogin(keyring);
    REQUIRE(await(keyring.vault.forget(loginKey(record.id))));
    return loadError(keyring, [] {});
}

} // namespace
} // namespace cairn::test

TEST_CASE("a real keyring that forgot, or cannot ask, is said as it is", "[.keyring]")
{
    using namespace cairn::test;
    check({
        {"a real keyring without the token", forgotten, Kind::NotFound, "TOKEN_NOT_KEPT",
         "The keychain has no token of the account “Studio” any more. Enter the token again.", 3,
         "enter the token again"},
        {"a real keyring that is locked and cannot ask", unasked, Kind::KeychainDenied, "",
         "The keychain was not allowed to read or save the token: its question was cancelled or "
         "denied, or could not be shown. Unlock the keychain, or retry and allow it; you are not "
         "signed out.",
         1, "allow the keychain, or unlock it"},
    });
}

TEST_CASE("a real keyring whose question is denied is said as it is", "[.keyringprompt]")
{
    using namespace cairn::test;
    check({
        {"a real keyring that is denied", denied, Kind::KeychainDenied, "",
         "The keychain was not allowed to read or save the token: its question was cancelled or "
         "denied, or could not be shown. Unlock the keychain, or retry and allow it; you are not "
         "signed out.",
         1, "allow the keychain, or unlock it"},
    });
}
