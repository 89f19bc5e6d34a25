// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/local/http/connections.h"
#include "core/local/http/httpmessage.h"

#include <QHostAddress>

#include <chrono>
#include <memory>

struct MHD_Daemon;

namespace cairn::local {

class Traffic;

/// The listening socket and its threads; with `traffic` and `answer` the only code that knows
/// libmicrohttpd. It needs no event loop. The handler must outlive it; the destructor waits until
/// no thread is left.
class HttpServer
{
public:
    /// Port 0 takes a free one. Errors: Conflict when the port is taken, Storage for the rest, such
    /// as no more threads.
    [[nodiscard]] static Result<std::unique_ptr<HttpServer>>
    start(const QHostAddress& address, quint16 port, const ConnectionLimits& limits,
          const Clock& clock, HttpHandler& handler);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    quint16 port() const;

    /// Begins no more requests and waits for those under way, at most @p limit. Whoever asks from
    /// now on has the connection closed before anything is done. Once.
    void finishRequests(std::chrono::milliseconds limit);

private:
    HttpServer(HttpHandler& handler, const Clock& clock, const ConnectionLimits& limits);

    const std::unique_ptr<Traffic> m_traffic;
    MHD_Daemon* m_daemon = nullptr;
};

} // namespace cairn::local
