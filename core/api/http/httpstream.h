// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/http/httpconnections.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>

namespace cairn {

class HttpExchange;

/// Whether this computer has a connection to other computers. Any thread.
bool hasNetwork();

/// The body of one GET, read piece by piece, however long it is. Its functions wait, so it is for a
/// thread that has nothing else to do. No bytes come while nobody reads. Carries no credential;
/// follows redirects, from https to https only. Errors: Offline, Timeout (nothing came for that
/// long), Protocol, Cancelled once @p isStopping is true.
class HttpStream
{
public:
    static constexpr qint64 defaultReadAhead = 512 * 1024;
    static constexpr std::chrono::milliseconds defaultTimeout = std::chrono::seconds(30);

    /// At most @p readAhead bytes come before they are asked for.
    HttpStream(HttpConnections& connections, const QUrl& url, const QByteArray& accept,
               std::function<bool()> isStopping, qint64 readAhead = defaultReadAhead,
               std::chrono::milliseconds timeout = defaultTimeout);
    ~HttpStream(); ///< Ends the request, complete or not.

    struct Head
    {
        int status = 0;
        QByteArray type; ///< Content-Type.
        std::optional<std::chrono::seconds> retryAfter{}; ///< Of a date: counted from the answer's.
        qint64 bytes = 0; ///< Of both heads, the request's too.
        QUrl url{}; ///< Who answered; after a redirect that is not followed, where that leads.
        std::optional<std::chrono::sys_seconds> sunset{}; ///< RFC 8594: the end of what was asked.
        std::chrono::sys_seconds date{}; ///< When the answer was given.
        bool isChallenge = false; ///< It is a page by which a person proves to be one.
    };
    /// To be called before head(): redirects to such addresses are not followed.
    void stopBefore(std::function<bool(const QUrl&)> isUnwanted);
    [[nodiscard]] Result<Head> head();
    /// At least one byte; 0 at the end.
    [[nodiscard]] Result<qint64> read(char* to, qint64 maxSize);
    /// Calls that wait, now or later, end as Cancelled. Any thread.
    void interrupt();

private:
    static std::size_t take(char* bytes, std::size_t, std::size_t size, void* self);
    std::size_t take(const char* bytes, qint64 size);

    std::unique_ptr<HttpExchange> m_exchange;
    const qint64 m_readAhead;
    char* m_to = nullptr; ///< Where the waiting read() wants its bytes; m_room is how many fit.
    qint64 m_room = 0;
    qint64 m_taken = 0;
    bool m_isPaused = false;
    QByteArray m_rest; ///< Bytes that came beyond m_room.
    qsizetype m_restUsed = 0;
};

} // namespace cairn
