// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/httpexchange.h"

#include "core/api/http/networkenvironment.h"
#include "core/api/http/trust.h"

#include <QNetworkProxyFactory>

#include <openssl/x509_vfy.h>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr int pollIntervalMs = 100; // How late it hears that it is to stop.
constexpr long connectSeconds = 30;

void setText(CURL* handle, CURLoption option, const QByteArray& text)
{
    curl_easy_setopt(handle, option, text.constData()); // curl keeps a copy.
}

} // namespace

HttpExchange::HttpExchange(HttpConnections& connections, const QUrl& url,
                           std::function<bool()> isStopping, std::chrono::milliseconds timeout)
    : m_connections(connections)
    , m_url(url)
    , m_isStopping(std::move(isStopping))
    , m_timeout(timeout)
    , m_multi(connections.take())
    , m_easy(curl_easy_init())
    , m_place(url)
{
    CURL* const easy = handle();
    setText(easy, CURLOPT_URL, url.toEncoded(QUrl::RemoveFragment));
    setText(easy, CURLOPT_USERAGENT, "cairn/" CAIRN_VERSION);
    setText(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    // Each exchange has a connection of its own at its time: nothing that HTTP/2 could share.
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, long(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L); // They are of the proxy.
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, connectSeconds);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, m_reason);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION,
                     static_cast<curl_write_callback>(&HttpExchange::takeHeader));
    if (const QByteArray trusted = trustedCertificatesFile(); !trusted.isEmpty())
        setText(easy, CURLOPT_CAINFO, trusted);
    setProxy();
}

HttpExchange::~HttpExchange()
{
    if (m_isUnderWay)
        curl_multi_remove_handle(m_multi, handle());
    m_easy.reset();
    m_connections.giveBack(m_multi);
}

/// The same way out as Qt's requests take.
void HttpExchange::setProxy()
{
    const auto proxies = QNetworkProxyFactory::proxyForQuery(QNetworkProxyQuery(m_url));
    const QNetworkProxy proxy = proxies.value(0, QNetworkProxy::NoProxy);
    const bool isSocks = proxy.type() == QNetworkProxy::Socks5Proxy;
    const bool isHttp = proxy.type() == QNetworkProxy::HttpProxy
        || proxy.type() == QNetworkProxy::HttpCachingProxy;
    if (!isSocks && !isHttp)
        return setText(handle(), CURLOPT_PROXY, {}); // Not the environment's either.
    m_hasProxy = true;
    setText(handle(), CURLOPT_PROXY, proxy.hostName().toUtf8());
    curl_easy_setopt(handle(), CURLOPT_PROXYPORT, long(proxy.port()));
    curl_easy_setopt(handle(), CURLOPT_PROXYTYPE,
                     long(isSocks ? CURLPROXY_SOCKS5_HOSTNAME : CURLPROXY_HTTP));
    if (!proxy.user().isEmpty()) {
        setText(handle(), CURLOPT_PROXYUSERNAME, proxy.user().toUtf8());
        setText(handle(), CURLOPT_PROXYPASSWORD, proxy.password().toUtf8());
    }
}

void HttpExchange::addHeader(const QByteArray& line)
{
    curl_slist* const longer = curl_slist_append(m_lines.release(), line.constData());
    m_lines.reset(longer);
}

std::size_t HttpExchange::takeHeader(char* bytes, std::size_t, std::size_t size, void* self)
{
    auto* const exchange = static_cast<HttpExchange*>(self);
    exchange->takeHeader(QByteArray(bytes, qsizetype(size)).trimmed());
    return exchange->m_isStoppedBefore ? 0 : size; // With 0 curl ends the exchange.
}

void HttpExchange::takeHeader(const QByteArray& line)
{
    moved();
    if (line.startsWith("HTTP/")) { // Of the last answer, where several come.
        m_headers.clear();
        m_status = line.mid(line.indexOf(' ') + 1).left(3).toInt();
        return;
    }
    if (const qsizetype colon = line.indexOf(':'); colon > 0)
        m_headers.emplaceBack(line.left(colon).trimmed(), line.mid(colon + 1).trimmed());
    m_hasHead = line.isEmpty() && m_status >= 200 && (m_status < 300 || m_status >= 400);
    if (line.isEmpty() && m_status >= 300 && m_status < 400)
        takeRedirect();
}

void HttpExchange::takeRedirect()
{
    for (const auto& [name, value] : m_headers) {
        if (name.compare("location", Qt::CaseInsensitive) == 0)
            m_place = m_place.resolved(QUrl::fromEncoded(value));
    }
    m_isStoppedBefore = m_isUnwanted && m_isUnwanted(m_place);
    m_hasHead = m_hasHead || m_isStoppedBefore;
}

Done HttpExchange::drive(const std::function<bool()>& isEnough)
{
    if (!m_isUnderWay && !m_isOver) {
        curl_easy_setopt(handle(), CURLOPT_HTTPHEADER, m_lines.get());
        m_code = CURLE_FAILED_INIT;
        m_isUnderWay = curl_multi_add_handle(m_multi, handle()) == CURLM_OK;
        m_isOver = !m_isUnderWay;
    }
    m_silent.start();
    while (!m_isOver && !isEnough()) {
        if (m_isInterrupted || m_isStopping())
            return fail(Error::Kind::Cancelled);
        if (m_silent.hasExpired(m_timeout.count()))
            return fail(Error::Kind::Timeout, u"nothing came"_s, m_url.host());
        int running = 0;
        curl_multi_perform(m_multi, &running);
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(m_multi, &left)) {
            m_isOver = message->msg == CURLMSG_DONE;
            m_code = message->data.result;
        }
        if (!m_isOver && !isEnough())
            curl_multi_poll(m_multi, nullptr, 0, pollIntervalMs, nullptr);
    }
    return {};
}

qint64 HttpExchange::headBytes() const
{
    long asked = 0;
    long answered = 0;
    curl_easy_getinfo(handle(), CURLINFO_REQUEST_SIZE, &asked);
    curl_easy_getinfo(handle(), CURLINFO_HEADER_SIZE, &answered);
    return asked + answered;
}

void HttpExchange::interrupt()
{
    m_isInterrupted = true;
    curl_multi_wakeup(m_multi);
}

bool HttpExchange::isProxysFault() const
{
    long answer = 0; // Of a proxy that is asked for a way through.
    curl_easy_getinfo(handle(), CURLINFO_HTTP_CONNECTCODE, &answer);
    switch (m_code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
        return true;
    case CURLE_COULDNT_CONNECT:
        return m_hasProxy;
    default:
        return answer >= 300;
    }
}

std::optional<Error> HttpExchange::error() const
{
    const auto kind = [this] {
        switch (m_code) {
        case CURLE_OPERATION_TIMEDOUT:
            return Error::Kind::Timeout;
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_URL_MALFORMAT:
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_TOO_MANY_REDIRECTS:
        case CURLE_BAD_CONTENT_ENCODING:
        case CURLE_OUT_OF_MEMORY:
            return Error::Kind::Protocol;
        default:
            return Error::Kind::Offline;
        }
    };
    const auto code = [this] {
        switch (m_code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return QString(transport::noAddress);
        case CURLE_COULDNT_CONNECT:
            return QString(transport::notAccepted);
        case CURLE_SSL_CONNECT_ERROR:
            return QString(transport::noTls);
        default:
            return QString();
        }
    };
    if (m_code == CURLE_OK)
        return std::nullopt;
    if (isProxysFault())
        return proxyError(m_url, QString::fromUtf8(curl_easy_strerror(m_code)));
    const char* const reason = *m_reason ? m_reason : curl_easy_strerror(m_code);
    if (m_code == CURLE_PEER_FAILED_VERIFICATION) {
        long result = X509_V_OK;
        curl_easy_getinfo(handle(), CURLINFO_SSL_VERIFYRESULT, &result);
        // curl looks at the name first, before it has asked for a result.
        const bool isName = result == X509_V_OK || result == X509_V_ERR_UNSPECIFIED;
        return untrustedError(isName ? long(X509_V_ERR_HOSTNAME_MISMATCH) : result,
                              QString::fromUtf8(reason), m_url.host());
    }
    return Error{kind(), QString::fromUtf8(reason), m_url.host(), code()};
}

} // namespace cairn
