// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/httpstream.h"

#include "core/api/http/httpexchange.h"
#include "core/api/http/httpresponse.h"
#include "core/base/logging.h"

#include <QNetworkInterface>

#include <cstring>

namespace cairn {
namespace {

constexpr long maxRedirects = 5;

/// Of an HTTP date, in any of the forms that servers write.
std::optional<std::chrono::sys_seconds> timeFrom(const QByteArray& text)
{
    const std::time_t time = text.isEmpty() ? -1 : curl_getdate(text.constData(), nullptr);
    if (time == -1)
        return std::nullopt;
    return std::chrono::sys_seconds(std::chrono::seconds(time));
}

} // namespace

bool hasNetwork()
{
    for (const QNetworkInterface& interface : QNetworkInterface::allInterfaces()) {
        const auto flags = interface.flags();
        if (flags.testFlag(QNetworkInterface::IsUp) && flags.testFlag(QNetworkInterface::IsRunning)
            && !flags.testFlag(QNetworkInterface::IsLoopBack)
            && !interface.addressEntries().isEmpty())
            return true;
    }
    return false;
}

HttpStream::HttpStream(HttpConnections& connections, const QUrl& url, const QByteArray& accept,
                       std::function<bool()> isStopping, qint64 readAhead,
                       std::chrono::milliseconds timeout)
    : m_exchange(std::make_unique<HttpExchange>(connections, url, std::move(isStopping), timeout))
    , m_readAhead(readAhead)
{
    CURL* const curl = m_exchange->handle();
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, maxRedirects);
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR,
                     url.scheme() == QLatin1StringView("https") ? "https" : "http,https");
    curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, long(m_readAhead));
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION,
                     static_cast<curl_write_callback>(&HttpStream::take));
    m_exchange->addHeader("Accept: " + accept);
    m_exchange->addHeader("Accept-Encoding: identity");
}

HttpStream::~HttpStream()
{
    qCInfo(lcApi).noquote() << "GET" << m_exchange->url().path(QUrl::FullyEncoded)
                            << m_exchange->url().query(QUrl::FullyEncoded) << m_exchange->status();
}

void HttpStream::stopBefore(std::function<bool(const QUrl&)> isUnwanted)
{
    m_exchange->stopBefore(std::move(isUnwanted));
}

void HttpStream::interrupt()
{
    m_exchange->interrupt();
}

std::size_t HttpStream::take(char* bytes, std::size_t, std::size_t size, void* self)
{
    return static_cast<HttpStream*>(self)->take(bytes, qint64(size));
}

std::size_t HttpStream::take(const char* bytes, qint64 size)
{
    m_exchange->moved();
    const qint64 fitting = std::min(size, m_room - m_taken);
    if (fitting > 0)
        std::memcpy(m_to + m_taken, bytes, std::size_t(fitting));
    m_taken += fitting;
    m_rest.append(bytes + fitting, qsizetype(size - fitting));
    // curl would read on as long as there is something, whoever wants it.
    m_isPaused = m_taken + m_readAhead > m_room;
    if (m_isPaused)
        curl_easy_pause(m_exchange->handle(), CURLPAUSE_RECV);
    return std::size_t(size);
}

Result<HttpStream::Head> HttpStream::head()
{
    if (const Done driven = m_exchange->drive([this] { return m_exchange->hasHead(); }); !driven)
        return fail(driven.error());
    if (!m_exchange->hasHead() && m_exchange->error())
        return fail(*m_exchange->error());
    const HttpResponse response{m_exchange->status(), {}, m_exchange->headers()};
    Head head{response.status, response.header("Content-Type")};
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    head.date = timeFrom(response.header("Date")).value_or(now);
    head.retryAfter = retryAfterFrom(response.header("Retry-After"), head.date);
    head.sunset = timeFrom(response.header("Sunset"));
    head.isChallenge = response.header("Cf-Mitigated") == "challenge";
    head.url = m_exchange->place();
    head.bytes = m_exchange->headBytes();
    return head;
}

Result<qint64> HttpStream::read(char* to, qint64 maxSize)
{
    if (m_restUsed == m_rest.size()) {
        m_rest.clear();
        m_restUsed = 0;
        m_to = to;
        m_room = maxSize;
        m_taken = 0;
        if (std::exchange(m_isPaused, false))
            curl_easy_pause(m_exchange->handle(), CURLPAUSE_CONT);
        const Done driven = m_exchange->drive([this] { return m_taken > 0; });
        m_to = nullptr;
        m_room = 0;
        if (!driven)
            return fail(driven.error());
        if (m_taken > 0)
            return std::exchange(m_taken, 0);
        if (auto error = m_exchange->error())
            return fail(std::move(*error));
        return 0;
    }
    const qint64 count = std::min<qint64>(maxSize, m_rest.size() - m_restUsed);
    std::memcpy(to, m_rest.constData() + m_restUsed, std::size_t(count));
    m_restUsed += qsizetype(count);
    return count;
}

} // namespace cairn
