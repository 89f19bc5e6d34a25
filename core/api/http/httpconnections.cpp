// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/api/http/httpconnections.h"

#include "core/base/posix/process.h"

#include <curl/curl.h>

namespace cairn {
namespace {

constexpr long keptConnections = 4; // Of one worker: its service and a few gateways.

} // namespace

HttpConnections::HttpConnections()
{
    [[maybe_unused]] static const bool isReady = [] {
        posix::ignoreBrokenPipes(); // As Qt Network does.
        return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    }();
}

HttpConnections::~HttpConnections()
{
    for (void* handle : m_idle)
        curl_multi_cleanup(handle);
}

void* HttpConnections::take()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_idle.empty()) {
            void* handle = m_idle.back();
            m_idle.pop_back();
            return handle;
        }
    }
    CURLM* handle = curl_multi_init();
    curl_multi_setopt(handle, CURLMOPT_MAXCONNECTS, keptConnections);
    return handle;
}

void HttpConnections::giveBack(void* handle)
{
    const std::scoped_lock lock(m_mutex);
    m_idle.push_back(handle);
}

} // namespace cairn
