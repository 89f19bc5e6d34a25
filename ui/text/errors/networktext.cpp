// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/errors/networktext.h"

#include "core/api/http/loopback.h"
#include "core/api/http/networkenvironment.h"
#include "core/api/http/redirect.h"
#include "core/api/http/trust.h"
#include "ui/text/displaytext.h"
#include "ui/text/errors/sentences.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

// %1 is the host or the address, or what was sent.
constexpr std::array networkSentences{
    CodeSentence{"DNS_FAILED"_L1,
                 QT_TRANSLATE_NOOP("NetworkText",
                                   "“%1” cannot be reached: no address is known for it. Check how "
                                   "it is written, and that this computer is online.")},
    CodeSentence{
        "CONNECTION_REFUSED"_L1,
        QT_TRANSLATE_NOOP("NetworkText",
                          "“%1” cannot be reached: nothing there accepts a connection. Check that "
                          "the service is running, and the port in its address.")},
    CodeSentence{"TLS_FAILED"_L1,
                 QT_TRANSLATE_NOOP("NetworkText",
                                   "“%1” does not answer as https is spoken, so nothing was sent. "
                                   "Check the address and its port.")},
    CodeSentence{
        "ERROR_SERVICE_MOVED"_L1,
        QT_TRANSLATE_NOOP("NetworkText",
                          "The service is at “%1” now, and was asked elsewhere. Try again.")},
    CodeSentence{
        "NOT_FROM_SERVICE"_L1,
        QT_TRANSLATE_NOOP("NetworkText",
                          "“%1” answers with a web page, and knows nothing of what was asked. "
                          "Check the address of the account: something else is running there.")},
    CodeSentence{"NOT_OFFERED"_L1,
                 QT_TRANSLATE_NOOP("NetworkText",
                                   "This service does not do that at all. Use another service for "
                                   "it, or ask its operator.")},
    CodeSentence{
        "ANSWER_TOO_LARGE"_L1,
        QT_TRANSLATE_NOOP(
            "NetworkText",
            "“%1” answers with more than Cairn reads at once. Tell the operator of the service.")},
    CodeSentence{
        "ERROR_HOST_NOT_ALLOWED"_L1,
        QT_TRANSLATE_NOOP(
            "NetworkText",
            "The service does not go by the host name or the port of this address. Use the address "
            "that it says itself; through a tunnel, use the same port at both ends.")},
    CodeSentence{
        "RECEIPT_WRONG"_L1,
        QT_TRANSLATE_NOOP("NetworkText",
                          "The service says that it stored something else than “%1”. Retry the "
                          "upload; if it happens again, tell the operator of the service.")},
    CodeSentence{
        "ERROR_DISK_FULL"_L1,
        QT_TRANSLATE_NOOP("NetworkText",
                          "There is no space left on the disk of the service, and nothing of this "
                          "was stored. Free some space there, or tell its operator.")},
    CodeSentence{
        "ERROR_FEATURE_HAS_BEEN_SUNSET"_L1,
        QT_TRANSLATE_NOOP("NetworkText",
                          "The service has ended this function for good. What it stores may still "
                          "be readable; choose another account for new uploads.")},
};

struct NetworkText
{
    Q_DECLARE_TR_FUNCTIONS(NetworkText)
};

/// What has too much to do says so with a code of its own, or with none.
bool isBusy(const Error& error)
{
    return error.code == "SERVICE_BUSY"_L1 || error.code == "ERROR_BUSY"_L1
        || error.code == "ERROR_OVERLOADED"_L1;
}

} // namespace

QString networkErrorText(const Error& error)
{
    const char* const text = sentenceOf(networkSentences, error);
    return text ? filled(NetworkText::tr(text), error) : QString();
}

QString busyText(const Error& error)
{
    if (!isBusy(error))
        return {};
    if (!error.retryAfter)
        return NetworkText::tr("The service has too much to do now. Try again in a while.");
    return NetworkText::tr("The service has too much to do now. Try again in %1 s.")
        .arg(QLocale().toString(qlonglong(error.retryAfter->count())));
}

QString passingBusyText(const Error& error)
{
    return isBusy(error) ? NetworkText::tr("The service has too much to do now.") : QString();
}

QString serviceWords(const QString& reason)
{
    constexpr qsizetype maxShown = 200;
    return reason.isEmpty()
        ? QString()
        : NetworkText::tr("The service says: “%1”").arg(shortText(displayText(reason), maxShown));
}

QString untrustedText(const Error& error)
{
    const QString host = displayText(error.subject);
    if (error.code == insecureHttp)
        return NetworkText::tr(
                   "“%1” is asked by http, where whoever is on the way can read and keep a "
                   "token. Nothing was sent. Use an address with https, or say that you "
                   "want it so.")
            .arg(host);
    if (error.code == untrusted::notNow)
        return NetworkText::tr(
                   "The certificate of “%1” is not valid today, so nothing was sent. Check "
                   "the date of this computer; if it is right, the operator of the service "
                   "has to renew the certificate.")
            .arg(host);
    if (error.code == untrusted::otherName)
        return NetworkText::tr("Whoever answers at “%1” shows a certificate for another name, so "
                               "nothing was sent. Check the address.")
            .arg(host);
    if (error.code == untrusted::unknownIssuer)
        return NetworkText::tr(
                   "This computer does not know who issued the certificate of “%1”, so "
                   "nothing was sent. If the service is your own, add its issuer to the "
                   "certificates that this system trusts; otherwise somebody else may be "
                   "answering.")
            .arg(host);
    return NetworkText::tr(
               "The certificate of “%1” cannot be used to check who answers, so nothing was "
               "sent. Tell the operator of the service.")
        .arg(host);
}

QString proxyText(const Error& error)
{
    if (error.code == proxyFailed)
        return NetworkText::tr(
                   "The proxy “%1” gives no way through to the service. Check that it runs, and "
                   "http_proxy, https_proxy and ALL_PROXY in the environment.")
            .arg(displayText(error.subject));
    if (error.code == proxyUnknown)
        return NetworkText::tr(
            "The environment names a proxy of a kind that Cairn does not speak, so nothing was "
            "sent. Proxies with http:// and socks5:// can be used; change http_proxy, https_proxy "
            "or ALL_PROXY.");
    return {};
}

QString redirectText(const Error& error)
{
    const QString host = displayText(error.subject);
    const QString target = displayText(error.more.value(0));
    if (error.code == redirect::loop)
        return NetworkText::tr(
                   "“%1” sends every request on to itself, without end. Tell the operator "
                   "of the service.")
            .arg(host);
    //: %2 is an address.
    return error.code == redirect::toHttps
        ? NetworkText::tr(
              "“%1” answers at %2 instead. Use that address: by http a token could be read "
              "on its way.")
              .arg(host, target)
        : NetworkText::tr(
              "“%1” sends requests on to %2. No token was sent there. If that is the right "
              "place, use its address.")
              .arg(host, target);
}

} // namespace cairn
