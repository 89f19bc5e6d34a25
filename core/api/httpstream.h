// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QEventLoop>
#include <QTimer>

#include <functional>
#include <memory>

class QNetworkAccessManager;
class QNetworkReply;
class QUrl;

namespace cairn {

/// Whether this computer has a connection to anywhere but itself. Any thread.
bool hasNetwork();

/// What is kept from one GET to the next. Belongs to the thread that makes it.
class HttpConnections
{
public:
    HttpConnections();
    ~HttpConnections();

private:
    friend class HttpStream;
    std::unique_ptr<QNetworkAccessManager> m_network;
};

/// The body of one GET, read piece by piece as it comes, however long it is. Waits, so it belongs
/// to a thread that has nothing else to do, and so does @p connections. Without a reader no more than a
/// few MiB come. Carries no credential. Errors: Offline, Timeout (nothing came for half a minute),
/// Protocol, Cancelled once @p isStopping says so.
class HttpStream
{
public:
    HttpStream(HttpConnections& connections, const QUrl& url, const QByteArray& accept,
               std::function<bool()> isStopping);
    ~HttpStream(); ///< Breaks off what has not come.

    struct Head
    {
        int status = 0;
        QByteArray type; ///< Content-Type.
        std::optional<std::chrono::seconds> retryAfter{};
    };
    [[nodiscard]] Result<Head> head();
    /// At least one byte; 0 at the end.
    [[nodiscard]] Result<qint64> read(char* to, qint64 most);

private:
    Done wait();
    Error transportError() const;

    const std::function<bool()> m_isStopping;
    QEventLoop m_loop; ///< Runs nothing but this request.
    QTimer m_glance;
    std::unique_ptr<QNetworkReply> m_reply;
};

} // namespace cairn
