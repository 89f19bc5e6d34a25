// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/local/http/traffic.h"

#include <microhttpd.h>

namespace cairn::local {

namespace {

constexpr unsigned holderThreads = 4;
constexpr unsigned anybodyThreads = 2;
constexpr std::size_t maxWaitingOfAnybody = 64;

} // namespace

Connections::Connection& countedOf(MHD_Connection* connection)
{
    const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return *static_cast<Connections::Connection*>(info->socket_context);
}

Traffic::Traffic(HttpHandler& answers, const Clock& clock, const ConnectionLimits& clients)
    : handler(answers)
    , limits(clients)
    , connections(clock, clients)
    , m_forHolders(holderThreads)
    , m_forAnybody(anybodyThreads)
{ }

bool Traffic::begin()
{
    const std::lock_guard lock(m_mutex);
    m_underWay += m_isClosing ? 0 : 1;
    return !m_isClosing;
}

void Traffic::end()
{
    const std::lock_guard lock(m_mutex);
    --m_underWay;
    m_ended.notify_all();
}

bool Traffic::hand(Work work, MHD_Connection* connection, std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_isStopping)
            return false;
        ++m_jobs;
    }
    MHD_suspend_connection(connection);
    Connections::Connection& counted = countedOf(connection);
    connections.startWork(counted);
    Workers& workers = work == Work::ForHolder ? m_forHolders : m_forAnybody;
    workers.start([this, connection, &counted, job = std::move(job)] {
        job();
        connections.endWork(counted);
        MHD_resume_connection(connection);
        const std::lock_guard lock(m_mutex);
        --m_jobs;
        m_ended.notify_all();
    });
    return true;
}

bool Traffic::hasLongQueue(Work work)
{
    return work == Work::ForAnybody && m_forAnybody.waiting() >= maxWaitingOfAnybody;
}

void Traffic::close(std::chrono::milliseconds limit)
{
    std::unique_lock lock(m_mutex);
    m_isClosing = true;
    m_ended.wait_for(lock, limit, [this] { return m_underWay == 0; });
}

void Traffic::stop()
{
    std::unique_lock lock(m_mutex);
    m_isClosing = true;
    m_isStopping = true;
    m_ended.wait(lock, [this] { return m_jobs == 0; });
}

} // namespace cairn::local
