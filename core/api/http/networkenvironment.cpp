// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/networkenvironment.h"

#include "core/base/logging.h"

#include <QFile>
#include <QNetworkProxyFactory>
#include <QSslCertificate>
#include <QSslConfiguration>

namespace cairn {
namespace {

/// A name that nobody can have (RFC 6761), in the place of a proxy that cannot be used.
constexpr QLatin1StringView nobody("proxy-of-another-kind.invalid");

/// In Qt's words: a spelling that it does not know it takes for no proxy.
QByteArray spelled(const char* name, const QByteArray& proxy)
{
    // It has a SOCKS proxy look names up in any case.
    for (const QByteArrayView scheme : {"socks5h://", "socks://"}) {
        if (proxy.startsWith(scheme))
            return "socks5://" + proxy.mid(scheme.size());
    }
    if (proxy.startsWith("http://") || proxy.startsWith("socks5://"))
        return proxy;
    if (!proxy.contains("://"))
        return "http://" + proxy;
    qCWarning(lcApi) << name << "names a proxy of another kind than http and socks5:"
                     << proxy.left(proxy.indexOf("://"));
    return "http://" + QByteArray(nobody.data(), nobody.size()) + ":9";
}

/// What Qt reads; curl is told what Qt found.
void useProxies()
{
    const auto setIfMissing = [](const char* name, const char* other) {
        if (qEnvironmentVariableIsEmpty(name) && !qEnvironmentVariableIsEmpty(other))
            qputenv(name, qgetenv(other));
    };
    setIfMissing("https_proxy", "HTTPS_PROXY");
    setIfMissing("no_proxy", "NO_PROXY");
    setIfMissing("all_proxy", "ALL_PROXY");
    setIfMissing("http_proxy", "all_proxy");
    setIfMissing("https_proxy", "all_proxy");
    for (const char* name : {"http_proxy", "https_proxy"}) {
        if (const QByteArray proxy = qgetenv(name).trimmed(); !proxy.isEmpty())
            qputenv(name, spelled(name, proxy));
    }
    QNetworkProxyFactory::setUseSystemConfiguration(true);
}

QNetworkProxy proxyFor(const QUrl& url)
{
    const auto proxies = QNetworkProxyFactory::proxyForQuery(QNetworkProxyQuery(url));
    return proxies.value(0, QNetworkProxy::NoProxy);
}

void useCertificates()
{
    const QString file = QFile::decodeName(trustedCertificatesFile());
    if (file.isEmpty())
        return;
    const auto certificates = QSslCertificate::fromPath(file);
    if (certificates.isEmpty())
        qCWarning(lcApi) << "no certificates in the file that SSL_CERT_FILE names";
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(certificates);
    QSslConfiguration::setDefaultConfiguration(configuration);
}

} // namespace

void useNetworkEnvironment()
{
    useProxies();
    useCertificates();
}

bool isProxied(const QUrl& url)
{
    return proxyFor(url).type() != QNetworkProxy::NoProxy;
}

Error proxyError(const QUrl& url, const QString& detail)
{
    const QNetworkProxy proxy = proxyFor(url);
    if (proxy.hostName() == nobody)
        return {Error::Kind::Offline, detail, {}, proxyUnknown};
    return {Error::Kind::Offline, detail, proxy.hostName(), proxyFailed};
}

QByteArray trustedCertificatesFile()
{
    return qgetenv("SSL_CERT_FILE");
}

} // namespace cairn
