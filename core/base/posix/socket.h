// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QtGlobal>

#include <optional>

namespace cairn::posix {

/// Whether the other end of a stream socket has closed it, or the connection is broken. Takes
/// nothing of what came and does not wait.
bool isPeerGone(int socket);

/// Whether bytes have come that nobody has taken. Does not wait.
bool hasBytes(int socket);

/// Ends a connection in both directions, as if the other end had done so; whoever owns @p socket
/// closes it.
void shutDown(int socket);

/// How many bytes have come, and gone as far as the other end has said so; none where the system
/// does not tell.
std::optional<qint64> bytesTransferred(int socket);

/// How many descriptors this process may have.
int maxDescriptors();

} // namespace cairn::posix
