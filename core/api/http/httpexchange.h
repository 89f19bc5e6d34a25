// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/http/httpconnections.h"
#include "core/base/result.h"

#include <QElapsedTimer>
#include <QUrl>

#include <curl/curl.h>

#include <atomic>
#include <functional>
#include <memory>

namespace cairn {

/// One HTTP/1.1 exchange by libcurl, as far as GET and POST share it; only they include this.
/// Nothing moves but while drive() waits: it belongs to one thread, a worker's. What has been set on
/// the handle besides is the caller's.
class HttpExchange
{
public:
    HttpExchange(HttpConnections& connections, const QUrl& url, std::function<bool()> isStopping,
                 std::chrono::milliseconds timeout);
    ~HttpExchange(); ///< Breaks off what is under way.
    HttpExchange(const HttpExchange&) = delete;
    HttpExchange& operator=(const HttpExchange&) = delete;

    CURL* handle() const { return m_easy.get(); }
    void addHeader(const QByteArray& line); ///< "Name: value", before the first drive().

    /// Until @p isEnough, or the exchange is over. Errors: Cancelled, Timeout (nothing moved for
    /// the time that timeout gives).
    [[nodiscard]] Done drive(const std::function<bool()>& isEnough);
    void interrupt(); ///< Any thread: drive() ends as Cancelled.
    void moved() { m_silent.restart(); } ///< Called by whoever hands bytes over.
    bool isOver() const { return m_isOver; }
    /// Why it is over, unless all went well: Offline, Timeout, Protocol.
    std::optional<Error> error() const;

    bool hasHead() const { return m_hasHead; }
    int status() const { return m_status; }
    qint64 headBytes() const; ///< Of both sides, as they went over the network.
    const QList<std::pair<QByteArray, QByteArray>>& headers() const { return m_headers; }
    const QUrl& url() const { return m_url; }

private:
    static std::size_t takeHeader(char* bytes, std::size_t, std::size_t size, void* self);
    void takeHeader(const QByteArray& line);
    void setProxy();

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
    int m_status = 0;
    QList<std::pair<QByteArray, QByteArray>> m_headers;
    bool m_hasHead = false;
};

} // namespace cairn
