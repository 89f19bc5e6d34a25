// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/errortext.h"

#include "core/api/http/redirect.h"
#include "ui/text/downloadtext.h"
#include "ui/text/errors/credentialtext.h"
#include "ui/text/errors/inputtext.h"
#include "ui/text/errors/networktext.h"
#include "ui/text/errors/sentences.h"
#include "ui/text/errors/storagetext.h"

#include <QCoreApplication>
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
    const QString subject = subjectText(error.subject);
    return subject.isEmpty() ? without : withSubject.arg(subject);
}

/// What is said of the error's code, whatever its kind; empty where it has none that we know.
QString codeText(const Error& error)
{
    for (const auto& textOf : {downloadErrorText, inputErrorText, credentialErrorText,
                               storageErrorText, proxyText, networkErrorText}) {
        if (QString text = textOf(error); !text.isEmpty())
            return text;
    }
    return {};
}

/// A refusal in the form of the API has a code or a reason; another comes from somebody between.
bool isFromService(const Error& error)
{
    return !error.code.isEmpty() || !error.reason.isEmpty();
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

QString forbidden(const Error& error)
{
    if (!isFromService(error))
        return ErrorText::tr(
            "This was refused without a reason, so perhaps not by the service itself. Check the "
            "address of the account, and whether a proxy or a sign-in page stands in front of it.");
    return ErrorText::tr(
        "This token is not permitted to do that. Use a token with the permission, or the "
        "login token of the account.");
}

QString invalid(const Error& error)
{
    if (error.code == "ERROR_INVALID_CAR"_L1)
        return ErrorText::tr("The service did not accept the data. Retry the upload; if it "
                             "happens again, the files may have changed while they were read.");
    if (error.code == "NAME_LEFT_OUT"_L1)
        return ErrorText::tr("The names in that cannot be stored: they are not UTF-8, or have a "
                             "backslash in them. Rename them.");
    if (error.code == "ERROR_INVALID_CID"_L1)
        return ErrorText::tr("This is not a CID. Check that it was copied completely.");
    if (!error.reason.isEmpty())
        return ErrorText::tr("The service does not accept what was asked. Correct what it names, "
                             "and try again.");
    return about(error, ErrorText::tr("“%1” cannot be used here. Correct it and try again."),
                 ErrorText::tr("What was entered cannot be used. Correct it and try again."));
}

QString storage(const Error& error)
{
    return about(error,
                 ErrorText::tr("“%1” cannot be read or written. Check that its disk is connected "
                               "and that you may read and write it, then retry."),
                 ErrorText::tr("Cairn cannot read or write its own data folder. Check that the "
                               "disk is there and that the folder may be written, then retry."));
}

QString rateLimited(const Error& error)
{
    if (!error.retryAfter)
        return ErrorText::tr(
            "The service asks for fewer requests. Wait a few seconds and try again.");
    return ErrorText::tr("The service asks for fewer requests. Try again in %1 s.")
        .arg(QLocale().toString(qlonglong(error.retryAfter->count())));
}

QString kindText(const Error& error)
{
    switch (error.kind) {
    case Error::Kind::Cancelled:
        return about(error, ErrorText::tr("“%1” was cancelled. Start it again when you want it."),
                     ErrorText::tr("This was cancelled. Start it again when you want it."));
    case Error::Kind::Offline:
        return about(error,
                     ErrorText::tr("“%1” cannot be reached. Check that the service is running "
                                   "and that this computer is online, then retry."),
                     ErrorText::tr("The service cannot be reached. Check that it is running and "
                                   "that this computer is online, then retry."));
    case Error::Kind::Timeout:
        return timeout(error);
    case Error::Kind::Unauthorized:
        return ErrorText::tr(
            "The service did not accept the token. Check that it was pasted completely, belongs "
            "to this service and has not been revoked.");
    case Error::Kind::Forbidden:
        return forbidden(error);
    case Error::Kind::NotFound:
        return about(error,
                     ErrorText::tr("“%1” was not found. It may have been removed meanwhile; "
                                   "look at the list again."),
                     ErrorText::tr("This was not found. It may have been removed meanwhile; "
                                   "look at the list again."));
    case Error::Kind::Conflict:
        return about(error,
                     ErrorText::tr("“%1” was changed by somebody else meanwhile. Look at it again, "
                                   "then try again."),
                     ErrorText::tr("This was changed by somebody else meanwhile. Look at it again, "
                                   "then try again."));
    case Error::Kind::Invalid:
        return invalid(error);
    case Error::Kind::Empty:
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
        if (error.code == "ERROR_CATCHING_UP"_L1)
            return ErrorText::tr("The catalog of the service is being made anew from what it "
                                 "stores. Try again in a while.");
        return ErrorText::tr(
            "The service is under maintenance, and does not do this now. Try again later.");
    case Error::Kind::Server:
        if (QString busy = busyText(error); !busy.isEmpty())
            return busy;
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
        return ErrorText::tr("The keychain was not allowed to read or save the token: its question "
                             "was cancelled or denied, or could not be shown. Unlock the keychain, "
                             "or retry and allow it; you are not signed out.");
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

QString passingKindText(const Error& error)
{
    switch (error.kind) {
    case Error::Kind::Offline:
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
        if (error.code == "ERROR_CATCHING_UP"_L1)
            return ErrorText::tr("The catalog of the service is being made anew from what it "
                                 "stores.");
        return ErrorText::tr("The service is under maintenance.");
    case Error::Kind::Server:
        if (QString busy = passingBusyText(error); !busy.isEmpty())
            return busy;
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
        return kindText(error);
    }
}

/// The sentence, then what the service itself said of it.
QString withReason(const QString& sentence, const Error& error)
{
    const QString said = serviceWords(error.reason);
    return said.isEmpty() ? sentence : sentence + u' ' + said;
}

} // namespace

QString errorText(const Error& error)
{
    const QString text = codeText(error);
    return withReason(text.isEmpty() ? kindText(error) : text, error);
}

QString passingErrorText(const Error& error)
{
    const QString text = codeText(error);
    return withReason(text.isEmpty() ? passingKindText(error) : text, error);
}

} // namespace cairn
