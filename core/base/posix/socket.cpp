// SPDX-License-Identifier: MIT OR Apache-2.0
#include "core/base/posix/socket.h"

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#ifdef __linux__
#include <linux/tcp.h>
#endif

#include <cerrno>
#include <climits>
#include <cstddef>

namespace cairn::posix {

bool isPeerGone(int socket)
{
    char byte = 0;
    const auto count = ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

bool hasBytes(int socket)
{
    char byte = 0;
    return ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

void shutDown(int socket)
{
    ::shutdown(socket, SHUT_RDWR);
}

std::optional<qint64> bytesTransferred([[maybe_unused]] int socket)
{
#ifdef __linux__
    tcp_info info{};
    socklen_t size = sizeof info;
    if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0
        && size >= offsetof(tcp_info, tcpi_segs_out))
        return qint64(info.tcpi_bytes_received + info.tcpi_bytes_acked);
#endif
    return std::nullopt;
}

int maxDescriptors()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > INT_MAX)
        return INT_MAX;
    return int(limit.rlim_cur);
}

} // namespace cairn::posix
