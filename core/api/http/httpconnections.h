// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <mutex>
#include <vector>

namespace cairn {

/// Connections that a worker's next exchange uses again. Any thread; must outlive the exchanges
/// that use it. Which requests use these, and which Qt's, is in decisions/0014.
class HttpConnections
{
public:
    HttpConnections();
    ~HttpConnections();
    HttpConnections(const HttpConnections&) = delete;
    HttpConnections& operator=(const HttpConnections&) = delete;

private:
    friend class HttpExchange;
    void* take(); ///< A curl multi handle for the caller alone.
    void giveBack(void* handle);

    std::mutex m_mutex;
    std::vector<void*> m_idle;
};

} // namespace cairn
