// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/base/logging.h"
#include "core/local/http/connections.h"
#include "core/local/http/httpmessage.h"
#include "core/local/http/workers.h"

#include <new>
#include <system_error>

struct MHD_Connection;

namespace cairn::local {

/// The connections and the requests under way, of all threads of an HttpServer, which owns it. Any
/// thread. The constructor throws std::system_error when there are no more threads.
class Traffic
{
public:
    Traffic(HttpHandler& answers, const Clock& clock, const ConnectionLimits& clients);

    HttpHandler& handler;
    const ConnectionLimits limits;
    Connections connections;

    bool begin(); ///< Whether a request may begin.
    void end();

    /// Has a worker do @p job while @p connection stands still. False: it is too late for that.
    bool hand(Work work, MHD_Connection* connection, std::function<void()> job);
    /// Whether those who show no credential wait for too many others already.
    bool hasLongQueue(Work work);

    /// Begins no more requests and waits for those under way, at most @p limit.
    void close(std::chrono::milliseconds limit);
    /// Waits for all jobs: a daemon is not to be stopped while one of its connections is suspended.
    void stop();

private:
    Workers m_forHolders;
    Workers m_forAnybody;
    std::mutex m_mutex;
    std::condition_variable m_ended;
    int m_underWay = 0;
    int m_jobs = 0; ///< Handed to workers; their connections are suspended.
    bool m_isClosing = false; ///< No more requests,
    bool m_isStopping = false; ///< and no more jobs.
};

/// Where it is counted.
Connections::Connection& countedOf(MHD_Connection* connection);

/// Does what may need memory or a thread. False: there was none.
template<typename Step> bool hasEnoughFor(Step step)
{
    try {
        step();
        return true;
    } catch (const std::system_error& error) {
        qCCritical(lcLocal) << "a request could not be served:" << error.what();
    } catch (const std::bad_alloc& error) {
        qCCritical(lcLocal) << "a request could not be served:" << error.what();
    }
    return false;
}

} // namespace cairn::local
