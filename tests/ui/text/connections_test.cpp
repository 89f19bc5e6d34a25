// SPDX-License-Identifier: MIT OR Apache-2.0
// What lies between here and a service: names, ports, proxies, certificates, redirects, silence.
#include "core/api/client/apiclient.h"
#include "core/api/http/networkenvironment.h"
#include "core/local/localservice.h"
#include "tests/support/await.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/tlsserver.h"
#include "tests/ui/text/situations.h"

#include <QNetworkAccessManager>

namespace cairn::test {
using namespace Qt::StringLiterals;

namespace {

using Kind = Error::Kind;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Asks for the list of uploads, with a token.
Error askError(const QUrl& endpoint, const Secret& login = Secret("login"),
               milliseconds timeout = seconds(20))
{
    const SystemClock clock;
    QNetworkAccessManager network;
    ApiClient api(network, endpoint, ApiClient::Pace::Unlimited, clock);
    api.setCredentials(login, {});
    api.setTimeouts({.answer = timeout});
    return errorOf(await(api.uploads({.page = 1, .size = 1}), seconds(30)));
}

/// Nobody listens there any more.
QUrl closedPort(const QString& scheme = u"http"_s)
{
    QTcpServer server;
    REQUIRE(server.listen(QHostAddress::LocalHost));
    return QUrl(u"%1://127.0.0.1:%2"_s.arg(scheme).arg(server.serverPort()));
}

/// The certificates that this process trusts, and others; both made once.
struct Certificates
{
    Certificates()
    {
        qputenv("SSL_CERT_FILE", QFile::encodeName(known().caFile()));
        useNetworkEnvironment();
    }
    ~Certificates()
    {
        qunsetenv("SSL_CERT_FILE");
        QSslConfiguration::setDefaultConfiguration(usual);
    }
    static CertificateIssuer& known()
    {
        static CertificateIssuer issuer;
        return issuer;
    }
    static CertificateIssuer& unknown()
    {
        static CertificateIssuer issuer;
        return issuer;
    }

    const QSslConfiguration usual = QSslConfiguration::defaultConfiguration();
};

Error tlsError(CertificateIssuer& issuer, const QString& names, int days = 1)
{
    const Certificates certificates;
    const TlsServer server(issuer.certificate(names, days));
    return askError(server.url());
}

Error plainBehindHttps(const Place&)
{
    const Certificates certificates;
    QTcpServer plain;
    REQUIRE(plain.listen(QHostAddress::LocalHost));
    QObject::connect(&plain, &QTcpServer::newConnection, &plain, [&plain] {
        plain.nextPendingConnection()->write("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    return askError(QUrl(u"https://127.0.0.1:%1"_s.arg(plain.serverPort())));
}

Error silence(const Place&)
{
    ScriptedServer server;
    server.hold("GET /user/uploads");
    return askError(server.url(), Secret("login"), milliseconds(200));
}

Error redirected(const QByteArray& to)
{
    ScriptedServer server;
    server.say("GET /user/uploads", {}, "302 Found", "Location: " + to + "\r\n");
    return askError(server.url());
}

Error redirectedForEver(const Place&)
{
    ScriptedServer server;
    server.say("GET /user/uploads", {}, "302 Found", "Location: /user/uploads?again\r\n");
    return askError(server.url());
}

Error byProxy(const QByteArray& proxy)
{
    qputenv("https_proxy", proxy);
    useNetworkEnvironment();
    const Error error = askError(QUrl(u"https://service.example"_s));
    qunsetenv("https_proxy");
    useNetworkEnvironment();
    return error;
}

/// Passes bytes on as they are, as "ssh -L" does with another port at the near end.
class Tunnel final : public QTcpServer
{
public:
    explicit Tunnel(const QUrl& to)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this, to] {
            QTcpSocket* const near = nextPendingConnection();
            auto* const far = new QTcpSocket(near);
            far->connectToHost(to.host(), quint16(to.port()));
            connect(near, &QTcpSocket::readyRead, far, [=] { far->write(near->readAll()); });
            connect(far, &QTcpSocket::readyRead, near, [=] { near->write(far->readAll()); });
        });
    }
};

Error throughTunnel(const Place& place)
{
    const auto service = local::LocalService::start({.dataFolder = place.path(u"data"_s)});
    REQUIRE(service);
    const Tunnel tunnel((*service)->url());
    return askError(QUrl(u"http://127.0.0.1:%1"_s.arg(tunnel.serverPort())),
                    (*service)->sessionLogin());
}

} // namespace

Situations connectionSituations()
{
    return {
        {"a host without an address",
         [](const Place&) { return askError(QUrl(u"https://nowhere.invalid"_s)); }, Kind::Offline,
         "DNS_FAILED",
         "“nowhere.invalid” cannot be reached: no address is known for it. Check how it is "
         "written, and that this computer is online.",
         5, "check the name of the host"},
        {"a port where nobody listens", [](const Place&) { return askError(closedPort()); },
         Kind::Offline, "CONNECTION_REFUSED",
         "“127.0.0.1” cannot be reached: nothing there accepts a connection. Check that the "
         "service is running, and the port in its address.",
         5, "check that the service runs"},
        {"https where only http is spoken", plainBehindHttps, Kind::Offline, "TLS_FAILED",
         "“127.0.0.1” does not answer as https is spoken, so nothing was sent. Check the address "
         "and its port.",
         5, "check the port"},
        {"a service that is silent", silence, Kind::Timeout, "",
         "“127.0.0.1” stopped answering. Retry; if it happens again, the service may be "
         "overloaded.",
         5, "retry"},
        {"http to another computer",
         [](const Place&) { return askError(QUrl(u"http://far.example"_s)); }, Kind::Untrusted,
         "INSECURE_HTTP",
         "“far.example” is asked by http, where whoever is on the way can read and keep a token. "
         "Nothing was sent. Use an address with https, or say that you want it so.",
         1, "use https"},
        {"a certificate of nobody known",
         [](const Place&) { return tlsError(Certificates::unknown(), u"IP:127.0.0.1"_s); },
         Kind::Untrusted, "CERTIFICATE_UNKNOWN_ISSUER",
         "This computer does not know who issued the certificate of “127.0.0.1”, so nothing was "
         "sent. If the service is your own, add its issuer to the certificates that this system "
         "trusts; otherwise somebody else may be answering.",
         1, "trust the issuer"},
        {"a certificate that has expired",
         [](const Place&) { return tlsError(Certificates::known(), u"IP:127.0.0.1"_s, -1); },
         Kind::Untrusted, "CERTIFICATE_NOT_NOW",
         "The certificate of “127.0.0.1” is not valid today, so nothing was sent. Check the date "
         "of this computer; if it is right, the operator of the service has to renew the "
         "certificate.",
         1, "check the date"},
        {"a certificate for another name",
         [](const Place&) { return tlsError(Certificates::known(), u"DNS:storage.example"_s); },
         Kind::Untrusted, "CERTIFICATE_OTHER_NAME",
         "Whoever answers at “127.0.0.1” shows a certificate for another name, so nothing was "
         "sent. Check the address.",
         1, "check the address: another name"},
        {"a service that has moved", [](const Place&) { return redirected("http://far.example/"); },
         Kind::Protocol, "REDIRECT_ELSEWHERE",
         "“127.0.0.1” sends requests on to http://far.example/. No token was sent there. If that "
         "is the right place, use its address.",
         1, "use the other address"},
        {"a service that has moved to https",
         [](const Place&) { return redirected("https://127.0.0.1:1/user/uploads"); },
         Kind::Protocol, "REDIRECT_TO_HTTPS",
         "“127.0.0.1” answers at https://{address}/user/uploads instead. Use that address: by http "
         "a token could be read on its way.",
         1, "use the address with https"},
        {"a service that sends to itself", redirectedForEver, Kind::Protocol, "REDIRECT_LOOP",
         "“127.0.0.1” sends every request on to itself, without end. Tell the operator of the "
         "service.",
         1, "tell the operator of the loop"},
        {"a proxy that is not there",
         [](const Place&) { return byProxy("http://" + closedPort().authority().toLatin1()); },
         Kind::Offline, "PROXY_FAILED",
         "The proxy “127.0.0.1” gives no way through to the service. Check that it runs, and "
         "http_proxy, https_proxy and ALL_PROXY in the environment.",
         5, "check the proxy"},
        {"a proxy of an unknown kind", [](const Place&) { return byProxy("quic://127.0.0.1:1"); },
         Kind::Offline, "PROXY_UNKNOWN",
         "The environment names a proxy of a kind that Cairn does not speak, so nothing was sent. "
         "Proxies with http:// and socks5:// can be used; change http_proxy, https_proxy or "
         "ALL_PROXY.",
         5, "use a proxy of another kind"},
        {"a tunnel with another port", throughTunnel, Kind::Forbidden, "ERROR_HOST_NOT_ALLOWED",
         "The service does not go by the host name or the port of this address. Use the address "
         "that it says itself; through a tunnel, use the same port at both ends. The service says: "
         "“This service does not go by that host name.”",
         4, "use the same port"},
    };
}

} // namespace cairn::test

TEST_CASE("what lies between here and a service is said as it is", "[situations]")
{
    cairn::test::check(cairn::test::connectionSituations());
}
