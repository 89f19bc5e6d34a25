// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/accounttext.h"

#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/formatting.h"

#include <QCoreApplication>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

struct AccountText
{
    Q_DECLARE_TR_FUNCTIONS(AccountText)
};

QString signedInText(const Account& account)
{
    if (account.version() && account.version()->mode == "r-"_L1)
        return AccountText::tr(
            "The service accepts this account, but is read-only at the moment: nothing can "
            "be added or changed.");
    if (account.record().isLocal())
        return AccountText::tr(
            "The service in this computer is running. It needs no sign-up and no network.");
    if (account.permission(Account::Action::ManageTokens) == Account::Permission::NeedsLogin)
        return AccountText::tr("The service accepts the API token of this account.");
    return AccountText::tr("The service accepts this account.");
}

QString askedToWaitText(const Account& account)
{
    const auto until = account.waitsUntil();
    if (!until)
        return account.error() ? errorText(*account.error()) : QString();
    //: %1 is a time of day, today.
    return AccountText::tr(
               "The service asks for fewer requests. It is asked again at %1; Retry asks "
               "at once. What is to be sent waits.")
        .arg(formatTime(toLocalTime(*until)));
}

QString keychainWord(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::KeychainLocked:
        return AccountText::tr("Keychain locked");
    case Error::Kind::KeychainDenied:
        return AccountText::tr("Keychain denied");
    case Error::Kind::KeychainAbsent:
        return AccountText::tr("No keychain");
    default:
        return AccountText::tr("Keychain failed");
    }
}

} // namespace

QString stateWord(Account::State state)
{
    switch (state) {
    case Account::State::SignedOut:
        return AccountText::tr("Signed out");
    case Account::State::Checking:
        return AccountText::tr("Connecting…");
    case Account::State::SignedIn:
        return AccountText::tr("Signed in");
    case Account::State::Refused:
        return AccountText::tr("Not accepted");
    case Account::State::Unreachable:
        return AccountText::tr("Not reachable");
    case Account::State::KeychainUnavailable:
        return AccountText::tr("Waiting for the keychain");
    case Account::State::AskedToWait:
        return AccountText::tr("Asked to wait");
    }
    Q_UNREACHABLE();
}

QString stateWord(const Account& account)
{
    if (account.state() == Account::State::KeychainUnavailable && account.error()
        && account.error()->code != keychainWaiting)
        return keychainWord(account.error()->kind);
    if (account.state() == Account::State::Unreachable && account.error()
        && account.error()->kind == Error::Kind::Untrusted)
        return AccountText::tr("Not trusted");
    if (account.state() != Account::State::Unreachable || !account.error()
        || account.error()->kind != Error::Kind::Maintenance)
        return stateWord(account.state());
    return account.error()->code == "ERROR_CATCHING_UP"_L1 ? AccountText::tr("Not ready yet")
                                                           : AccountText::tr("Under maintenance");
}

QString stateText(const Account& account)
{
    switch (account.state()) {
    case Account::State::SignedOut:
        return AccountText::tr(
            "The keychain has no token for this account. “Replace token” takes another one.");
    case Account::State::Checking:
        if (account.credentials().isEmpty())
            return AccountText::tr("Asking the keychain for the token of this account.");
        return AccountText::tr("Asking %1 about this account.").arg(endpointText(account.record()));
    case Account::State::SignedIn:
        return signedInText(account);
    case Account::State::AskedToWait:
        return askedToWaitText(account);
    case Account::State::KeychainUnavailable:
        if (account.error() && account.error()->code == keychainWaiting)
            return AccountText::tr(
                "The keychain has not answered yet; it may be asking for its password. You are not "
                "signed out.");
        [[fallthrough]];
    case Account::State::Refused:
    case Account::State::Unreachable:
        return account.error() ? errorText(*account.error()) : QString();
    }
    Q_UNREACHABLE();
}

QString permissionText(Account::Permission permission)
{
    switch (permission) {
    case Account::Permission::Yes:
        return {};
    case Account::Permission::NotSignedIn:
        return AccountText::tr("The account is not signed in. The Account page says why.");
    case Account::Permission::NeedsLogin:
        return AccountText::tr(
            "This needs a login token, and this account has only an API token here. “Replace "
            "token” on the Account page takes one.");
    case Account::Permission::AccountRestricted:
        return AccountText::tr(
            "The service has restricted this account. What is stored stays readable, but "
            "nothing can be added.");
    case Account::Permission::DeleteRestricted:
        return AccountText::tr("The service does not let this account delete anything.");
    }
    Q_UNREACHABLE();
}

QString endpointText(const AccountRecord& record)
{
    const QString host = nameText(record.endpoint.host());
    return record.endpoint.port() < 0 ? host : u"%1:%2"_s.arg(host).arg(record.endpoint.port());
}

} // namespace cairn
