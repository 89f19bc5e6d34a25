// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <mutex>
#include <vector>

namespace cairn {

/// Connections that are kept from one exchange of a worker to the next. Any thread; outlives the
/// exchanges that use it. See decisions/0014 for who uses these and who Qt's.
class HttpConnections
{
public:
    HttpConnections();
    ~HttpConnections();
    HttpConnections(const HttpConnections&) = delete;
    HttpConnections& operator=(const HttpConnections&) = delete;

private:
    friend class HttpExchange;
    void* take(); ///< A curl multi handle that nobody else uses.
    void giveBack(void* handle);

    std::mutex m_mutex;
    std::vector<void*> m_idle;
};

} // namespace cairn
