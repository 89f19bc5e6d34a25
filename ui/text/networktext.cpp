// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/networktext.h"

#include "core/api/http/loopback.h"
#include "core/api/http/networkenvironment.h"
#include "core/api/http/redirect.h"
#include "core/api/http/trust.h"
#include "ui/text/displaytext.h"

#include <QCoreApplication>

namespace cairn {

namespace {

struct NetworkText
{
    Q_DECLARE_TR_FUNCTIONS(NetworkText)
};

} // namespace

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
