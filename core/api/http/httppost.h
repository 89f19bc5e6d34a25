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
    /// At least one byte, at most @p most; waits for it. 0 or less breaks the request off.
    virtual qint64 read(char* to, qint64 maxSize) = 0;
    /// Often; how much has gone into the network.
    virtual void sent(qint64 bytes) = 0;
    virtual bool isStopped() const { return false; } ///< Nobody wants it any more.
};

struct HttpPost
{
    QUrl url;
    QList<std::pair<QByteArray, QByteArray>> headers;
    std::shared_ptr<HttpBody> body;
    std::function<bool()> isStopping; ///< Besides the body.
    std::chrono::milliseconds timeout; ///< For a silence of either side.
};

/// Sends it and gives the response, whatever its status; follows no redirect. For a worker's
/// thread. Errors: Offline, Timeout, TooLarge (an answer beyond a mebibyte), Protocol; Cancelled
/// once @p isStopping or the body says so, or it breaks off.
[[nodiscard]] Result<HttpResponse> send(HttpConnections& connections, const HttpPost& post);

} // namespace cairn
