// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/errors/credentialtext.h"

#include "ui/text/displaytext.h"
#include "ui/text/errors/sentences.h"
#include "ui/text/formatting.h"

#include <QCoreApplication>

#include <array>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

// %1 is the name or address that the error is about.
constexpr std::array credentialSentences{
    CodeSentence{"NO_CREDENTIAL"_L1,
                 QT_TRANSLATE_NOOP("CredentialText",
                                   "The account has no token now, so nothing was asked. Enter its "
                                   "login token, or an API token of it.")},
    CodeSentence{"LOGIN_TOKEN_MISSING"_L1,
                 QT_TRANSLATE_NOOP("CredentialText",
                                   "This needs the login token of the account, which has only an "
                                   "API token here. Use its login token.")},
    CodeSentence{"ERROR_MAGIC_TOKEN_REQUIRED"_L1,
                 QT_TRANSLATE_NOOP("CredentialText",
                                   "This needs a login token, and the service does not take this "
                                   "token for one. Use one in its place.")},
    CodeSentence{"ERROR_DIDT_EXPIRED"_L1,
                 QT_TRANSLATE_NOOP("CredentialText",
                                   "The login token has expired. Get a new one from the service "
                                   "and use it in its place.")},
    CodeSentence{"ERROR_TOKEN_EXPIRED"_L1,
                 QT_TRANSLATE_NOOP("CredentialText",
                                   "The API token has expired. Create another one with the login "
                                   "token, and use it in its place.")},
    CodeSentence{"ERROR_TOKEN_NOT_FOUND"_L1,
                 QT_TRANSLATE_NOOP("CredentialText",
                                   "The service no longer knows this token; it was revoked or has "
                                   "expired. Use another token for this account.")},
    CodeSentence{
        "ERROR_MALFORMED_TOKEN"_L1,
        QT_TRANSLATE_NOOP("CredentialText",
                          "The service does not recognise this as one of its tokens. Check that "
                          "the whole token was pasted and that it belongs to this service.")},
    CodeSentence{
        "ERROR_UNRECOGNISED_TOKEN"_L1,
        QT_TRANSLATE_NOOP("CredentialText",
                          "The service does not recognise this as one of its tokens. Check that "
                          "the whole token was pasted and that it belongs to this service.")},
    CodeSentence{
        "ERROR_NO_TOKEN"_L1,
        QT_TRANSLATE_NOOP("CredentialText",
                          "The service was sent no token. If a proxy stands in front of it, tell "
                          "the operator of the proxy; otherwise enter the token again.")},
    CodeSentence{
        "ERROR_USER_NOT_FOUND"_L1,
        QT_TRANSLATE_NOOP(
            "CredentialText",
            "The service no longer knows whose token this is. Use a token of a user that it has.")},
    CodeSentence{"ERROR_API_TOKEN_REQUIRED"_L1,
                 QT_TRANSLATE_NOOP("CredentialText",
                                   "Pins of this kind belong to an API token, and this is a login "
                                   "token. Use an API token of the account.")},
    CodeSentence{
        "ERROR_ACCOUNT_RESTRICTED"_L1,
        QT_TRANSLATE_NOOP("CredentialText",
                          "The service has restricted this account: what is stored stays readable, "
                          "but nothing can be added. Ask the operator of the service why.")},
    CodeSentence{"ERROR_DELETE_RESTRICTED"_L1,
                 QT_TRANSLATE_NOOP("CredentialText",
                                   "The service does not let this account delete anything. Ask the "
                                   "operator of the service if that is a mistake.")},
    CodeSentence{"ERROR_TOKEN_BLOCKED"_L1,
                 QT_TRANSLATE_NOOP("CredentialText",
                                   "The service has blocked this token. Create another one, or ask "
                                   "the operator of the service why.")},
    CodeSentence{"ERROR_PINNING_UNAUTHORIZED"_L1,
                 QT_TRANSLATE_NOOP("CredentialText",
                                   "This account may not pin by CID on this service. Ask the "
                                   "operator of the service for access to pinning.")},
    CodeSentence{
        "ERROR_STORAGE_LIMIT"_L1,
        QT_TRANSLATE_NOOP("CredentialText",
                          "This is more than the account may still store. Delete something that is "
                          "stored, or ask the operator of the service for more.")},
    CodeSentence{
        "TOKEN_MISSING"_L1,
        QT_TRANSLATE_NOOP("CredentialText",
                          "No token was given. Enter a login token, an API token or both.")},
    CodeSentence{
        "TOKEN_VARIABLE_UNSET"_L1,
        QT_TRANSLATE_NOOP(
            "CredentialText",
            "No token was given for “%1”. Put one into the environment variable CAIRN_TOKEN.")},
    CodeSentence{
        "TOKEN_FILE_EMPTY"_L1,
        QT_TRANSLATE_NOOP(
            "CredentialText",
            "There is no token in the file “%1”. Put one into it, or choose another file.")},
    CodeSentence{
        "TOKEN_NOT_KEPT"_L1,
        QT_TRANSLATE_NOOP(
            "CredentialText",
            "The keychain has no token of the account “%1” any more. Enter the token again.")},
    CodeSentence{
        "TOKEN_NAME_EMPTY"_L1,
        QT_TRANSLATE_NOOP("CredentialText",
                          "The token has no name yet. Choose one that says what it is for.")},
    CodeSentence{
        "TOKEN_NAME_TOO_LONG"_L1,
        QT_TRANSLATE_NOOP("CredentialText",
                          "The name of the token is longer than a service takes. Shorten it.")},
    CodeSentence{"TOKEN_SECRET_UNKNOWN"_L1,
                 QT_TRANSLATE_NOOP("CredentialText",
                                   "The token is kept nowhere here, and the service does not tell "
                                   "it again. Create another one and revoke this one.")},
    CodeSentence{
        "TOKEN_UNKNOWN"_L1,
        QT_TRANSLATE_NOOP("CredentialText",
                          "The account has no token “%1”. Look at the list of tokens again.")},
    CodeSentence{
        "ACCOUNT_UNKNOWN"_L1,
        QT_TRANSLATE_NOOP("CredentialText",
                          "There is no account “%1”. Look at the list of accounts again.")},
    CodeSentence{"ACCOUNT_NAME_TAKEN"_L1,
                 QT_TRANSLATE_NOOP("CredentialText",
                                   "There is an account “%1” already. Choose another name.")},
    CodeSentence{
        "ACCOUNT_NAME_RESERVED"_L1,
        QT_TRANSLATE_NOOP("CredentialText",
                          "“%1” is the name of this computer's own account. Choose another "
                          "name.")},
    CodeSentence{
        "ACCOUNT_NAME_INVALID"_L1,
        QT_TRANSLATE_NOOP("CredentialText",
                          "The name of an account has 1 to 255 characters. Choose another name.")},
    CodeSentence{"ADDRESS_INVALID"_L1,
                 QT_TRANSLATE_NOOP("CredentialText",
                                   "This is not the address of a web service. Enter one such as "
                                   "https://storage.example.org.")},
    CodeSentence{"ADDRESS_HAS_LOGIN"_L1,
                 QT_TRANSLATE_NOOP("CredentialText",
                                   "There is a user name or password in the address. Take it out: "
                                   "an address is stored where others may read it.")},
    CodeSentence{"KEYCHAIN_WAITING"_L1,
                 QT_TRANSLATE_NOOP("CredentialText",
                                   "The keychain has not answered yet. If it asks for its "
                                   "password, enter it; you are not signed out.")},
};

struct CredentialText
{
    Q_DECLARE_TR_FUNCTIONS(CredentialText)
};

QString lackingLimitsText(const QStringList& lacking)
{
    if (lacking.isEmpty())
        return CredentialText::tr(
            "It cannot be seen whether the service keeps the permissions and the "
            "expiry of the token.");
    if (lacking.size() > 1)
        return CredentialText::tr(
            "This service keeps neither permissions nor expiry: the token could "
            "do everything and would not expire.");
    return lacking.front() == "scopes"_L1
        ? CredentialText::tr(
            "This service does not keep permissions: the token could do everything.")
        : CredentialText::tr("This service does not keep expiry: the token would not expire.");
}

QString tokenLimits(const Error& error)
{
    const QString lacking = lackingLimitsText(error.more);
    if (error.code == "TOKEN_LIMITS_LEFT"_L1)
        return CredentialText::tr(
                   "%1 It was created with the id %2 and could not be revoked. Revoke it "
                   "as soon as the service answers.")
            .arg(lacking, displayText(error.subject));
    if (error.code == "TOKEN_LIMITS_NOT_KEPT"_L1)
        return CredentialText::tr("%1 It was revoked again at once.").arg(lacking);
    return CredentialText::tr("%1 None was created.").arg(lacking);
}

/// Some of an account's secrets may be gone; the subject is its name.
QString secretsLeft(const Error& error)
{
    const QString keys = formatList(error.more.mid(0, 3));
    return error.more.size() > 3
        ? CredentialText::tr(
              "The account “%1” was removed, but the keychain cannot be used now and "
              "still has its tokens (%2 and others). They are removed as soon as the "
              "keychain can be used.")
              .arg(displayText(error.subject), keys)
        : CredentialText::tr(
              "The account “%1” was removed, but the keychain cannot be used now and "
              "still has its tokens (%2). They are removed as soon as the keychain "
              "can be used.")
              .arg(displayText(error.subject), keys);
}

} // namespace

QString credentialErrorText(const Error& error)
{
    if (error.code == "SECRETS_LEFT"_L1)
        return secretsLeft(error);
    if (error.code.startsWith("TOKEN_LIMITS_"_L1))
        return tokenLimits(error);
    const char* const text = sentenceOf(credentialSentences, error);
    return text ? filled(CredentialText::tr(text), error) : QString();
}

} // namespace cairn
