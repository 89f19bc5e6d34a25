// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/daemon/serviceoptions.h"

#include "app/daemon/translation.h"
#include "core/local/http/originpolicy.h"

#include <QDateTime>
#include <QHostAddress>

#include <algorithm>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

/// The digits of a port; other numbers look like one, "+80" or "0x50".
std::optional<quint16> portFrom(const QString& text)
{
    const bool isDigits = !text.isEmpty()
        && std::ranges::all_of(text, [](QChar letter) { return letter >= u'0' && letter <= u'9'; });
    bool fits = false;
    const quint16 port = text.toUShort(&fits);
    return isDigits && fits ? std::optional(port) : std::nullopt;
}

/// The address that a host is. Only in full: "127.1" and "8787" are addresses to some, and nobody
/// means them.
QHostAddress addressFrom(const QString& host)
{
    if (host == "localhost"_L1)
        return QHostAddress(QHostAddress::LocalHost);
    if (host.startsWith(u'[') && host.endsWith(u']')) {
        const QHostAddress address(host.sliced(1, host.size() - 2));
        return address.protocol() == QAbstractSocket::IPv6Protocol ? address : QHostAddress();
    }
    const QStringList parts = host.split(u'.');
    const auto isNumber = [](const QString& part) { return portFrom(part).has_value(); };
    const bool isInFull = parts.size() == 4 && std::ranges::all_of(parts, isNumber);
    return isInFull ? QHostAddress(host) : QHostAddress();
}

/// HOST:PORT or [HOST]:PORT; what is wrong with it, if anything.
QString listenAt(const QString& text, local::ServiceOptions& options)
{
    const qsizetype colon = text.lastIndexOf(u':');
    const bool isAddress = !QHostAddress(text).isNull() && text.contains(u':');
    if (isAddress || (text.startsWith(u'[') && text.endsWith(u']')))
        return Cairnd::tr("“%1” has no port. --listen takes HOST:PORT, and an IPv6 address in "
                          "brackets: [::1]:8787.")
            .arg(text);
    if (colon < 0 && portFrom(text))
        return Cairnd::tr("“%1” is a port without a host. --listen takes both, such as "
                          "127.0.0.1:%1.")
            .arg(text);
    if (colon < 0)
        return Cairnd::tr("“%1” has no port. --listen takes HOST:PORT, such as 127.0.0.1:8787; "
                          "port 0 is a free one.")
            .arg(text);
    const QString host = text.first(colon);
    const auto port = portFrom(text.sliced(colon + 1));
    const QHostAddress address = addressFrom(host);
    if (!port || address.isNull())
        return Cairnd::tr("“%1” is not where one can listen. --listen takes the address of this "
                          "computer, or localhost, and a port: 127.0.0.1:8787 or [::1]:8787.")
            .arg(text);
    if (!address.isLoopback() && !options.insecureListen)
        return Cairnd::tr("Other computers could reach “%1”, and nothing is encrypted. Listen at "
                          "127.0.0.1 behind a TLS proxy, or say --insecure-listen as well.")
            .arg(text);
    options.host = host == "localhost"_L1 ? host : address.toString();
    options.port = *port;
    return {};
}

/// A day, or a day and a time.
bool sunsetAt(const QString& text, local::ServiceOptions& options)
{
    QDateTime time = QDateTime::fromString(text, Qt::ISODate);
    if (!time.isValid())
        time = QDate::fromString(text, Qt::ISODate).startOfDay(Qt::UTC);
    if (!time.isValid())
        return false;
    options.sunset = Timestamp(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
    return true;
}

} // namespace

QString serviceOptionsFrom(const QCommandLineParser& line, local::ServiceOptions& options)
{
    options.insecureListen = line.isSet(u"insecure-listen"_s);
    options.hostNames = line.values(u"host-name"_s);
    options.enforceStorageLimit = line.isSet(u"enforce-storage-limit"_s);
    if (line.isSet(u"mode"_s)) {
        options.mode = line.value(u"mode"_s);
        if (!QStringList{u"rw"_s, u"r-"_s, u"--"_s}.contains(options.mode))
            return Cairnd::tr("--mode takes rw, r- or --.");
    }
    if (line.isSet(u"listen"_s)) {
        if (const QString wrong = listenAt(line.value(u"listen"_s), options); !wrong.isEmpty())
            return wrong;
    }
    if (line.isSet(u"sunset"_s) && !sunsetAt(line.value(u"sunset"_s), options))
        return Cairnd::tr("--sunset takes a date, such as 2027-01-31.");
    if (line.isSet(u"free-after"_s)) {
        bool isNumber = false;
        const int days = line.value(u"free-after"_s).toInt(&isNumber);
        if (!isNumber || days < 0)
            return Cairnd::tr("--free-after takes a number of days, such as 7.");
        options.keepDeleted = std::chrono::days(days);
    }
    for (const QString& text : line.values(u"allow-origin"_s)) {
        const auto origin = local::originFrom(text);
        if (!origin)
            return Cairnd::tr("--allow-origin takes an origin, such as https://app.example, or *.");
        options.origins.append(*origin);
    }
    for (const QString& text : line.values(u"trusted-proxy"_s)) {
        const QHostAddress proxy(text);
        if (proxy.isNull())
            return Cairnd::tr("--trusted-proxy takes an address, such as 127.0.0.1.");
        options.connections.proxies.append(proxy);
    }
    if (line.isSet(u"gateway"_s)) {
        options.gateway = QUrl(line.value(u"gateway"_s), QUrl::StrictMode);
        if (!options.gateway.isValid() || options.gateway.host().isEmpty()
            || !options.gateway.scheme().startsWith("http"_L1))
            return Cairnd::tr("--gateway takes an address, such as https://ipfs.example.");
    }
    return {};
}

} // namespace cairn
