// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/errortext.h"

#include "core/api/http/redirect.h"
#include "ui/text/cartext.h"
#include "ui/text/displaytext.h"
#include "ui/text/downloadtext.h"
#include "ui/text/formatting.h"
#include "ui/text/networktext.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

struct ErrorText
{
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

/// One sentence with the subject where there is one, another where there is none.
QString about(const Error& error, const QString& withSubject, const QString& without)
{
    const QString subject = displayText(QDir::toNativeSeparators(error.subject));
    return subject.isEmpty() ? without : withSubject.arg(subject);
}

QString unauthorized(const Error& error)
{
    if (error.code == "ERROR_MAGIC_TOKEN_REQUIRED"_L1)
        return ErrorText::tr(
            "This needs a login token, and the service does not take this token for one. Use one "
            "in its place.");
    if (error.code == "ERROR_DIDT_EXPIRED"_L1)
        return ErrorText::tr(
            "The login token has expired. Get a new one from the service and use it in its "
            "place.");
    if (error.code == "ERROR_TOKEN_NOT_FOUND"_L1)
        return ErrorText::tr(
            "The service no longer knows this token; it was revoked or has expired. Use "
            "another token for this account.");
    if (error.code == "ERROR_MALFORMED_TOKEN"_L1 || error.code == "ERROR_UNRECOGNISED_TOKEN"_L1)
        return ErrorText::tr(
            "The service does not recognise this as one of its tokens. Check that the whole "
            "token was pasted and that it belongs to this service.");
    return ErrorText::tr(
        "The service did not accept the token. Check that it was pasted completely, belongs "
        "to this service and has not been revoked.");
}

QString forbidden(const Error& error)
{
    if (error.code == "ERROR_ACCOUNT_RESTRICTED"_L1)
        return ErrorText::tr(
            "The service has restricted this account: what is stored stays readable, but "
            "nothing can be added. Ask the operator of the service why.");
    if (error.code == "ERROR_DELETE_RESTRICTED"_L1)
        return ErrorText::tr(
            "The service does not let this account delete anything. Ask the operator of the "
            "service if that is a mistake.");
    if (error.code == "ERROR_TOKEN_BLOCKED"_L1)
        return ErrorText::tr(
            "The service has blocked this token. Create another one, or ask the operator of "
            "the service why.");
    if (error.code == "ERROR_PINNING_UNAUTHORIZED"_L1)
        return ErrorText::tr(
            "This account may not pin by CID on this service. Ask the operator of the "
            "service for access to pinning.");
    return ErrorText::tr(
        "This token is not permitted to do that. Use a token with the permission, or the "
        "login token of the account.");
}

QString maintenance(const Error& error)
{
    if (error.code == "ERROR_FEATURE_HAS_BEEN_SUNSET"_L1)
        return ErrorText::tr(
            "The service has ended this function for good. What it stores may still be "
            "readable; choose another account for new uploads.");
    if (error.code == "ERROR_CATCHING_UP"_L1)
        return ErrorText::tr("The catalog of the service is being made anew from what it stores. "
                             "Try again in a while.");
    return ErrorText::tr(
        "The service is under maintenance. Reading may still work; try changes again later.");
}

QString invalid(const Error& error)
{
    if (error.code == "ERROR_INVALID_CAR"_L1)
        return about(error,
                     ErrorText::tr("The service did not accept the data made from “%1”. Retry "
                                   "the upload; if it happens again, the file may have changed "
                                   "while it was read."),
                     ErrorText::tr("The service did not accept the data. Retry the upload; if it "
                                   "happens again, the files may have changed while they were "
                                   "read."));
    if (error.code == "NAME_LEFT_OUT"_L1)
        return about(error,
                     ErrorText::tr("“%1” has a name that cannot be stored: it is not UTF-8, or has "
                                   "a backslash in it. Rename it; there is nothing else to "
                                   "upload."),
                     ErrorText::tr("The names in that cannot be stored: they are not UTF-8, or "
                                   "have a backslash in them. Rename them."));
    if (error.code == "ERROR_INVALID_CID"_L1)
        return about(error,
                     ErrorText::tr("“%1” is not a CID. Check that it was copied completely."),
                     ErrorText::tr("This is not a CID. Check that it was copied completely."));
    return about(error, ErrorText::tr("“%1” cannot be used here. Correct it and try again."),
                 ErrorText::tr("What was entered cannot be used. Correct it and try again."));
}

QString nothingElse(const Error& error)
{
    const QString path = QDir::toNativeSeparators(error.subject);
    if (error.code == "ONLY_LINKS"_L1)
        return ErrorText::tr("There is nothing in that but symbolic links such as “%1”, which are "
                             "skipped. Have them followed or kept to upload them.")
            .arg(path);
    return ErrorText::tr("There is nothing in that but hidden files such as “%1”, which are left "
                         "out. Have them included to upload them.")
        .arg(path);
}

QString sameName(const Error& error)
{
    return ErrorText::tr("“%1” and “%2” would have the same name in the upload, so nothing was "
                         "read. Rename one, or leave it out.")
        .arg(QDir::toNativeSeparators(error.subject),
             QDir::toNativeSeparators(error.more.value(0)));
}

QString lackingLimitsText(const QStringList& lacking)
{
    if (lacking.isEmpty())
        return ErrorText::tr("It cannot be seen whether the service keeps the permissions and the "
                             "expiry of the token.");
    if (lacking.size() > 1)
        return ErrorText::tr("This service keeps neither permissions nor expiry: the token could "
                             "do everything and would not expire.");
    return lacking.front() == "scopes"_L1
        ? ErrorText::tr("This service does not keep permissions: the token could do everything.")
        : ErrorText::tr("This service does not keep expiry: the token would not expire.");
}

QString tokenLimits(const Error& error)
{
    const QString lacking = lackingLimitsText(error.more);
    if (error.code == "TOKEN_LIMITS_LEFT"_L1)
        return ErrorText::tr("%1 It was created with the id %2 and could not be revoked. Revoke it "
                             "as soon as the service answers.")
            .arg(lacking, displayText(error.subject));
    if (error.code == "TOKEN_LIMITS_NOT_KEPT"_L1)
        return ErrorText::tr("%1 It was revoked again at once.").arg(lacking);
    return ErrorText::tr("%1 None was created.").arg(lacking);
}

/// Some of an account's secrets may be gone; the subject is its name.
QString secretsLeft(const Error& error)
{
    const QString keys = formatList(error.more.mid(0, 3));
    return error.more.size() > 3
        ? ErrorText::tr("The account “%1” was removed, but the keychain cannot be used now and "
                        "still has its tokens (%2 and others). They are removed as soon as the "
                        "keychain can be used.")
              .arg(displayText(error.subject), keys)
        : ErrorText::tr("The account “%1” was removed, but the keychain cannot be used now and "
                        "still has its tokens (%2). They are removed as soon as the keychain "
                        "can be used.")
              .arg(displayText(error.subject), keys);
}

/// About the list of an account's transfers; the subject is its path.
QString transfers(const Error& error)
{
    QString text
        = ErrorText::tr("The list of uploads and downloads in “%1” cannot be written. "
                        "Everything goes on, but after a restart the latest changes may be "
                        "unknown.");
    if (error.code == "TRANSFERS_SET_ASIDE"_L1) {
        text = ErrorText::tr("The list of uploads and downloads was damaged. It is kept as “%1”, "
                             "and a new list was begun.");
    } else if (error.code == "TRANSFERS_DAMAGED"_L1) {
        text = ErrorText::tr("The list of uploads and downloads in “%1” is damaged, and some of it "
                             "is not shown. The next start keeps it aside and begins a new list.");
    } else if (error.code == "TRANSFERS_NEWER"_L1) {
        text = ErrorText::tr("“%1”, the list of uploads and downloads, was written by a newer "
                             "version of Cairn and was not changed. What is begun now is forgotten "
                             "when the program ends.");
    } else if (error.code == "TRANSFERS_UNREADABLE"_L1) {
        text
            = ErrorText::tr("“%1”, the list of uploads and downloads, cannot be opened and was not "
                            "changed. Check that you may read and write it. What is begun now is "
                            "forgotten when the program ends.");
    } else if (error.code == "TRANSFERS_IN_USE"_L1) {
        text = ErrorText::tr("Another window or command of Cairn works on “%1”, the account's list "
                             "of uploads and downloads. End it, then remove the account.");
    } else if (error.code == "TRANSFERS_LEFT"_L1) {
        text = ErrorText::tr(
            "The account was removed, but “%1” could not be. It has names and paths "
            "of what was uploaded and downloaded.");
    }
    return about(error, text, text);
}

QString timeout(const Error& error)
{
    if (error.code == "ERROR_HOST_SILENT"_L1)
        return ErrorText::tr("Another program has the data folder of this computer and does not "
                             "answer (process %1). Wait until it is done, or end it, then retry.")
            .arg(error.subject);
    return about(error,
                 ErrorText::tr("“%1” stopped answering. Retry; if it happens again, the "
                               "service may be overloaded."),
                 ErrorText::tr("The service stopped answering. Retry; if it happens again, "
                               "the service may be overloaded."));
}

QString conflict(const Error& error)
{
    if (error.code == "SAME_NAME"_L1)
        return sameName(error);
    if (error.code == "TRANSFER_ELSEWHERE"_L1)
        return about(error,
                     ErrorText::tr("Another program works on transfer %1 now. End it there, or "
                                   "wait for it."),
                     ErrorText::tr("Another program works on this transfer now. End it there, "
                                   "or wait for it."));
    if (error.code == "ERROR_FOLDER_IN_USE"_L1)
        return about(error,
                     ErrorText::tr("Another program has the data folder “%1”. End it, or wait "
                                   "until it is done, then retry."),
                     ErrorText::tr("Another program has the data folder. End it, or wait until "
                                   "it is done, then retry."));
    return about(error,
                 ErrorText::tr("“%1” was changed by somebody else meanwhile. Reload and try "
                               "again."),
                 ErrorText::tr("This was changed by somebody else meanwhile. Reload and try "
                               "again."));
}

QString storage(const Error& error)
{
    if (error.code == "ERROR_NEWER_FOLDER"_L1)
        return about(error,
                     ErrorText::tr("“%1” was written by a newer version of Cairn. Use that "
                                   "version; nothing was changed."),
                     ErrorText::tr("The data folder was written by a newer version of Cairn. Use "
                                   "that version; nothing was changed."));
    if (error.code == "ERROR_CARS_AWAY"_L1)
        return about(error,
                     ErrorText::tr("What is stored is not in “%1”. Check that its disk is "
                                   "connected, then start again; nothing was changed."),
                     ErrorText::tr("What is stored is not in its folder. Check that its disk is "
                                   "connected, then start again; nothing was changed."));
    return ErrorText::tr("Cairn cannot read or write its own data folder. Check that the disk is "
                         "there and that the folder may be written, then retry.");
}

QString rateLimited(const Error& error)
{
    if (!error.retryAfter)
        return ErrorText::tr(
            "The service asks for fewer requests. Wait a few seconds and try again.");
    return ErrorText::tr("The service asks for fewer requests. Try again in %1 s.")
        .arg(QLocale().toString(qlonglong(error.retryAfter->count())));
}

} // namespace

QString errorText(const Error& error)
{
    if (QString text = downloadErrorText(error); !text.isEmpty())
        return text;
    if (QString text = carErrorText(error); !text.isEmpty())
        return text;
    if (error.code.startsWith("TRANSFERS_"_L1))
        return transfers(error);
    if (error.code == "SECRETS_LEFT"_L1)
        return secretsLeft(error);
    if (error.code.startsWith("TOKEN_LIMITS_"_L1))
        return tokenLimits(error);
    switch (error.kind) {
    case Error::Kind::Cancelled:
        return about(error, ErrorText::tr("“%1” was cancelled. Start it again when you want it."),
                     ErrorText::tr("This was cancelled. Start it again when you want it."));
    case Error::Kind::Offline:
        if (const QString proxy = proxyText(error); !proxy.isEmpty())
            return proxy;
        return about(error,
                     ErrorText::tr("“%1” cannot be reached. Check that the service is running "
                                   "and that this computer is online, then retry."),
                     ErrorText::tr("The service cannot be reached. Check that it is running and "
                                   "that this computer is online, then retry."));
    case Error::Kind::Timeout:
        return timeout(error);
    case Error::Kind::Unauthorized:
        return unauthorized(error);
    case Error::Kind::Forbidden:
        return forbidden(error);
    case Error::Kind::NotFound:
        if (error.code == "DATA_FOLDER_MISSING"_L1)
            return ErrorText::tr(
                       "There is no data folder “%1”. Check its name; “cairnctl put”, "
                       "“cairnd user add” or a start of Cairn or cairnd with it makes it.")
                .arg(displayText(QDir::toNativeSeparators(error.subject)));
        return about(error,
                     ErrorText::tr("“%1” was not found. It may have been removed meanwhile; "
                                   "reload the list."),
                     ErrorText::tr("This was not found. It may have been removed meanwhile; "
                                   "reload the list."));
    case Error::Kind::Conflict:
        return conflict(error);
    case Error::Kind::Invalid:
        return invalid(error);
    case Error::Kind::Empty:
        if (error.code == "ONLY_LINKS"_L1 || error.code == "ONLY_HIDDEN"_L1)
            return nothingElse(error);
        return about(error,
                     ErrorText::tr("“%1” has no files in it, so there is nothing to upload. "
                                   "Choose files or a folder with files."),
                     ErrorText::tr("There is nothing to upload in that. Choose files or a folder "
                                   "with files."));
    case Error::Kind::TooLarge:
        return about(error,
                     ErrorText::tr("“%1” is larger than the limit allows. Use something smaller, "
                                   "or split it."),
                     ErrorText::tr("This is larger than the limit allows. Use something smaller, "
                                   "or split it."));
    case Error::Kind::RateLimited:
        return rateLimited(error);
    case Error::Kind::Maintenance:
        return maintenance(error);
    case Error::Kind::Server:
        return ErrorText::tr(
            "The service failed while answering. Nothing here is lost; retry in a moment, "
            "and tell the operator of the service if it lasts.");
    case Error::Kind::Protocol:
        if (isRedirect(error))
            return redirectText(error);
        return ErrorText::tr(
            "The answer is not one this kind of service gives. Check the address of the "
            "account: something else may be running there.");
    case Error::Kind::Untrusted:
        return untrustedText(error);
    case Error::Kind::KeychainDenied:
        return ErrorText::tr(
            "The keychain was not allowed to read or save the token: its question was cancelled "
            "or denied. Retry and allow it; you are not signed out.");
    case Error::Kind::KeychainLocked:
        return ErrorText::tr(
            "The keychain is locked, so the token cannot be read. Unlock it and retry; you "
            "are not signed out.");
    case Error::Kind::KeychainAbsent:
        return ErrorText::tr(
            "There is no keychain in this session, so tokens can be neither read nor saved. "
            "Start a keyring such as GNOME Keyring or KWallet and retry, or use a token without "
            "saving it.");
    case Error::Kind::KeychainFailed:
        return ErrorText::tr(
            "The keychain refused access. Allow Cairn to use it when asked and retry, or use "
            "the token without saving it.");
    case Error::Kind::Storage:
        return storage(error);
    case Error::Kind::DiskFull:
        return about(error,
                     ErrorText::tr("There is no space left on the disk for “%1”. Free some space "
                                   "and retry; nothing half-written was kept."),
                     ErrorText::tr("There is no space left on the disk. Free some space and "
                                   "retry; nothing half-written was kept."));
    case Error::Kind::FileUnreadable:
        return about(error,
                     ErrorText::tr("“%1” cannot be read. Check that it exists and that you may "
                                   "open it, then retry."),
                     ErrorText::tr("A file cannot be read. Check that it exists and that you may "
                                   "open it, then retry."));
    case Error::Kind::SourceChanged:
        return about(error,
                     ErrorText::tr("“%1” changed while it was read. Wait until nothing writes to "
                                   "it any more, then retry."),
                     ErrorText::tr("A file changed while it was read. Wait until nothing writes "
                                   "to it any more, then retry."));
    case Error::Kind::Corrupt:
        return about(error,
                     ErrorText::tr("“%1” is damaged: its bytes are not what its hash or its "
                                   "format says. Get it from another source."),
                     ErrorText::tr("The data is damaged: the bytes are not what their hash or "
                                   "their format says. Get it from another source."));
    }
    Q_UNREACHABLE();
}

QString passingErrorText(const Error& error)
{
    if (QString text = downloadErrorText(error); !text.isEmpty())
        return text;
    if (error.code.startsWith("TRANSFERS_"_L1))
        return transfers(error);
    switch (error.kind) {
    case Error::Kind::Offline:
        if (const QString proxy = proxyText(error); !proxy.isEmpty())
            return proxy;
        return about(error,
                     ErrorText::tr("“%1” cannot be reached. Check that the service is running "
                                   "and that this computer is online."),
                     ErrorText::tr("The service cannot be reached. Check that it is running and "
                                   "that this computer is online."));
    case Error::Kind::Timeout:
        return about(error, ErrorText::tr("“%1” stopped answering; it may be overloaded."),
                     ErrorText::tr("The service stopped answering; it may be overloaded."));
    case Error::Kind::RateLimited:
        return ErrorText::tr("The service asks for fewer requests.");
    case Error::Kind::Maintenance:
        return ErrorText::tr("The service is under maintenance; reading may still work.");
    case Error::Kind::Server:
        return ErrorText::tr(
            "The service failed while answering. Nothing here is lost; tell the operator of "
            "the service if it lasts.");
    case Error::Kind::KeychainLocked:
        return ErrorText::tr(
            "The keychain is locked, so the token cannot be read. Unlock it; you are not "
            "signed out.");
    case Error::Kind::DiskFull:
        return about(error,
                     ErrorText::tr("There is no space left on the disk for “%1”. Free some "
                                   "space; nothing half-written was kept."),
                     ErrorText::tr("There is no space left on the disk. Free some space; nothing "
                                   "half-written was kept."));
    default:
        return errorText(error);
    }
}

} // namespace cairn
