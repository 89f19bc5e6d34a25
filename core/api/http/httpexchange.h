// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/http/httpconnections.h"
#include "core/api/http/httpresponse.h"
#include "core/base/result.h"

#include <QElapsedTimer>
#include <QUrl>

#include <curl/curl.h>

#include <atomic>
#include <functional>
#include <memory>

namespace cairn {

/// One HTTP/1.1 exchange by libcurl, as far as GET and POST share it; only they include this. Bytes
/// move only while drive() waits. One thread, a worker's. Other options of the handle are set by
/// the caller.
class HttpExchange
{
public:
    HttpExchange(HttpConnections& connections, const QUrl& url, std::function<bool()> isStopping,
                 std::chrono::milliseconds timeout);
    ~HttpExchange(); ///< Ends the exchange, complete or not.
    HttpExchange(const HttpExchange&) = delete;
    HttpExchange& operator=(const HttpExchange&) = delete;

    CURL* handle() const { return m_easy.get(); }
    void addHeader(const QByteArray& line); ///< "Name: value", before the first drive().

    /// Moves bytes until @p isEnough is true or the exchange has ended. Errors: Cancelled, Timeout
    /// (nothing moved for the time that timeout gives).
    [[nodiscard]] Done drive(const std::function<bool()>& isEnough);
    void interrupt(); ///< Any thread: drive() ends as Cancelled.
    void moved() { m_silent.restart(); } ///< To be called when bytes have moved.
    bool isOver() const { return m_isOver; }
    /// Why it ended, unless all went well: Offline, Timeout, Protocol. The code says more where a
    /// caller may want to know it.
    std::optional<Error> error() const;

    /// To be called before the first drive(): an answer that leads to such an address is the last.
    void stopBefore(std::function<bool(const QUrl&)> isUnwanted)
    {
        m_isUnwanted = std::move(isUnwanted);
    }
    /// Who gave the last answer; after a redirect that is not followed, where that leads.
    const QUrl& place() const { return m_place; }

    bool hasHead() const { return m_hasHead; }
    int status() const { return m_status; }
    qint64 headBytes() const; ///< Of the request's and the answer's head, as sent over the network.
    const QList<std::pair<QByteArray, QByteArray>>& headers() const { return m_headers; }
    const QUrl& url() const { return m_url; }

private:
    static std::size_t takeHeader(char* bytes, std::size_t, std::size_t size, void* self);
    void takeHeader(const QByteArray& line);
    void takeRedirect();
    void setProxy();
    bool isProxysFault() const;

    struct EasyEnd
    {
        void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    };
    struct ListEnd
    {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };

    HttpConnections& m_connections;
    const QUrl m_url;
    const std::function<bool()> m_isStopping;
    const std::chrono::milliseconds m_timeout;
    CURLM* m_multi;
    std::unique_ptr<CURL, EasyEnd> m_easy;
    std::unique_ptr<curl_slist, ListEnd> m_lines;
    char m_reason[CURL_ERROR_SIZE] = {};
    QElapsedTimer m_silent;
    bool m_isUnderWay = false;
    bool m_isOver = false;
    std::atomic_bool m_isInterrupted = false;
    CURLcode m_code = CURLE_OK;
    bool m_hasProxy = false;
    int m_status = 0;
    QList<std::pair<QByteArray, QByteArray>> m_headers;
    bool m_hasHead = false;
    std::function<bool(const QUrl&)> m_isUnwanted;
    QUrl m_place;
    bool m_isStoppedBefore = false;
};

} // namespace cairn
