// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/api/http/httpresponse.h"
#include "core/base/result.h"

#include <QUrl>

#include <functional>

namespace cairn {

class HttpConnections;

/// A request's body, read and sent by a worker's thread.
class HttpBody
{
public:
    virtual ~HttpBody() = default;
    virtual qint64 length() const = 0;
    /// At least one byte, at most @p maxSize; waits for it. 0 or less ends the request.
    virtual qint64 read(char* to, qint64 maxSize) = 0;
    /// Called often: how many bytes were given to the network so far.
    virtual void sent(qint64 bytes) = 0;
    virtual bool isStopped() const { return false; } ///< The request is to end.
};

struct HttpPost
{
    QUrl url;
    QList<std::pair<QByteArray, QByteArray>> headers;
    std::shared_ptr<HttpBody> body;
    std::function<bool()> isStopping; ///< Ends the request, as the body's isStopped() does.
    /// When neither side has sent a byte for so long, the request fails.
    std::chrono::milliseconds timeout;
};

/// Sends @p post and returns the response, whatever its status; follows no redirect. For a worker's
/// thread. Errors: Offline, Timeout, TooLarge (an answer beyond a mebibyte), Protocol; Cancelled
/// when isStopping or the body ends it.
[[nodiscard]] Result<HttpResponse> send(HttpConnections& connections, const HttpPost& post);

} // namespace cairn
